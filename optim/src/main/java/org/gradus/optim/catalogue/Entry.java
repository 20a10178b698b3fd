package org.gradus.optim.catalogue;

import java.util.Optional;
import java.util.Set;
import org.gradus.error.ArgumentException;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Need;
import org.gradus.optim.Schedule;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;

/**
 * A method of the catalogue.
 *
 * @param id the name that people type
 * @param family its kind
 * @param source authors and year; several are parted by semicolons
 * @param type the class
 * @param wholeData whether it needs the whole data in every step
 * @param needs what it asks for beyond gradients
 * @param rate a usual learning rate, NaN where there is none to choose
 * @param form what runs it
 */
public record Entry(
        String id,
        Family family,
        String source,
        Class<?> type,
        boolean wholeData,
        Set<Need> needs,
        double rate,
        Form form) {

    /** Copies the needs. */
    public Entry {
        needs = Set.copyOf(needs);
    }

    Entry of(Class<?> other) {
        return new Entry(id, family, source, other, wholeData, needs, rate, form);
    }

    /**
     * Whether there is a learning rate to choose.
     *
     * @return false for methods that find their steps
     */
    public boolean hasRate() {
        return !Double.isNaN(rate);
    }

    /**
     * The method as a gradient transformation of any objective.
     *
     * @param <P> the parameters' type
     * @param learningRate of the step number; not used where there is none to choose
     * @return the transformation; empty for solvers, and for methods that look inside the objective
     */
    @SuppressWarnings("unchecked")
    public <P> Optional<GradientTransformation<P, ?>> transformation(Schedule learningRate) {
        // Transformations do not look at their parameters' type, so one made for any object serves all.
        return form instanceof Form.Gradients(Made made)
                ? Optional.of((GradientTransformation<P, ?>) made.apply(learningRate))
                : Optional.empty();
    }

    /**
     * The method as a gradient transformation of the mean of a model's losses.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param outputs of parameters and data {@code [b, c]}
     * @param losses of outputs and data, one an example {@code [b]}
     * @param learningRate of the step number; not used where there is none to choose
     * @return the transformation; empty for solvers
     */
    @SuppressWarnings("unchecked")
    public <P, D> Optional<GradientTransformation<P, ?>> transformation(
            Fn2<P, D, Tensor> outputs, Fn2<Tensor, D, Tensor> losses, Schedule learningRate) {
        if (form instanceof Form.OfModel(MadeOfModel made)) {
            return Optional.of((GradientTransformation<P, ?>)
                    made.of((Fn2<Object, Object, Tensor>) outputs, (Fn2<Tensor, Object, Tensor>) losses, learningRate));
        }
        return transformation(learningRate);
    }

    /**
     * A minimizer with this method.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param minimizer any minimizer
     * @param learningRate of the step number; not used where there is none to choose
     * @return another minimizer
     * @throws ArgumentException when the method looks inside the objective
     */
    public <P, D> Minimizer<P, D> in(Minimizer<P, D> minimizer, Schedule learningRate) {
        return switch (form) {
            case Form.Gradients _ ->
                minimizer.method(this.<P>transformation(learningRate).orElseThrow());
            case Form.Vectors(var made) -> minimizer.method(made.get());
            case Form.Arrays(var made) -> minimizer.method(made.get());
            case Form.OfModel _ ->
                throw new ArgumentException(
                        "methods: " + id + " needs the model's outputs and each example's loss",
                        "make it of them: transformation(outputs, losses, learningRate), and give that to method");
        };
    }

    /**
     * What the method accepts, in words.
     *
     * @return for example "mini-batches, a random key"
     */
    public String accepts() {
        StringBuilder words = new StringBuilder(wholeData ? "the whole data" : "mini-batches or the whole data");
        if (form instanceof Form.Arrays) {
            words.append("; bounds");
        }
        if (form instanceof Form.OfModel) {
            words.append("; uses the model's outputs and each example's loss");
        }
        needs.stream().sorted().forEach(need -> words.append("; uses ").append(need.words()));
        return words.toString();
    }
}
