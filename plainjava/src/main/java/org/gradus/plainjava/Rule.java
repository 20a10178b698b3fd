package org.gradus.plainjava;

import java.util.List;

/**
 * A derivative given by the person for a method that is not read.
 *
 * @param method the method, as calls name it
 * @param partials for each parameter the method that computes the partial derivative in it
 */
record Rule(Call method, List<Call> partials) {}
