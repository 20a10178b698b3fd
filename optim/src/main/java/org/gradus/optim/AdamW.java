package org.gradus.optim;

/**
 * Adam with decoupled weight decay: {@link ScaleByAdam}, {@link AddDecayedWeights}, {@link ScaleByLearningRate}.
 *
 * <p>u = −α · (m̂ / (√v̂ + ε) + λ·x). Variant: Loshchilov and Hutter (2019), Algorithm 2, with the decay multiplied by
 * the learning rate α as PyTorch, Keras and Optax do; the paper multiplies it by the schedule alone. ε outside the root
 * and after the bias correction.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param weightDecay λ, of the step number; 1e-2 by default, PyTorch's (Optax has 1e-4)
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.999 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 */
public record AdamW<P>(Schedule learningRate, Schedule weightDecay, Schedule b1, Schedule b2, double epsilon)
        implements GradientTransformation<P, ScaleByAdam.State<P>> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public AdamW {
        Schedules.checkPositive("AdamW", "learning rate", learningRate);
        Schedules.checkNotNegative("AdamW", "weight decay", weightDecay);
        new ScaleByAdam<P>(b1, b2, epsilon, 0);
    }

    /**
     * Weight decay 1e-2 and Adam's usual settings.
     *
     * @param learningRate α
     */
    public AdamW(double learningRate) {
        this(learningRate, 1e-2);
    }

    /**
     * Adam's usual settings.
     *
     * @param learningRate α
     * @param weightDecay λ, zero or more
     */
    public AdamW(double learningRate, double weightDecay) {
        this(Schedules.constant(learningRate), Schedules.constant(weightDecay));
    }

    /**
     * Adam's usual settings.
     *
     * @param learningRate α, of the step number
     * @param weightDecay λ, of the step number
     */
    public AdamW(Schedule learningRate, Schedule weightDecay) {
        this(learningRate, weightDecay, Schedules.constant(0.9), Schedules.constant(0.999), 1e-8);
    }

    private ScaleByAdam<P> scale() {
        return new ScaleByAdam<>(b1, b2, epsilon, 0);
    }

    @Override
    public ScaleByAdam.State<P> init(P params) {
        return scale().init(params);
    }

    @Override
    public Step<P, ScaleByAdam.State<P>> update(P gradient, ScaleByAdam.State<P> state, Info<P> info) {
        Step<P, ScaleByAdam.State<P>> scaled = scale().update(gradient, state, info);
        Stateless none = new Stateless();
        P decayed = new AddDecayedWeights<P>(weightDecay)
                .update(scaled.update(), none, info)
                .update();
        P update = new ScaleByLearningRate<P>(learningRate)
                .update(decayed, none, info)
                .update();
        return new Step<>(update, scaled.state());
    }

    @Override
    public boolean descends() {
        return true;
    }
}
