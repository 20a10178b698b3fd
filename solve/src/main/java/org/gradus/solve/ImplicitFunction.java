package org.gradus.solve;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.Require;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensors;

/**
 * What an equation or a minimum defines as a function of parameters: y(p) with F(y, p) = 0, found by any solver, and
 * differentiated by the implicit function theorem, dy = −F_y⁻¹·F_p·dp, not through the solver's iterations. With it a solver
 * that is called inside plain Java gets a rule:
 *
 * {@snippet :
 * DifferentiableVector equation = PlainJava.differentiateVector(yp -> new double[] {yp[0] * Math.exp(yp[0]) - yp[1]});
 * DifferentiableVector lambert = ImplicitFunction.root(equation, Model::solve);      // double[] solve(double[] p)
 * Differentiable cost = PlainJava.rule(Model::solve, lambert).differentiate(Model::cost);
 * }
 *
 * <p>The derivatives of a point cost one call of the solver (values and factors of the last point are kept), the m×m matrix
 * F_y by m products, one factorization, and one product of F each, however many iterations the solver takes. Second
 * derivatives ({@link #hvp}) need those of F; of a minimum they would be third derivatives of the objective, and throw.
 *
 * <p>That the solver has come to the solution is checked: where a Newton step would move y by more than the tolerance,
 * relative to 1 + |y|, derivatives throw instead of being wrong.
 *
 * <p>Equations and minima of tensor programs: {@link ImplicitMinimizer}. Source: Blondel et al., Efficient and Modular Implicit
 * Differentiation, 2022.
 */
public final class ImplicitFunction implements DifferentiableVector {
    private static final double TOLERANCE = 1e-6;

    private final DifferentiableVector condition;
    private final UnaryOperator<double[]> solver;
    private final double tolerance;

    /** Whether the condition is a gradient in unknowns and parameters, of which the first part shall be zero. */
    private final boolean gradient;

    private final AtomicReference<At> last = new AtomicReference<>();

    private ImplicitFunction(
            DifferentiableVector condition, UnaryOperator<double[]> solver, double tolerance, boolean gradient) {
        this.condition = condition;
        this.solver = solver;
        this.tolerance = tolerance;
        this.gradient = gradient;
    }

    /**
     * The root of an equation.
     *
     * @param equation F of one vector, the m unknowns y first, then the parameters p; m elements
     * @param solver from p to y
     * @return y(p)
     */
    public static ImplicitFunction root(DifferentiableVector equation, UnaryOperator<double[]> solver) {
        Require.notNull(equation, "root", "the equation");
        Require.notNull(solver, "root", "the solver");
        return new ImplicitFunction(equation, solver, TOLERANCE, false);
    }

    /**
     * The minimizer of an objective, where its gradient in the unknowns is zero.
     *
     * @param objective f of one vector, the m unknowns y first, then the parameters p
     * @param solver from p to the y that minimizes f(y, p)
     * @return y(p)
     */
    public static ImplicitFunction minimizer(Differentiable objective, UnaryOperator<double[]> solver) {
        Require.notNull(objective, "minimizer", "the objective");
        Require.notNull(solver, "minimizer", "the solver");
        return new ImplicitFunction(new Stationarity(objective), solver, TOLERANCE, true);
    }

    /**
     * Sets how near the solver must come.
     *
     * @param relative the longest Newton step that may be left, relative to 1 + |y|; 10⁻⁶ unless set
     * @return the function with the tolerance
     * @throws ArgumentException when it is not positive
     */
    public ImplicitFunction tolerance(double relative) {
        if (!(relative > 0)) {
            throw new ArgumentException(
                    "tolerance: " + relative + " is not positive", "give a small number such as 1e-6");
        }
        return new ImplicitFunction(condition, solver, relative, gradient);
    }

    /**
     * The function where it has one number as its value.
     *
     * @return the first element, with its derivatives
     */
    public Differentiable number() {
        return new First(this);
    }

    @Override
    public double[] value(double[] p) {
        return at(p).y.clone();
    }

    @Override
    public double[] jvp(double[] p, double[] v) {
        At at = at(p);
        double[] moved = at.unknowns(condition.jvp(at.z, joined(new double[at.y.length], v)));
        return negative(at.solve(moved, false));
    }

    @Override
    public double[] vjp(double[] p, double[] cotangent) {
        At at = at(p);
        double[] multipliers = at.solve(cotangent, true);
        return negative(at.parameters(condition.vjp(at.z, multipliers)));
    }

    @Override
    public double[] hvp(double[] p, double[] weights, double[] v) {
        At at = at(p);
        double[] multipliers = at.solve(weights, true);
        double[] direction = joined(jvp(p, v), v);
        // The derivative of F_yᵀ·λ = weights along the direction gives that of λ, then that of −F_pᵀ·λ.
        double[] curvature = condition.hvp(at.z, multipliers, direction);
        double[] change = at.solve(Arrays.copyOf(curvature, at.y.length), true);
        double[] back = at.parameters(condition.vjp(at.z, change));
        double[] product = at.parameters(curvature);
        for (int i = 0; i < product.length; i++) {
            product[i] = back[i] - product[i];
        }
        return product;
    }

    private static double[] joined(double[] y, double[] p) {
        double[] z = Arrays.copyOf(y, y.length + p.length);
        System.arraycopy(p, 0, z, y.length, p.length);
        return z;
    }

    private static double[] negative(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = -x[i];
        }
        return y;
    }

    private At at(double[] p) {
        At known = last.get();
        if (known == null || !Arrays.equals(known.p, p)) {
            known = new At(p.clone(), solver.apply(p.clone()).clone());
            last.set(known);
        }
        return known;
    }

    /** The solution at a point, with F_y when it is first needed. */
    private final class At {
        final double[] p;
        final double[] y;
        final double[] z;
        private double[][] slope;

        At(double[] p, double[] y) {
            this.p = p;
            this.y = y;
            this.z = joined(y, p);
        }

        double[] unknowns(double[] ofCondition) {
            return gradient ? Arrays.copyOf(ofCondition, y.length) : ofCondition;
        }

        double[] parameters(double[] ofBoth) {
            return Arrays.copyOfRange(ofBoth, y.length, ofBoth.length);
        }

        double[] solve(double[] right, boolean transposed) {
            double[][] a = slope();
            return solve(transposed ? transposed(a) : a, right);
        }

        private double[] solve(double[][] a, double[] right) {
            if (right.length == 0) {
                return right;
            }
            try {
                return Linalg.solve(Tensors.tensor(a), Tensors.tensor(right)).toDoubles();
            } catch (ArgumentException e) {
                throw new NotDifferentiableException(
                        "implicit function: the derivative of the condition by the unknowns is singular at the solution "
                                + Arrays.toString(y),
                        "there the solution is no differentiable function of the parameters; check the equation",
                        org.gradus.error.SourceLine.UNKNOWN,
                        e);
            }
        }

        private synchronized double[][] slope() {
            if (slope == null) {
                double[][] made = new double[y.length][y.length];
                double[] direction = new double[z.length];
                for (int j = 0; j < y.length; j++) {
                    direction[j] = 1;
                    double[] column = unknowns(condition.jvp(z, direction));
                    direction[j] = 0;
                    if (column.length != y.length) {
                        throw new ArgumentException(
                                "implicit function: the solver gives " + y.length + " unknowns, the condition has "
                                        + column.length + " equations",
                                "give as many equations as unknowns, as a function of the unknowns and the parameters"
                                        + " in one array");
                    }
                    for (int i = 0; i < y.length; i++) {
                        made[i][j] = column[i];
                    }
                }
                checkSolved(made);
                slope = made;
            }
            return slope;
        }

        private void checkSolved(double[][] a) {
            double[] left = solve(a, unknowns(condition.value(z)));
            for (int i = 0; i < left.length; i++) {
                if (!(Math.abs(left[i]) <= tolerance * (1 + Math.abs(y[i])))) {
                    throw new ConvergenceException(
                            "implicit function: the solver has not come to the solution: a Newton step moves unknown "
                                    + i + " from " + y[i] + " by " + -left[i],
                            "let the solver iterate longer, or raise the tolerance(" + tolerance + ")");
                }
            }
        }

        private double[][] transposed(double[][] a) {
            double[][] t = new double[a.length][a.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                    t[j][i] = a[i][j];
                }
            }
            return t;
        }
    }

    /** The gradient of an objective, of which the elements of the unknowns count. */
    private record Stationarity(Differentiable objective) implements DifferentiableVector {
        @Override
        public double[] value(double[] z) {
            return objective.gradient(z);
        }

        @Override
        public double[] jvp(double[] z, double[] v) {
            return objective.hvp(z, v);
        }

        @Override
        public double[] vjp(double[] z, double[] cotangent) {
            return objective.hvp(z, Arrays.copyOf(cotangent, z.length));
        }

        @Override
        public double[] hvp(double[] z, double[] weights, double[] v) {
            throw new NotDifferentiableException(
                    "implicit function: second derivatives of a minimizer are third derivatives of its objective",
                    "write the gradient as Java code, and use ImplicitFunction.root of that");
        }
    }

    /** The first element. */
    private record First(ImplicitFunction f) implements Differentiable {
        @Override
        public double value(double[] p) {
            return f.value(p)[0];
        }

        @Override
        public double[] gradient(double[] p) {
            return vjp(p, 1);
        }

        @Override
        public double jvp(double[] p, double[] v) {
            return f.jvp(p, v)[0];
        }

        @Override
        public double[] vjp(double[] p, double cotangent) {
            return f.vjp(p, weights(p, cotangent));
        }

        @Override
        public double[] hvp(double[] p, double[] v) {
            return f.hvp(p, weights(p, 1), v);
        }

        private double[] weights(double[] p, double first) {
            double[] weights = new double[f.at(p).y.length];
            weights[0] = first;
            return weights;
        }
    }
}
