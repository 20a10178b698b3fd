package org.gradus.optim;

import org.gradus.optim.StrongWolfe.Search;
import org.gradus.tensor.Tensor;

/**
 * The state of a {@link LineSearchMethod}; vectors are {@code [n]} in the parameters' element type, other numbers f64
 * scalars.
 *
 * @param <M> what the method remembers, a record of tensors
 * @param current the accepted iterate
 * @param direction d
 * @param search where the line search along d stands
 * @param lowGradient the gradient at the search's low end
 * @param memory what the method remembers
 * @param smallest the smallest gradient norm so far
 * @param idle iterations without a decrease or a smaller gradient beyond rounding, i64
 * @param progress where the solver stands
 * @param status the code of a {@link Status}
 */
public record LineSearchState<M>(
        Iterate<Tensor> current,
        Tensor direction,
        Search search,
        Tensor lowGradient,
        M memory,
        Tensor smallest,
        Tensor idle,
        Progress progress,
        Tensor status) {}
