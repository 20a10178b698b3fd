/** Minimizers, gradient transformations, schedules and line searches. */
module org.gradus.optim {
    requires transitive org.gradus.core;
    requires transitive org.gradus.linear;

    exports org.gradus.optim;

    opens org.gradus.optim to
            org.gradus.core;
}
