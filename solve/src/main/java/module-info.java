/** Solutions differentiated by what defines them. */
module org.gradus.solve {
    requires transitive org.gradus.core;
    requires transitive org.gradus.linear;
    requires transitive org.gradus.optim;

    exports org.gradus.solve;
}
