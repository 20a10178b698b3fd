package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ShapeException;

/** Result types of factorizations, functions of matrices, and solutions of linear systems. */
final class LinearAlgebraTypes {
    private LinearAlgebraTypes() {}

    static int operands(LinearAlgebra op) {
        return switch (op) {
            case LinearAlgebra.Cholesky _,
                    LinearAlgebra.Lu _,
                    LinearAlgebra.Qr _,
                    LinearAlgebra.Eigh _,
                    LinearAlgebra.Eig _,
                    LinearAlgebra.Svd _,
                    LinearAlgebra.Det _,
                    LinearAlgebra.SlogDet _,
                    LinearAlgebra.Cofactor _,
                    LinearAlgebra.Expm _,
                    LinearAlgebra.Sqrtm _ -> 1;
            case LinearAlgebra.TriangularSolve _,
                    LinearAlgebra.Solve _,
                    LinearAlgebra.Pinv _,
                    LinearAlgebra.CofactorTangent _,
                    LinearAlgebra.ExpmTangent _,
                    LinearAlgebra.Lyapunov _,
                    LinearAlgebra.SpectralTangent _,
                    LinearAlgebra.GuardedQuotient _,
                    LinearAlgebra.Regular _ -> 2;
            case LinearAlgebra.SpectralCotangent _ -> 3;
        };
    }

    static List<ArrayType> infer(LinearAlgebra op, List<ArrayType> inputs) {
        ArrayType a = inputs.getFirst();
        Types.demand(a.dtype().isFloat(), op, "floating-point numbers", a);
        for (ArrayType other : inputs) {
            Types.sameDType(op, a, other);
        }
        return switch (op) {
            case LinearAlgebra.Cholesky _, LinearAlgebra.Cofactor _, LinearAlgebra.Expm _, LinearAlgebra.Sqrtm _ ->
                List.of(square(op, a));
            case LinearAlgebra.TriangularSolve _, LinearAlgebra.Solve _ ->
                List.of(rightSide(op, square(op, a), inputs.get(1)));
            case LinearAlgebra.CofactorTangent _, LinearAlgebra.ExpmTangent _, LinearAlgebra.Lyapunov _ ->
                List.of(same(op, square(op, a), inputs.get(1)));
            case LinearAlgebra.GuardedQuotient _ -> List.of(same(op, matrix(op, a), inputs.get(1)));
            case LinearAlgebra.Lu _ -> {
                matrix(op, a);
                int m = rows(a);
                int k = Math.min(m, columns(a));
                yield List.of(
                        with(a, m, k),
                        with(a, k, columns(a)),
                        new ArrayType(DType.INT64, batch(a).concat(Shape.of(m))));
            }
            case LinearAlgebra.Qr(boolean full) -> {
                matrix(op, a);
                int k = full ? rows(a) : Math.min(rows(a), columns(a));
                yield List.of(with(a, rows(a), k), with(a, k, columns(a)));
            }
            case LinearAlgebra.Svd(boolean full) -> {
                matrix(op, a);
                int k = Math.min(rows(a), columns(a));
                yield List.of(
                        with(a, rows(a), full ? rows(a) : k),
                        a.with(batch(a).concat(Shape.of(k))),
                        with(a, full ? columns(a) : k, columns(a)));
            }
            case LinearAlgebra.Eigh _ -> List.of(vector(square(op, a)), a);
            case LinearAlgebra.Eig _ -> {
                ArrayType w = vector(square(op, a));
                yield List.of(w, w, a, a, new ArrayType(DType.INT64, w.shape()));
            }
            case LinearAlgebra.Det _ -> List.of(square(op, a).with(batch(a)));
            case LinearAlgebra.SlogDet _ -> {
                ArrayType number = square(op, a).with(batch(a));
                yield List.of(number, number);
            }
            case LinearAlgebra.Pinv _ -> {
                ArrayType x = matrix(op, inputs.get(1));
                demandShape(op, batch(x), a);
                yield List.of(x.with(batch(x).concat(Shape.of(columns(x), rows(x)))));
            }
            case LinearAlgebra.SpectralTangent _ -> {
                ArrayType n = square(op, inputs.get(1));
                demandShape(op, vector(n).shape(), a);
                yield List.of(a, n);
            }
            case LinearAlgebra.SpectralCotangent _ -> {
                ArrayType o = square(op, inputs.get(2));
                demandShape(op, vector(o).shape(), a);
                demandShape(op, vector(o).shape(), inputs.get(1));
                yield List.of(o);
            }
            case LinearAlgebra.Regular(var condition) -> List.of(regular(op, condition, a, inputs.get(1)));
        };
    }

    private static ArrayType regular(
            LinearAlgebra op, LinearAlgebra.Condition condition, ArrayType witness, ArrayType x) {
        switch (condition) {
            case DISTINCT -> demandShape(op, batch(matrix(op, x)).concat(Shape.of(2, columns(x))), witness);
            case FULL_RANK, PIVOTS -> same(op, matrix(op, x), witness);
            case NONSINGULAR -> demandShape(op, batch(matrix(op, x)), witness);
        }
        return x;
    }

    private static int rows(ArrayType a) {
        return a.shape().dim(a.shape().rank() - 2);
    }

    private static int columns(ArrayType a) {
        return a.shape().dim(a.shape().rank() - 1);
    }

    private static Shape batch(ArrayType a) {
        return a.shape().slice(0, a.shape().rank() - 2);
    }

    private static ArrayType with(ArrayType a, int rows, int columns) {
        return a.with(batch(a).concat(Shape.of(rows, columns)));
    }

    private static ArrayType vector(ArrayType a) {
        return a.with(batch(a).concat(Shape.of(rows(a))));
    }

    private static ArrayType matrix(LinearAlgebra op, ArrayType a) {
        if (a.shape().rank() < 2) {
            throw new ShapeException(
                    op.mnemonic() + ": " + a + " is not a matrix", "give a matrix of shape [..., m, n]");
        }
        return a;
    }

    private static ArrayType square(LinearAlgebra op, ArrayType a) {
        if (a.shape().rank() < 2 || rows(a) != columns(a)) {
            throw new ShapeException(
                    op.mnemonic() + ": " + a + " is not a square matrix", "give a matrix of shape [..., n, n]");
        }
        return a;
    }

    private static ArrayType rightSide(LinearAlgebra op, ArrayType a, ArrayType b) {
        int rank = a.shape().rank();
        boolean fits = b.shape().rank() == rank
                && b.shape().slice(0, rank - 1).equals(a.shape().slice(0, rank - 1));
        if (!fits) {
            throw new ShapeException(
                    op.mnemonic() + ": right-hand side " + b + " does not fit the matrix " + a,
                    "give a right-hand side of shape [..., n, columns], or [n] for one matrix");
        }
        return b;
    }

    private static ArrayType same(LinearAlgebra op, ArrayType a, ArrayType b) {
        demandShape(op, a.shape(), b);
        return b;
    }

    private static void demandShape(LinearAlgebra op, Shape wanted, ArrayType given) {
        if (!given.shape().equals(wanted)) {
            throw new ShapeException(
                    op.mnemonic() + ": " + given + " is not of shape " + wanted,
                    "give operands with the same leading axes, and with the last ones that the operation takes");
        }
    }
}
