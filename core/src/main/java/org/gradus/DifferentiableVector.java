package org.gradus;

import org.gradus.error.NotDifferentiableException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;

/**
 * A function from {@code double[]} to {@code double[]}, with its derivatives: residuals, constraints, systems of
 * equations. Tensor functions become one by {@link Gradus#differentiableVector}.
 *
 * <p>The result's length may depend on nothing but the argument's length: one function has one shape of Jacobian.
 */
public interface DifferentiableVector {

    /**
     * The value.
     *
     * @param x the point
     * @return f(x), a new array
     */
    double[] value(double[] x);

    /**
     * The derivative along a direction.
     *
     * @param x the point
     * @param v the direction, of x's length
     * @return J(x)·v, of the value's length
     */
    double[] jvp(double[] x, double[] v);

    /**
     * The transposed derivative.
     *
     * @param x the point
     * @param cotangent of the value, of its length
     * @return J(x)ᵀ·cotangent, of x's length
     */
    double[] vjp(double[] x, double[] cotangent);

    /**
     * The product of a vector with the sum of the Hessians of the value's elements, each with its weight. For functions
     * without second derivatives it throws.
     *
     * @param x the point
     * @param weights one for each element of the value
     * @param v the direction, of x's length
     * @return Σᵢ weightsᵢ·∇²fᵢ(x)·v, of x's length
     * @throws NotDifferentiableException when the function has no second derivatives
     */
    default double[] hvp(double[] x, double[] weights, double[] v) {
        throw new NotDifferentiableException(
                "hvp: " + getClass().getSimpleName() + " has first derivatives only",
                "implement hvp(x, weights, v), or ask for no second derivatives");
    }

    /**
     * The function as one of tensors, for programs: in grad, vjp, jvp, hvp, jit, vmap (once an example) and loops. Programs
     * with it call Java and cannot be written; third derivatives throw.
     *
     * @param outputs the number of elements of the value, which a program must know before it runs
     * @return from a tensor of floating-point numbers, whose elements are the point, to f(x) of its type
     */
    default Fn<Tensor, Tensor> asFunction(int outputs) {
        return ArrayFunction.of(this, outputs);
    }

    /**
     * The Jacobian, dense: by rows (one {@link #vjp} each) where the value is shorter than the point, else by columns
     * (one {@link #jvp} each).
     *
     * @param x the point
     * @return J(x), whose row i is the gradient of the value's element i
     */
    default double[][] jacobian(double[] x) {
        int outputs = value(x).length;
        return outputs < x.length ? jacobianByRows(x, outputs) : jacobianByColumns(x, outputs);
    }

    /**
     * The Jacobian, sparse: its pattern is found at the point, and rows and columns without a common element share a product,
     * as {@link SparseJacobian} tells. Unless a class says otherwise the pattern is not kept for the next call; where there are
     * many points, keep {@link SparseJacobian#of}. Functions of plain Java keep it.
     *
     * @param x the point
     * @return J(x), with what it took
     */
    default SparseJacobian.Evaluation sparseJacobian(double[] x) {
        return SparseJacobian.of(this).at(x);
    }

    private double[][] jacobianByRows(double[] x, int outputs) {
        double[][] rows = new double[outputs][];
        double[] cotangent = new double[outputs];
        for (int i = 0; i < outputs; i++) {
            cotangent[i] = 1;
            // The cotangent itself may come back.
            rows[i] = vjp(x, cotangent).clone();
            cotangent[i] = 0;
        }
        return rows;
    }

    private double[][] jacobianByColumns(double[] x, int outputs) {
        double[][] rows = new double[outputs][x.length];
        double[] direction = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            direction[j] = 1;
            double[] column = jvp(x, direction);
            for (int i = 0; i < outputs; i++) {
                rows[i][j] = column[i];
            }
            direction[j] = 0;
        }
        return rows;
    }
}
