package org.gradus.optim.curvature;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Chain;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.ScaleByPath;
import org.gradus.optim.Stateless;
import org.gradus.tensor.Tensor;

/**
 * How initial weights, learning rates and dampings follow the width M of a network, so that what was tuned on a narrow one serves a
 * wide one (Ishikawa and Karakida, On the Parameterization of Second-Order Optimization Effective Towards the Infinite Width, 2023;
 * the maximal update parameterization of Yang and Hu, 2021):
 *
 * <pre>
 * weights ~ N(0, 1/M^(2b)),   rate = η/M^c,   damping = ρ/M^d
 * </pre>
 *
 * <p>for updates ΔW = −rate·(B + ρ_B·I)^(−e_B)·G·(A + ρ_A·I)^(−e_A). After one step every layer's outputs change by about the same,
 * whatever the width. Variant: the exponents are derived from the sizes of the factors' eigenvalues. Dampings measured by the trace of
 * their factor need no scale.
 *
 * @param kind which parameterization
 * @param width M, the number of hidden features
 */
public record WidthParameterization(Kind kind, int width) {

    /** A parameterization. */
    public enum Kind {
        /** Maximal update: every layer learns features at any width. */
        MAXIMAL_UPDATE,
        /** As usual: weights by their inputs, one rate and damping for all layers. */
        STANDARD
    }

    /** Where a layer stands. */
    public enum Role {
        /** From inputs of a fixed number to M features. */
        INPUT,
        /** From M to M features. */
        HIDDEN,
        /** From M features to outputs of a fixed number. */
        OUTPUT;

        private double of(double input, double hidden, double output) {
            return switch (this) {
                case INPUT -> input;
                case HIDDEN -> hidden;
                case OUTPUT -> output;
            };
        }
    }

    /** A method by its exponents. */
    public enum Method {
        /** The gradient, or its momentum: e_A = e_B = 0. */
        SGD,
        /** e_A = e_B = 1, factors that are means over examples. */
        KFAC,
        /** e_A = 1, e_B = 0. */
        ONE_SIDED,
        /** Fourth roots on both sides of sums of G·Gᵀ and Gᵀ·G. */
        SHAMPOO;

        private double rate(Role role) {
            return switch (this) {
                case SGD -> role.of(-1, 0, 1);
                case KFAC -> 0;
                case ONE_SIDED -> role.of(-1, -1, 0);
                case SHAMPOO -> role.of(-0.5, 0, 0.5);
            };
        }
    }

    /** What role a leaf has. */
    @FunctionalInterface
    public interface Roles extends java.io.Serializable {
        /**
         * A leaf's role.
         *
         * @param path where it stands, for example {@code .layers[2].w}
         * @param leaf the leaf
         * @return its role
         */
        Role of(String path, Tensor leaf);
    }

    /**
     * Checks the width.
     *
     * @throws ArgumentException when it is below 1
     */
    public WidthParameterization {
        if (width < 1) {
            throw new ArgumentException("width: " + width + " features", "give one or more");
        }
    }

    private double power(double exponent) {
        return kind == Kind.STANDARD ? 1 : Math.pow(width, -exponent);
    }

    /**
     * The standard deviation of initial weights: 1/√inputs, but 1/inputs for outputs of maximal update.
     *
     * @param role of the layer
     * @param inputs number of features in
     * @return a standard deviation
     */
    public double deviation(Role role, int inputs) {
        boolean small = kind == Kind.MAXIMAL_UPDATE && role == Role.OUTPUT;
        return small ? 1.0 / inputs : 1 / Math.sqrt(inputs);
    }

    /**
     * What a learning rate is multiplied by, M^(−c).
     *
     * @param method the method
     * @param role of the layer
     * @return a factor
     */
    public double rate(Method method, Role role) {
        return power(method.rate(role));
    }

    /**
     * What the damping of A, the factor of a layer's inputs, is multiplied by: the size of its largest eigenvalue. For Shampoo that is
     * the damping of Gᵀ·G, for G with a row an output.
     *
     * @param method the method
     * @param role of the layer
     * @return a factor
     */
    public double inputDamping(Method method, Role role) {
        return power(method == Method.SHAMPOO ? role.of(1, 0, -1) : role.of(0, -1, -1));
    }

    /**
     * What the damping of B, the factor of the derivatives by a layer's outputs, is multiplied by.
     *
     * @param method the method
     * @param role of the layer
     * @return a factor
     */
    public double outputDamping(Method method, Role role) {
        return power(method == Method.SHAMPOO ? role.of(1, 0, -1) : role.of(1, 1, 0));
    }

    /**
     * A method with each leaf's own learning rate.
     *
     * @param <P> the parameters' type
     * @param <S> the state's type
     * @param transformation the method, with the rate η that all widths share; its updates are in proportion to it
     * @param method what it is
     * @param roles of the leaves
     * @return the method, then factors
     */
    public <P, S> Chain<P, S, Stateless> scaled(
            GradientTransformation<P, S> transformation, Method method, Roles roles) {
        return transformation.then(new ScaleByPath<P>((path, leaf) -> rate(method, roles.of(path, leaf))));
    }
}
