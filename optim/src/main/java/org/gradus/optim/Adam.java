package org.gradus.optim;

/**
 * Adam: {@link ScaleByAdam}, then {@link ScaleByLearningRate}.
 *
 * <p>u = −α · m̂ / (√v̂ + ε), with running averages m and v of g and g², corrected for their bias. Variant: Kingma and
 * Ba (2015), Algorithm 1; ε outside the root and after the correction, as in PyTorch ≥ 1.3 and Optax. No weight decay:
 * {@link AdamW} has the decoupled one, {@code new AddDecayedWeights<P>(λ).then(new Adam<>(α))} the coupled one.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; the paper's 1e-3 is a usual start
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 * @param epsilonRoot inside the root, for derivatives through the update; 0 by default
 * @param form where ε sits and what is corrected; {@link AdamForm#CORRECTED} by default
 */
public record Adam<P>(
        Schedule learningRate, Schedule b1, Schedule b2, double epsilon, double epsilonRoot, AdamForm form)
        implements GradientTransformation<P, ScaleByAdam.State<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Adam {
        Schedules.checkPositive("Adam", "learning rate", learningRate);
        new ScaleByAdam<P>(b1, b2, epsilon, epsilonRoot);
    }

    /**
     * The usual form.
     *
     * @param learningRate α, of the step number
     * @param b1 β₁ in [0, 1)
     * @param b2 β₂ in [0, 1)
     * @param epsilon ε, zero or more
     * @param epsilonRoot ε_root, zero or more
     */
    public Adam(Schedule learningRate, Schedule b1, Schedule b2, double epsilon, double epsilonRoot) {
        this(learningRate, b1, b2, epsilon, epsilonRoot, AdamForm.CORRECTED);
    }

    /**
     * The paper's settings but for the learning rate.
     *
     * @param learningRate α
     */
    public Adam(double learningRate) {
        this(Schedules.constant(learningRate));
    }

    /**
     * The paper's settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Adam(Schedule learningRate) {
        this(learningRate, Schedules.constant(0.9), Schedules.constant(0.999), 1e-8, 0);
    }

    /**
     * Constant settings.
     *
     * @param learningRate α
     * @param b1 β₁ in [0, 1)
     * @param b2 β₂ in [0, 1)
     * @param epsilon ε, zero or more
     */
    public Adam(double learningRate, double b1, double b2, double epsilon) {
        this(Schedules.constant(learningRate), Schedules.constant(b1), Schedules.constant(b2), epsilon, 0);
    }

    private ScaleByAdam<P> scale() {
        return new ScaleByAdam<>(b1, b2, epsilon, epsilonRoot, form);
    }

    @Override
    public ScaleByAdam.State<P> init(P params) {
        return scale().init(params);
    }

    @Override
    public Step<P, ScaleByAdam.State<P>> update(P gradient, ScaleByAdam.State<P> state, Info<P> info) {
        Step<P, ScaleByAdam.State<P>> scaled = scale().update(gradient, state, info);
        P update = new ScaleByLearningRate<P>(learningRate)
                .update(scaled.update(), new Stateless(), info)
                .update();
        return new Step<>(update, scaled.state());
    }

    @Override
    public boolean descends() {
        return true;
    }
}
