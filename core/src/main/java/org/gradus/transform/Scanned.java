package org.gradus.transform;

/**
 * What a step of a scan gives, and what the whole scan gives.
 *
 * @param <C> the carry's type
 * @param <Y> the type of an output, a tree of tensors
 * @param carry the carry after the step, or after the last one
 * @param ys the step's output; of the whole scan, the outputs of all steps along a new first axis
 */
public record Scanned<C, Y>(C carry, Y ys) {}
