package org.gradus.reproductions.autodiff;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.gradus.Gradus;
import org.gradus.linear.FactoredSolve;
import org.gradus.program.Equation;
import org.gradus.program.Program;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Derivatives of functions of matrices, as linear maps and their adjoints, and the price of an adjoint solve. */
final class MatrixCalculusPaper implements Reproduction {
    private static final int N = 4;
    private static final double STEP = 1e-5;

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "matrix-calculus-course", "Matrix Calculus (for Machine Learning and Beyond)", 2025);
    }

    @Override
    public String claim() {
        return "Derivatives are linear operators on any vector space; adjoint methods and automatic differentiation follow, for"
                + " matrix factorizations among others.";
    }

    /** Where a function is differentiated. */
    private enum Domain {
        GENERAL,
        DEFINITE,
        SPECTRUM
    }

    private record Case(String name, Domain domain, Fn<Tensor, List<Tensor>> f) {}

    private static final List<Case> CASES = List.of(
            new Case("inverse", Domain.GENERAL, a -> List.of(Linalg.inverse(a))),
            new Case("third power", Domain.GENERAL, a -> List.of(Linalg.matrixPower(a, 3))),
            new Case("QR", Domain.GENERAL, a -> {
                Linalg.Qr qr = Linalg.qr(a);
                return List.of(qr.q(), qr.r());
            }),
            new Case("singular values", Domain.GENERAL, a -> List.of(Linalg.svdvals(a))),
            new Case(
                    "log determinant",
                    Domain.DEFINITE,
                    a -> List.of(Linalg.slogdet(a).logAbs())),
            new Case("Cholesky", Domain.DEFINITE, a -> List.of(Linalg.cholesky(a))),
            new Case("square root", Domain.DEFINITE, a -> List.of(Linalg.sqrtm(a))),
            new Case("eigenvalues", Domain.SPECTRUM, a -> List.of(Linalg.eigh(a).values())),
            new Case(
                    "eigenvectors", Domain.SPECTRUM, a -> List.of(Linalg.eigh(a).vectors())));

    private static Tensor input(Domain domain, Key key) {
        Tensor b = Random.normal(key, N, N);
        return switch (domain) {
            case GENERAL -> Tensors.eye(N).times(2).plus(b.times(0.3));
            case DEFINITE -> b.matmul(b.t()).plus(Tensors.eye(N));
            case SPECTRUM -> {
                Tensor q = Linalg.qr(b).q();
                yield q.times(Tensors.tensor(1, 2, 3, 4.5)).matmul(q.t());
            }
        };
    }

    private static Tensor direction(Domain domain, Key key) {
        Tensor b = Random.normal(key, N, N);
        Tensor d = domain == Domain.GENERAL ? b : b.plus(b.t());
        return d.div(Tree.norm(d));
    }

    /** Eigenvectors with the signs of those nearby. */
    private static List<Tensor> continued(String name, List<Tensor> found, List<Tensor> near) {
        if (!name.equals("eigenvectors")) {
            return found;
        }
        Tensor v = found.getFirst();
        return List.of(v.times(v.times(near.getFirst()).sum(0).sign()));
    }

    /** Worst errors over 20 inputs: of forward mode against differences, and of the adjoint identity. */
    private static double[] errors(Case one, Context context, int number) {
        double forward = 0;
        double adjoint = 0;
        for (int i = 0; i < 20; i++) {
            List<Key> keys = context.key(100L * number + i).split(3);
            Tensor a = input(one.domain(), keys.get(0));
            Tensor da = direction(one.domain(), keys.get(1));
            List<Tensor> value = one.f().apply(a);
            List<Tensor> tangent = Gradus.jvp(one.f(), a, da).tangent();
            List<Tensor> high = continued(one.name(), one.f().apply(a.plus(da.times(STEP))), value);
            List<Tensor> low = continued(one.name(), one.f().apply(a.minus(da.times(STEP))), value);
            List<Tensor> difference = Tree.scale(1 / (2 * STEP), Tree.minus(high, low));
            forward = Math.max(forward, norm(Tree.minus(tangent, difference)) / norm(difference));
            Fn<Tensor, Tensor> draw = like -> Random.normal(keys.get(2).fold(like.size()), like.type());
            List<Tensor> g = value.stream().map(draw::apply).toList();
            Tensor back = Gradus.vjp(one.f(), a).apply(g);
            double left = Tree.dot(g, tangent).item();
            double right = Tree.dot(back, da).item();
            adjoint = Math.max(adjoint, Math.abs(left - right) / (norm(g) * norm(tangent)));
        }
        return new double[] {forward, adjoint};
    }

    private static double norm(Object tree) {
        return Tree.norm(tree).item();
    }

    private static Map<String, Integer> counts(Program program) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Equation equation : program.equations()) {
            String name = equation.op().mnemonic();
            boolean transposed =
                    name.startsWith("triangular") && equation.op().attributes().contains("transposed");
            counts.merge(transposed ? "transposed" : name, 1, Integer::sum);
        }
        return counts;
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        for (int i = 0; i < CASES.size(); i++) {
            double[] errors = errors(CASES.get(i), context, i + 1);
            String name = CASES.get(i).name();
            outcome.atMost(name + ": forward mode against central differences, relative", 1e-6, errors[0])
                    .atMost(name + ": ⟨G, JVP⟩ − ⟨VJP, dA⟩, relative", 1e-10, errors[1]);
        }
        int n = 20;
        int parameters = 200;
        Tensor c = Random.normal(context.key(1), parameters / n, n).times(0.1);
        Tensor b = Random.normal(context.key(2), n);
        Tensor p = Random.normal(context.key(3), parameters);
        Fn<Tensor, Tensor> matrix =
                x -> Tensors.eye(n).times(5).plus(x.reshape(n, parameters / n).matmul(c));
        Fn<Tensor, Tensor> f =
                x -> FactoredSolve.solve(matrix.apply(x), b).square().sum();
        Program program = Gradus.trace(Gradus.grad(f), p).pruned(_ -> false);
        Map<String, Integer> counts = counts(program);
        Tensor plain = Gradus.grad(
                        (Tensor x) -> Linalg.solve(matrix.apply(x), b).square().sum())
                .apply(p);
        String made = String.format(Locale.ROOT, "gradient of |x|², A(p)·x = b, by %d parameters: ", parameters);
        return outcome.close(made + "factorizations", 1, counts.getOrDefault("lu", 0), 0)
                .close(
                        made + "forward solves, each with L and with U",
                        1,
                        counts.getOrDefault("triangular_solve", 0) / 2.0,
                        0)
                .close(
                        made + "transposed solves, each with U and with L",
                        1,
                        counts.getOrDefault("transposed", 0) / 2.0,
                        0)
                .close(made + "other solves", 0, counts.getOrDefault("solve", 0), 0)
                .atMost(
                        made + "against the one that factors twice, relative",
                        1e-12,
                        norm(Gradus.grad(f).apply(p).minus(plain)) / norm(plain))
                .done();
    }
}
