/** Minimizers, gradient transformations, schedules and line searches. */
module org.gradus.optim {
    requires transitive org.gradus.core;
    requires transitive org.gradus.linear;
}
