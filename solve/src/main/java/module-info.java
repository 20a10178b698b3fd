/** Roots, fixed points and minimizers that are differentiated implicitly. */
module org.gradus.solve {
    requires transitive org.gradus.core;
    requires transitive org.gradus.linear;
    requires transitive org.gradus.optim;
}
