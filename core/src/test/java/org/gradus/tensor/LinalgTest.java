package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.NonFiniteException;
import org.gradus.error.ShapeException;
import org.gradus.kernel.Natives;
import org.gradus.tensor.Linalg.Norm;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of linear algebra: against NumPy and SciPy (see {@code linalg_tables.py}), and by what defines them. */
class LinalgTest {

    /** A function, its operands and its result. */
    record Line(String function, List<Tensor> operands, Tensor result, double units) {
        @Override
        public String toString() {
            return function + " of " + operands.getFirst().type();
        }

        Tensor a() {
            return operands.getFirst();
        }
    }

    static List<Line> lines() throws IOException {
        try (InputStream in = LinalgTest.class.getResourceAsStream("linalg.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .map(f -> new Line(
                            f[0],
                            Arrays.stream(f[1].split("; "))
                                    .map(LinalgTest::parsed)
                                    .toList(),
                            parsed(f[2]),
                            Double.parseDouble(f[3])))
                    .toList();
        }
    }

    private static Tensor parsed(String text) {
        String[] words = text.split(" ");
        if (words[0].equals("formula")) {
            return formula(words[1]);
        }
        String inner = words[0].substring(1, words[0].length() - 1);
        int[] dims = inner.isEmpty()
                ? new int[0]
                : Arrays.stream(inner.split(",")).mapToInt(Integer::parseInt).toArray();
        double[] elements = Arrays.stream(words)
                .skip(1)
                .mapToDouble(w -> w.endsWith("inf")
                        ? (w.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                        : Double.parseDouble(w))
                .toArray();
        return Tensors.tensor(NdArray.wrap(Shape.of(dims), elements));
    }

    private static Tensor formula(String dims) {
        String[] lengths = dims.substring(1, dims.length() - 1).split(",");
        int n = Integer.parseInt(lengths[1]);
        double[] elements = new double[Integer.parseInt(lengths[0]) * n];
        for (int k = 0; k < elements.length; k++) {
            int i = k / n;
            int j = k % n;
            elements[k] = (i * 31 + j * 17 + i * j * 7) % 101 / 50.0 - 1 + (i == j ? 3 : 0);
        }
        return Tensors.tensor(Shape.of(elements.length / n, n), elements);
    }

    private static Tensor run(String function, List<Tensor> operands) {
        Tensor a = operands.getFirst();
        return switch (function) {
            case "svdvals" -> Linalg.svdvals(a);
            case "matrixRank" -> Linalg.matrixRank(a);
            case "pinv" -> Linalg.pinv(a);
            case "lstsq" -> Linalg.lstsq(a, operands.get(1));
            case "cond" -> Linalg.cond(a);
            case "qr q" -> Linalg.qr(a).q();
            case "qr r" -> Linalg.qr(a).r();
            case "lu permutation" -> Linalg.lu(a).permutation();
            case "lu lower" -> Linalg.lu(a).lower();
            case "lu upper" -> Linalg.lu(a).upper();
            case "eigvalsh" -> Linalg.eigvalsh(a);
            case "eigh vectors" -> Linalg.eigh(a).vectors();
            case "eigvals" -> Linalg.eigvals(a);
            case "det" -> Linalg.det(a);
            case "slogdet sign" -> Linalg.slogdet(a).sign();
            case "slogdet log" -> Linalg.slogdet(a).logAbs();
            case "expm" -> Linalg.expm(a);
            case "inverse" -> Linalg.inverse(a);
            case "sqrtm" -> Linalg.sqrtm(a);
            case "cholesky" -> Linalg.cholesky(a);
            case "solveDefinite" -> Linalg.solveDefinite(a, operands.get(1));
            case "triangularInverse" -> Linalg.triangularInverse(a, true);
            default -> {
                String[] words = function.split(" ");
                yield words[0].equals("norm")
                        ? Linalg.norm(a, Norm.valueOf(words[1]))
                        : Linalg.matrixPower(a, Integer.parseInt(words[1]));
            }
        };
    }

    private static void close(String what, Tensor expected, Tensor actual, double tolerance) {
        close(what, expected, actual, tolerance, 0);
    }

    private static void close(String what, Tensor expected, Tensor actual, double tolerance, double size) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double[] e = expected.toDoubles();
        double[] g = actual.toDoubles();
        double scale = size;
        for (double v : e) {
            scale = Math.max(scale, Double.isInfinite(v) ? 0 : Math.abs(v));
        }
        for (int i = 0; i < e.length; i++) {
            assertThat(g[i] == e[i] || Math.abs(g[i] - e[i]) <= tolerance * scale)
                    .as("%s: element %d is %s, expected %s (tolerance %s of %s)", what, i, g[i], e[i], tolerance, scale)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void asNumPyAndSciPy(Line line) {
        assumeThat(!line.function.equals("eigvals") || Natives.available()).isTrue();
        Tensor eager = run(line.function, line.operands);
        Tensor expected = line.result;
        double tolerance = line.units * 0x1p-52;
        double size = 0;
        if (List.of("det", "svdvals", "eigvalsh", "eigvals").contains(line.function)
                && line.a().size() > 0) {
            // What is zero by cancellation is zero up to the rounding of the matrix.
            double norm = Linalg.norm(line.a(), Norm.FROBENIUS).max().item();
            size = line.function.equals("det") ? Math.pow(norm, line.a().dim(-1)) : norm;
        }
        close(line.toString(), expected, eager, tolerance, Double.isFinite(size) ? size : 0);
        Tensor compiled = Gradus.jit((List<Tensor> x) -> run(line.function, x)).apply(line.operands);
        Same.bits("jit", eager, compiled);
        narrow(line);
    }

    /** f32 is the rounded result for the same numbers in f64, for what is one operation. */
    private static void narrow(Line line) {
        if (List.of("svdvals", "expm", "det", "eigvalsh", "qr q", "qr r", "slogdet log", "eigh vectors")
                .contains(line.function)) {
            Tensor a = line.a().to(DType.FLOAT32);
            if (!a.allFinite()) {
                return;
            }
            boolean symmetrized = line.function.startsWith("eig");
            Tensor wide =
                    run(line.function, List.of((symmetrized ? a.plus(a.t()).times(0.5) : a).to(DType.FLOAT64)));
            Same.bits("f32", wide.to(DType.FLOAT32), run(line.function, List.of(a)));
        }
    }

    private static Tensor random(long seed, int... dims) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] elements = new double[Shape.of(dims).size()];
        Arrays.setAll(elements, _ -> random.nextDouble(-1, 1));
        return Tensors.tensor(Shape.of(dims), elements);
    }

    private static void orthonormalColumns(Tensor q) {
        Tensor gram = q.t().matmul(q);
        Tensor eye = Tensors.eye(q.dim(-1)).broadcastTo(gram.shape().dims());
        close("orthonormal", eye.plus(1), gram.plus(1), 1e-13);
    }

    private static Tensor rankDeficient(int m, int n, int rank) {
        return random(1, m, rank).matmul(random(2, rank, n));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,3", "7,4", "4,7", "33,33", "60,35", "35,60", "40,3", "100,100"})
    void decompositionsGiveTheMatrixBack(int m, int n) {
        int k = Math.min(m, n);
        for (Tensor a : List.of(
                random(3, m, n), rankDeficient(m, n, Math.max(1, k / 2)), Tensors.zeros(m, n), random(4, 2, m, n))) {
            double size = Math.max(1, Linalg.norm(a, Norm.TWO).max().item());
            for (boolean full : new boolean[] {false, true}) {
                Linalg.Svd svd = Linalg.svd(a, full);
                orthonormalColumns(svd.u());
                orthonormalColumns(svd.vt().t());
                Tensor u = svd.u().slice(-1, 0, k);
                Tensor back = u.times(svd.s().expandDims(-2)).matmul(svd.vt().slice(-2, 0, k));
                close("svd", a.plus(size), back.plus(size), 1e-13);
                Linalg.Qr qr = Linalg.qr(a, full);
                orthonormalColumns(qr.q());
                close("qr", a.plus(size), qr.q().matmul(qr.r()).plus(size), 1e-13);
                close("upper", Linalg.triu(qr.r(), 0), qr.r(), 0);
                Same.bits("reduced values", Linalg.svd(a).s(), svd.s());
            }
            Linalg.Lu lu = Linalg.lu(a);
            Tensor rows = lu.permutation().expandDims(-1).broadcastTo(a.shape().dims());
            Tensor moved = Indexing.takeAlong(a, rows, -2);
            close("lu", moved.plus(size), lu.lower().matmul(lu.upper()).plus(size), 1e-13);
            assertThat(lu.lower().abs().max().item()).isEqualTo(1);
            Tensor p = Linalg.pinv(a);
            close("A P A", a.plus(size), a.matmul(p).matmul(a).plus(size), 1e-11);
            close("P A symmetric", p.matmul(a).plus(2), p.matmul(a).t().plus(2), 1e-11);
            close("A P symmetric", a.matmul(p).plus(2), a.matmul(p).t().plus(2), 1e-11);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "5", "32", "33", "80"})
    void eigenvectorsAreEigenvectors(int n) {
        assumeThat(Natives.available()).isTrue();
        Tensor a = random(5, 2, n, n);
        Linalg.Eigh eigh = Linalg.eigh(a);
        Tensor symmetric = a.plus(a.t()).times(0.5);
        orthonormalColumns(eigh.vectors());
        close(
                "A V = V w",
                symmetric.matmul(eigh.vectors()).plus(2),
                eigh.vectors().times(eigh.values().expandDims(-2)).plus(2),
                1e-13);
        Linalg.Eig eig = Linalg.eig(a);
        Tensor wr = eig.real().expandDims(-2);
        Tensor wi = eig.imaginary().expandDims(-2);
        Tensor vr = eig.vectorsReal();
        Tensor vi = eig.vectorsImaginary();
        close("real", a.matmul(vr).plus(2), vr.times(wr).minus(vi.times(wi)).plus(2), 1e-12);
        close("imaginary", a.matmul(vi).plus(2), vr.times(wi).plus(vi.times(wr)).plus(2), 1e-12);
        Tensor lengths = vr.square().plus(vi.square()).sum(-2);
        close("lengths", Tensors.onesLike(lengths), lengths, 1e-13);
    }

    @Test
    void degenerateMatricesHaveCleanVectors() {
        Linalg.Eigh eigh = Linalg.eigh(Tensors.eye(3));
        assertThat(eigh.values().toDoubles()).containsExactly(1, 1, 1);
        assertThat(eigh.vectors().toDoubles()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
        Linalg.Svd svd = Linalg.svd(Tensors.zeros(2, 2));
        assertThat(svd.s().toDoubles()).containsExactly(0, 0);
        assertThat(svd.u().toDoubles()).containsExactly(1, 0, 0, 1);
        assertThat(Linalg.det(Tensors.zeros(0, 0)).item()).isEqualTo(1);
        assertThat(Linalg.slogdet(Tensors.zeros(2, 2)).logAbs().item()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Linalg.cond(Tensors.tensor(new double[][] {{1, 0}, {0, 0}})).item())
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Linalg.matrixRank(Tensors.tensor(new double[][] {{1, 0}, {0, 1e-9}}), 1e-6)
                        .item())
                .isEqualTo(1);
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        Tensor a = Tensors.tensor(new double[][] {{1, 0}, {Double.NaN, 1}});
        Tensor infinite = Tensors.tensor(new double[][] {{1, Double.POSITIVE_INFINITY}, {0, 1}});
        List<Fn<Tensor, Tensor>> functions = List.of(
                Linalg::svdvals,
                x -> Linalg.eigh(x).vectors(),
                Linalg::det,
                Linalg::expm,
                Linalg::pinv,
                x -> Linalg.qr(x).q(),
                x -> Linalg.lu(x).upper(),
                x -> Linalg.slogdet(x).sign(),
                Linalg::sqrtm,
                Linalg::eigvals);
        for (Fn<Tensor, Tensor> f : functions) {
            assertThatThrownBy(() -> f.apply(a)).isInstanceOf(NonFiniteException.class);
            assertThatThrownBy(() -> f.apply(infinite)).isInstanceOf(NonFiniteException.class);
        }
        assertThatThrownBy(() -> Linalg.svd(Tensors.stack(Tensors.eye(2), a)))
                .hasMessageStartingWith("svd: matrix 1 of the batch of 2 has NaN in row 1, column 0\n")
                .hasMessageEndingWith("to do: find where the NaN or infinity in the matrix comes from");
    }

    /** As in NumPy, a vector is one right-hand side. */
    @Test
    void aVectorIsARightHandSide() {
        Tensor a = Tensors.tensor(new double[][] {{4, 1}, {1, 3}});
        Tensor b = Tensors.tensor(1, 2);
        double[] expected = {1 / 11.0, 7 / 11.0};
        assertThat(Linalg.solve(a, b).toDoubles()).containsExactly(expected, within(1e-15));
        assertThat(Linalg.solveDefinite(a, b).toDoubles()).containsExactly(expected, within(1e-15));
        assertThat(Linalg.lstsq(a, b).toDoubles()).containsExactly(expected, within(1e-15));
        assertThat(Linalg.triangularSolve(a, b, true).toDoubles()).containsExactly(0.25, 7 / 12.0);
        assertThat(Gradus.grad((Tensor r) -> Linalg.solve(a, r).sum()).apply(b).toDoubles())
                .containsExactly(new double[] {2 / 11.0, 3 / 11.0}, within(1e-15));
    }

    @Test
    void wrongOperandsAreExplained() {
        assertThatThrownBy(() -> Linalg.det(Tensors.zeros(2, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("det: f64[2,3] is not a square matrix");
        assertThatThrownBy(() -> Linalg.svd(Tensors.zeros(3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("svd: f64[3] is not a matrix");
        assertThatThrownBy(() -> Linalg.inverse(Tensors.zeros(2, 2)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("solve: matrix is singular");
        assertThatThrownBy(() -> Linalg.pinv(Tensors.eye(2), -1))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("pinv: rtol is -1.0");
        assertThatThrownBy(() -> Linalg.lstsq(Tensors.eye(2), Tensors.ones(3, 1)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("lstsq: right-hand side f64[3,1] does not fit the matrix f64[2,2]");
        assertThatThrownBy(() -> Linalg.sqrtm(Tensors.tensor(new double[][] {{1, 0}, {0, -2}})))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("sqrtm: matrix is not positive semidefinite: its eigenvalue 0 is -2.0");
        assertThatThrownBy(() -> Linalg.cond(Tensors.zeros(0, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("cond: f64[0,2] has no elements");
        assertThat(Linalg.det(Tensors.eye(2).to(DType.INT64)).item()).isEqualTo(1);
    }
}
