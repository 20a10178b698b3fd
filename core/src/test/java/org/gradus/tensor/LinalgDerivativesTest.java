package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.kernel.Natives;
import org.gradus.tensor.Linalg.Norm;
import org.gradus.transform.Differences;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives of linear algebra: closed forms, equal eigenvalues, matrices without full rank, larger matrices. */
class LinalgDerivativesTest {

    private static Tensor matrix(double[]... rows) {
        return Tensors.tensor(rows);
    }

    private static Tensor random(long seed, int... dims) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] elements = new double[Shape.of(dims).size()];
        Arrays.setAll(elements, _ -> random.nextDouble(-1, 1));
        return Tensors.tensor(Shape.of(dims), elements);
    }

    private static Tensor diagonal(double... elements) {
        Tensor eye = Tensors.eye(elements.length);
        return eye.times(Tensors.tensor(elements));
    }

    private static Tensor trace(Tensor a) {
        return a.times(Tensors.eye(a.dim(-1))).sum();
    }

    private static Tensor grad(Fn<Tensor, Tensor> f, Tensor a) {
        Tensor g = Gradus.grad(f).apply(a);
        Same.close("jit", g, Gradus.jit(Gradus.grad(f)).apply(a), 1e-13);
        Tensor batched = Gradus.vmap(Gradus.grad(f)).apply(Tensors.stack(a, a));
        Same.close("vmap", g, batched.get(1), 1e-12);
        return g;
    }

    /** The gradient against a closed form, and forward mode against the gradient. */
    private static void gradientIs(Tensor expected, Fn<Tensor, Tensor> f, Tensor a) {
        Tensor g = grad(f, a);
        Same.close("gradient", expected, g, 1e-12);
        Tensor v = random(77, a.shape().dims());
        Tensor slope = Gradus.jvp(f, a, v).tangent();
        Same.close("forward mode", expected.times(v).sum(), slope, 1e-11);
    }

    private static void firstAndSecondAreDifferences(Fn<Tensor, Tensor> f, Tensor a, Tensor v, double tolerance) {
        Fn<List<Tensor>, Tensor> ofList = x -> f.apply(x.getFirst());
        double[] slope = Differences.along(ofList, List.of(a), List.of(v));
        Same.close("jvp", slope, Gradus.jvp(f, a, v).tangent().toDoubles(), tolerance);
        Tensor w = random(5, f.apply(a).shape().dims());
        Fn<Tensor, Tensor> loss = x -> {
            Tensor y = f.apply(x);
            return y.times(w).sum().plus(y.square().sum().times(0.1));
        };
        double[] ofLoss = Differences.along(x -> loss.apply(x.getFirst()), List.of(a), List.of(v));
        Same.close("grad", ofLoss, Gradus.grad(loss).apply(a).times(v).sum().toDoubles(), tolerance);
        double[] curvature = Differences.along(x -> Gradus.grad(loss).apply(x.getFirst()), List.of(a), List.of(v));
        Same.close("hvp", curvature, Gradus.hvp(loss).apply(a, v).toDoubles(), 10 * tolerance);
    }

    @Test
    void closedForms() {
        Tensor a = random(1, 4, 4).plus(Tensors.eye(4).times(2));
        Tensor inverse = Linalg.inverse(a);
        Tensor it = inverse.t();
        Tensor det = Linalg.det(a);
        gradientIs(it, x -> Linalg.slogdet(x).logAbs(), a);
        gradientIs(it.times(det), Linalg::det, a);
        gradientIs(Linalg.expm(a).t(), x -> trace(Linalg.expm(x)), a);
        gradientIs(it.matmul(it).unaryMinus(), x -> trace(Linalg.inverse(x)), a);
        gradientIs(a.matmul(a).t().times(3), x -> trace(Linalg.matrixPower(x, 3)), a);
        gradientIs(Linalg.matrixPower(it, 3).times(-2), x -> trace(Linalg.matrixPower(x, -2)), a);
        Linalg.Svd svd = Linalg.svd(a);
        gradientIs(svd.u().matmul(svd.vt()), x -> Linalg.norm(x, Norm.NUCLEAR), a);
        Tensor rankOne = svd.u().slice(-1, 0, 1).matmul(svd.vt().slice(-2, 0, 1));
        gradientIs(rankOne, x -> Linalg.norm(x, Norm.TWO), a);
        gradientIs(a.div(Linalg.norm(a, Norm.FROBENIUS)), x -> Linalg.norm(x, Norm.FROBENIUS), a);
        gradientIs(Tensors.zeros(3, 3), x -> Linalg.norm(x, Norm.FROBENIUS), Tensors.zeros(3, 3));
        gradientIs(a.times(2), x -> Linalg.svdvals(x).square().sum(), a);
        gradientIs(Tensors.eye(4), x -> Linalg.eig(x).real().sum(), a);
        gradientIs(
                a.t().times(2),
                x -> {
                    Linalg.Eig e = Linalg.eig(x);
                    return e.real().square().minus(e.imaginary().square()).sum();
                },
                a);
        gradientIs(Tensors.zeros(4, 4), x -> Linalg.matrixRank(x).to(x.dtype()), a);
        Fn<Tensor, Tensor> byQr =
                x -> Linalg.qr(x).r().times(Tensors.eye(4)).sum(0).log().sum();
        gradientIs(it, byQr, a);
        Fn<Tensor, Tensor> byLu = x ->
                Linalg.lu(x).upper().times(Tensors.eye(4)).sum(0).abs().log().sum();
        gradientIs(it, byLu, a);
    }

    /** The gradient of a determinant is the adjugate, whatever the rank; all derivatives are those of a polynomial. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void determinantsOfEveryRank(int rank) {
        Tensor a = rank == 0 ? Tensors.zeros(4, 4) : random(2, 4, rank).matmul(random(3, rank, 4));
        double[][] adjugate = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                adjugate[i][j] = ((i + j) % 2 == 0 ? 1 : -1)
                        * Linalg.det(without(without(a, 0, i), 1, j)).item();
            }
        }
        gradientIs(matrix(adjugate), Linalg::det, a);
        firstAndSecondAreDifferences(Linalg::det, a, random(4, 4, 4), 1e-10);
        Tensor pair = Tensors.stack(a, a.plus(1));
        Same.close(
                "batch",
                Tensors.stack(grad(Linalg::det, a), grad(Linalg::det, a.plus(1))),
                grad(x -> Linalg.det(x).sum(), pair),
                1e-12);
    }

    private static Tensor without(Tensor a, int axis, int index) {
        return Tensors.concatenate(axis, a.slice(axis, 0, index), a.slice(axis, index + 1, a.dim(axis)));
    }

    @Test
    void exactlySingularIntegerMatrix() {
        Tensor a = matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6}, new double[] {7, 8, 9});
        Tensor adjugate = matrix(new double[] {-3, 6, -3}, new double[] {6, -12, 6}, new double[] {-3, 6, -3});
        gradientIs(adjugate, Linalg::det, a);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void leastSquaresWithAResidual(int rank) {
        Tensor a = random(6, 5, rank);
        Tensor b = random(7, 5, 2);
        firstAndSecondAreDifferences(x -> Linalg.lstsq(x, b), a, random(8, 5, rank), 1e-8);
        firstAndSecondAreDifferences(x -> Linalg.lstsq(x, b.slice(0, 0, rank)), a.t(), random(9, rank, 5), 1e-8);
        firstAndSecondAreDifferences(y -> Linalg.lstsq(a, y), b, random(10, 5, 2), 1e-9);
        Tensor gram = a.t().matmul(a);
        Fn<Tensor, Tensor> normal =
                x -> Linalg.solve(x.t().matmul(x), x.t().matmul(b)).square().sum();
        gradientIs(grad(normal, a), x -> Linalg.lstsq(x, b).square().sum(), a);
        assertThat(gram.dim(0)).isEqualTo(rank);
    }

    /** Along changes that keep the rank the derivative of the pseudoinverse exists. */
    @Test
    void pseudoinverseOfConstantRank() {
        Tensor u = random(11, 5, 2);
        Tensor right = random(12, 2, 4);
        firstAndSecondAreDifferences(x -> Linalg.pinv(x.matmul(right), 1e-9), u, random(13, 5, 2), 1e-8);
    }

    // ---- equal values
    // ---------------------------------------------------------------------------------------------------

    @Test
    void functionsOfEqualEigenvaluesThatTreatThemAlike() {
        Tensor eye = Tensors.eye(3);
        gradientIs(eye, x -> Linalg.eigvalsh(x).sum(), eye);
        gradientIs(eye, x -> Linalg.eigh(x).values().log().sum(), eye);
        Tensor q = Linalg.qr(random(14, 4, 4)).q();
        Tensor a = q.matmul(diagonal(2, 2, 2, 5)).matmul(q.t());
        gradientIs(Linalg.inverse(a), x -> Linalg.eigvalsh(x).log().sum(), a);
        gradientIs(a.times(2), x -> Linalg.eigvalsh(x).square().sum(), a);
        gradientIs(eye.div(3), x -> Linalg.eigvalsh(x).max(), eye);
        gradientIs(eye.div(3), x -> Linalg.norm(x, Norm.TWO), eye);
        gradientIs(eye, x -> Linalg.norm(x, Norm.NUCLEAR), eye);
        gradientIs(eye.times(2), x -> Linalg.svdvals(x).square().sum(), eye);
        gradientIs(Tensors.zeros(2, 3), x -> Linalg.norm(x, Norm.NUCLEAR), Tensors.zeros(2, 3));
    }

    @Test
    void nuclearNormWithoutFullRankGivesTheSmallestSubgradient() {
        Tensor u = matrix(new double[] {0.6}, new double[] {0.8}, new double[] {0});
        Tensor v = matrix(new double[] {0, 1});
        gradientIs(u.matmul(v), x -> Linalg.norm(x, Norm.NUCLEAR), u.matmul(v).times(3));
    }

    /** The leading vector is differentiable though the others are not. */
    @Test
    void vectorsOutsideACluster() {
        Tensor q = Linalg.qr(random(15, 4, 4)).q();
        Tensor a = q.matmul(diagonal(0, 0, 0, 3)).matmul(q.t());
        Fn<Tensor, Tensor> leading = x -> {
            Linalg.Eigh e = Linalg.eigh(x);
            Tensor top = e.vectors().slice(-1, 3, 4);
            return top.matmul(top.t())
                    .times(e.values().get(3))
                    .times(random(16, 4, 4))
                    .sum();
        };
        Tensor v = random(17, 4, 4).times(0.3);
        double[] slope = Differences.along(x -> leading.apply(x.getFirst()), List.of(a), List.of(v));
        Same.close("reverse", slope, grad(leading, a).times(v).sum().toDoubles(), 1e-9);
        Same.close("forward", slope, Gradus.jvp(leading, a, v).tangent().toDoubles(), 1e-9);
        Tensor low = random(18, 5, 2).matmul(random(19, 2, 4));
        Fn<Tensor, Tensor> truncated = x -> {
            Linalg.Svd s = Linalg.svd(x);
            return s.u().slice(-1, 0, 1)
                    .matmul(s.vt().slice(-2, 0, 1))
                    .times(random(20, 5, 4))
                    .sum();
        };
        Tensor w = random(21, 5, 4).times(0.1);
        double[] ofSvd = Differences.along(x -> truncated.apply(x.getFirst()), List.of(low), List.of(w));
        Same.close("svd, reverse", ofSvd, grad(truncated, low).times(w).sum().toDoubles(), 1e-8);
        Same.close(
                "svd, forward", ofSvd, Gradus.jvp(truncated, low, w).tangent().toDoubles(), 1e-8);
    }

    private static void refused(String problem, String remedy, Fn<Tensor, Tensor> f, Tensor a) {
        for (Fn<Tensor, Tensor> g : List.of(Gradus.grad(f), Gradus.jit(Gradus.grad(f)))) {
            assertThatThrownBy(() -> g.apply(a))
                    .isInstanceOf(NotDifferentiableException.class)
                    .satisfies(e -> {
                        assertThat(((NotDifferentiableException) e).problem()).isEqualTo(problem);
                        assertThat(((NotDifferentiableException) e).remedy()).isEqualTo(remedy);
                    });
        }
    }

    @Test
    void vectorsOfEqualValuesAreRefused() {
        String remedy = "use eigvalsh where only the values matter, or sqrtm, expm, solve, which need no vectors";
        refused(
                "eigh: the vectors of matrix have no derivative, because eigenvalues 0 and 1 (1.0 and 1.0) are equal to"
                        + " rounding",
                remedy,
                x -> Linalg.eigh(x).vectors().get(0, 1),
                Tensors.eye(2));
        Fn<Tensor, Tensor> again = x -> {
            Linalg.Eigh e = Linalg.eigh(x);
            return e.vectors().times(e.values()).matmul(e.vectors().t()).sum();
        };
        // The derivative exists, but does not follow from those of values and vectors: no zero is passed off as it.
        refused(
                "eigh: the vectors of matrix have no derivative, because eigenvalues 0 and 1 (0.0 and 0.0) are equal to"
                        + " rounding",
                remedy,
                again,
                diagonal(0, 0, 1));
        String ofSvd = "use svdvals where only the values matter, or pinv, lstsq, norm, which need no vectors";
        refused(
                "svd: the vectors of matrix have no derivative, because singular values 0 and 1 (2.0 and 2.0) are equal"
                        + " to rounding",
                ofSvd,
                x -> Linalg.svd(x).u().get(0, 1),
                diagonal(2, 2));
        refused(
                "svd: the vectors of matrix have no derivative, because singular value 1 (0.0) is zero to rounding",
                ofSvd,
                x -> {
                    Linalg.Svd s = Linalg.svd(x);
                    return s.u().times(s.s()).matmul(s.vt()).sum();
                },
                diagonal(2, 0));
        refused(
                "svd: the singular vectors of matrix have no derivative, because some of its singular values are zero to"
                        + " rounding",
                "use the vectors of other values only, or pinv, lstsq, svdvals, which are differentiable",
                x -> Linalg.svd(x).u().get(2, 1),
                matrix(new double[] {1, 0}, new double[] {0, 0}, new double[] {0, 0}));
    }

    @Test
    void forwardModeMarksVectorsOfEqualValuesByNaN() {
        Tensor a = diagonal(1, 1, 3);
        Tensor v = random(22, 3, 3);
        double[] tangent = Gradus.jvp((Tensor x) -> Linalg.eigh(x).vectors(), a, v)
                .tangent()
                .toDoubles();
        for (int i = 0; i < 3; i++) {
            assertThat(tangent[3 * i]).isNaN();
            assertThat(tangent[3 * i + 1]).isNaN();
            assertThat(tangent[3 * i + 2]).isFinite();
        }
    }

    /** Second derivatives at equal eigenvalues exist for smooth functions of values, but are not found: never a number. */
    @Test
    void secondDerivativesAtEqualValuesAreNoNumbers() {
        Fn<Tensor, Tensor> f = x -> Linalg.eigvalsh(x).log().sum();
        double[] forward = Gradus.hvp(f).apply(Tensors.eye(2), random(23, 2, 2)).toDoubles();
        assertThat(Arrays.stream(forward).allMatch(Double::isNaN)).isTrue();
        Fn<Tensor, Tensor> slope =
                x -> Gradus.grad(f).apply(x).times(random(23, 2, 2)).sum();
        assertThatThrownBy(() -> Gradus.grad(slope).apply(Tensors.eye(2)))
                .isInstanceOf(NotDifferentiableException.class);
    }

    @Test
    void otherMatricesWithoutADerivativeAreRefused() {
        assumeThat(Natives.available()).isTrue();
        String ofEig = "use eigvalsh or eigh if the matrix is symmetric, or functions of the whole matrix, such as det,"
                + " expm, or traces of powers";
        for (Tensor a : List.of(Tensors.eye(2), matrix(new double[] {1, 1}, new double[] {0, 1}))) {
            refused(
                    "eig: the eigenvalues and vectors of matrix have no derivative, because eigenvalues 0 and 1 are equal"
                            + " to rounding",
                    ofEig,
                    x -> Linalg.eigvals(x).sum(),
                    a);
        }
        refused(
                "slogdet: log|det| of matrix has no derivative, because the matrix is singular and log|det| is -Infinity",
                "use det, whose derivative exists for singular matrices too, or add a small multiple of the identity",
                x -> Linalg.slogdet(x).logAbs(),
                diagonal(1, 0));
        refused(
                "qr: the factors of matrix have no derivative, because its columns depend on each other: element 1 of the"
                        + " diagonal is 0.0",
                "remove columns that depend on others, or use pinv or lstsq",
                x -> Linalg.qr(x).r().sum(),
                diagonal(1, 0));
        refused(
                "lu: the factors of matrix have no derivative, because its columns depend on each other: element 0 of the"
                        + " diagonal is 0.0",
                "use det, whose derivative exists for singular matrices too, or svdvals",
                x -> Linalg.lu(x).upper().sum(),
                diagonal(0, 1));
        refused(
                "qr: the last 2 columns of the full Q of f64[3,1] have no derivative: any orthonormal completion would do",
                "use the reduced form, qr(a)",
                x -> Linalg.qr(x, true).r().sum(),
                Tensors.ones(3, 1));
        refused(
                "svd: the last 2 vectors of the full decomposition of f64[1,3] have no derivative: any orthonormal"
                        + " completion would do",
                "use the reduced form, svd(a)",
                x -> Linalg.svd(x, true).s().sum(),
                Tensors.ones(1, 3));
        refused(
                "sqrtm: the root of matrix has no derivative, because the matrix is singular to rounding",
                "add a small multiple of the identity to the matrix",
                x -> Linalg.sqrtm(x).sum(),
                diagonal(1, 0));
    }

    @Test
    void rootsNeedNoDistinctEigenvalues() {
        Tensor eye = Tensors.eye(3).times(4);
        Tensor w = random(24, 3, 3);
        gradientIs(w.plus(w.t()).div(8), x -> Linalg.sqrtm(x).times(w).sum(), eye);
        firstAndSecondAreDifferences(Linalg::sqrtm, eye, random(25, 3, 3), 1e-8);
    }

    @Test
    void exponentialsNeedNoEigenvectors() {
        Tensor nilpotent = matrix(new double[] {0, 1}, new double[] {0, 0});
        firstAndSecondAreDifferences(Linalg::expm, nilpotent, random(26, 2, 2), 1e-9);
        firstAndSecondAreDifferences(Linalg::expm, Tensors.zeros(3, 3), random(27, 3, 3), 1e-9);
        Tensor skew = matrix(new double[] {0, -30}, new double[] {30, 0});
        firstAndSecondAreDifferences(Linalg::expm, skew, random(28, 2, 2), 1e-8);
    }

    // ---- larger matrices, through LAPACK
    // ---------------------------------------------------------------------------------------------------

    private record Large(String name, Fn<Tensor, Tensor> function, Tensor at) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Tensor separated(int m, int n) {
        double[] elements = new double[m * n];
        for (int i = 0; i < Math.min(m, n); i++) {
            elements[i * n + i] = 1 + 0.5 * i;
        }
        return Tensors.tensor(Shape.of(m, n), elements).plus(random(30, m, n).times(0.02));
    }

    static Stream<Large> large() {
        int n = 50;
        Tensor a = separated(n, n);
        Tensor definite = Tensors.eye(n).plus(random(31, n, n).times(0.03));
        double[] turn = new double[n * n];
        turn[1] = 4;
        turn[n] = -2;
        turn[10 * n + 11] = 0.7;
        turn[11 * n + 10] = -1;
        Tensor turned = a.plus(Tensors.tensor(Shape.of(n, n), turn));
        return Stream.of(
                new Large("eigvalsh", Linalg::eigvalsh, a),
                new Large("eigh", x -> Linalg.eigh(x).vectors(), a),
                new Large("eigvals", Linalg::eigvals, turned),
                new Large(
                        "eig",
                        x -> Linalg.eig(x)
                                .vectorsReal()
                                .plus(Linalg.eig(x).vectorsImaginary().times(2)),
                        turned),
                new Large("svdvals", Linalg::svdvals, a),
                new Large("svd u", x -> Linalg.svd(x).u(), a),
                new Large("svd v", x -> Linalg.svd(x).vt(), separated(n, n + 5)),
                new Large("svd tall", x -> Linalg.svd(x).u(), separated(n + 5, n)),
                new Large("qr", x -> Linalg.qr(x).q().plus(Linalg.qr(x).r().times(0.1)), a),
                new Large("qr tall", x -> Linalg.qr(x).q(), separated(n + 5, n)),
                new Large(
                        "lu",
                        x -> Linalg.lu(x).lower().plus(Linalg.lu(x).upper().times(0.1)),
                        a),
                new Large("inverse", Linalg::inverse, definite),
                new Large("pinv", Linalg::pinv, separated(n + 5, n)),
                new Large("det", Linalg::det, definite),
                new Large("slogdet", x -> Linalg.slogdet(x).logAbs(), a),
                new Large("expm", Linalg::expm, definite),
                new Large("sqrtm", Linalg::sqrtm, definite));
    }

    @ParameterizedTest
    @MethodSource("large")
    void largerMatrices(Large row) {
        assumeThat(Natives.available()).isTrue();
        Tensor v = random(32, row.at.shape().dims()).times(0.05);
        firstAndSecondAreDifferences(row.function, row.at, v, 1e-7);
    }
}
