package org.gradus.optim;

/** The state of a transformation that remembers nothing. */
public record Stateless() {}
