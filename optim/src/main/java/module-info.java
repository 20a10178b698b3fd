/** Minimizers, gradient transformations, schedules and line searches. */
module org.gradus.optim {
    requires transitive org.gradus.core;
    requires transitive org.gradus.linear;

    exports org.gradus.optim;
    exports org.gradus.optim.catalogue;
    exports org.gradus.optim.convex;
    exports org.gradus.optim.coordinate;
    exports org.gradus.optim.curvature;
    exports org.gradus.optim.learned;
    exports org.gradus.optim.online;
    exports org.gradus.optim.programs;
    exports org.gradus.optim.quasar;
    exports org.gradus.optim.stochastic;

    opens org.gradus.optim to
            org.gradus.core;
    opens org.gradus.optim.curvature to
            org.gradus.core;
    opens org.gradus.optim.learned to
            org.gradus.core;
    opens org.gradus.optim.programs to
            org.gradus.core;
}
