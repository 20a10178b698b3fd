/** Linear operators and solvers of linear systems. */
module org.gradus.linear {
    requires transitive org.gradus.core;

    exports org.gradus.linear;

    opens org.gradus.linear to
            org.gradus.core;
}
