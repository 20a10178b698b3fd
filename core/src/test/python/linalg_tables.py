"""Writes linalg.tsv: functions of matrices by NumPy and SciPy.

Usage: python3 linalg_tables.py > ../resources/org/gradus/tensor/linalg.tsv      (needs numpy, scipy)

A line: function, operands (shape and elements in row-major order), result, and the largest error relative to the largest
element of the result, for f64 and in units of 2^-52.
"""

import numpy as np
import scipy.linalg as sl

EPS = 2.0**-52
rng = np.random.default_rng(20)


def formula(m, n):
    """A matrix that the test makes itself, because it is long."""
    i, j = np.arange(m)[:, None], np.arange(n)[None, :]
    return ((i * 31 + j * 17 + i * j * 7) % 101) / 50.0 - 1 + 3 * (i == j)


def text(x):
    x = np.asarray(x, dtype=float)
    if x.shape in ((34, 34), (40, 33)) and np.array_equal(x, formula(*x.shape)):
        return "formula [" + ",".join(map(str, x.shape)) + "]"
    shape = "[" + ",".join(map(str, x.shape)) + "]"
    return " ".join([shape] + [repr(float(v)) for v in x.ravel()])


def line(function, operands, result, units):
    print("\t".join([function, "; ".join(text(o) for o in operands), text(result), repr(float(units))]))


def hilbert(n):
    i = np.arange(n)
    return 1.0 / (i[:, None] + i[None, :] + 1)


def orthogonal(n):
    return np.linalg.qr(rng.standard_normal((n, n)))[0]


def normalized_rows(v):
    """Rows with the first component that reaches 0.9 of the largest positive."""
    out = v.copy()
    for i, row in enumerate(v):
        size = np.abs(row)
        k = int(np.argmax(size >= 0.9 * size.max()))
        if row[k] < 0:
            out[i] = -row
    return out


low = np.array([[1.0, 2, 3, 4], [2, 4, 6, 8], [1, 0, 1, 0], [2, 2, 4, 4]])
squares = {
    "random": rng.standard_normal((4, 4)),
    "large": formula(34, 34),
    "batch": rng.standard_normal((2, 3, 3)),
    "hilbert": hilbert(8),
    "one": np.array([[-2.5]]),
    "empty": np.zeros((0, 0)),
    "no batch": np.zeros((0, 3, 3)),
    "identity": np.eye(3),
    "equal": np.diag([2.0, 2, 5]),
    "zero": np.zeros((2, 2)),
    "rank two": low,
    "rotation": np.array([[0.0, -1], [1, 0]]),
    "nilpotent": np.array([[0.0, 1, 2], [0, 0, 3], [0, 0, 0]]),
    "huge": 1e160 * np.array([[1.0, 2], [3, 5]]),
    "tiny": 1e-160 * np.array([[1.0, 2], [3, 5]]),
    "graded": np.array([[1e10, 1e5, 1], [1e5, 2, 1e-5], [1, 1e-5, 1e-9]]),
}
wide = {
    "tall": rng.standard_normal((5, 3)),
    "wide": rng.standard_normal((3, 5)),
    "large tall": formula(40, 33),
    "batch of wide": rng.standard_normal((2, 2, 4)),
    "tall of rank one": np.outer([1.0, 2, 3, 4], [1.0, -1]),
    "no rows": np.zeros((0, 3)),
    "no columns": np.zeros((3, 0)),
}
singular = {"zero", "rank two", "nilpotent"}
for name, a in {**squares, **wide}.items():
    m, n = a.shape[-2:]
    empty = a.size == 0
    s = np.linalg.svd(a, compute_uv=False)
    rank = np.linalg.matrix_rank(a) if not empty else np.zeros(a.shape[:-2])
    full = not empty and bool(np.all(rank == min(m, n)))
    cond = float(np.max(s[..., 0] / s[..., -1])) if full else 1.0
    base = 40.0 * (m + n + 1)
    line("svdvals", [a], s, base)
    line("matrixRank", [a], rank, 0)
    if not empty:
        for kind, order in [("FROBENIUS", "fro"), ("NUCLEAR", "nuc"), ("TWO", 2), ("ONE", 1), ("INFINITY", np.inf)]:
            if name not in ("huge", "tiny") or order != "fro":
                value = np.linalg.norm(a, ord=order, axis=(-2, -1))
            else:
                largest = np.abs(a).max()
                value = np.linalg.norm(a / largest) * largest
            line("norm " + kind, [a], value, base)
        if name != "no batch":
            rtol = max(m, n) * EPS
            b = rng.standard_normal(a.shape[:-1] + (2,))
            line("pinv", [a], np.linalg.pinv(a, rtol=rtol), base * cond)
            line("lstsq", [a, b], np.linalg.pinv(a, rtol=rtol) @ b, base * cond)
        if full:
            line("cond", [a], s[..., 0] / s[..., -1], base * cond)
            q, r = np.linalg.qr(a)
            sign = np.where(np.diagonal(r, axis1=-2, axis2=-1) < 0, -1.0, 1.0)
            line("qr q", [a], q * sign[..., None, :], base * cond)
            line("qr r", [a], r * sign[..., :, None], base)
            if a.ndim == 2 and name not in ("rotation", "identity", "equal"):
                p, l, u = sl.lu(a, p_indices=True)
                inverse = np.argsort(p)
                assert np.allclose(a[inverse], l @ u)
                line("lu permutation", [a], inverse, 0)
                line("lu lower", [a], l, base * cond)
                line("lu upper", [a], u, base)
    if m != n:
        continue
    symmetric = (a + np.swapaxes(a, -1, -2)) / 2
    values, vectors = np.linalg.eigh(symmetric)
    line("eigvalsh", [a], values, base)
    if a.ndim == 2 and n > 1:
        gap = np.min(np.diff(values)) / np.max(np.abs(values)) if np.any(values) else 0
        if gap > 1e-6:
            line("eigh vectors", [a], normalized_rows(vectors.T).T, base / gap)
    with np.errstate(over="ignore", under="ignore"):
        line("det", [a], np.linalg.det(a), base)
    sign, log = np.linalg.slogdet(a)
    if name not in ("rank two",):
        line("slogdet sign", [a], sign, 0)
        line("slogdet log", [a], log, base * cond)
    if name != "huge" and name != "graded":
        e = sl.expm(a) if not empty else a
        line("expm", [a], e, base * max(1.0, float(np.max(s)) if s.size else 1))
    if full:
        line("inverse", [a], np.linalg.inv(a), base * cond)
        if name not in ("huge", "tiny"):
            line("matrixPower -2", [a], np.linalg.matrix_power(a, -2), base * cond * cond)
    if name not in ("huge", "tiny"):
        line("matrixPower 5", [a], np.linalg.matrix_power(a, 5), base)
    line("matrixPower 0", [a], np.broadcast_to(np.eye(n), a.shape), 0)
    if not empty and a.ndim == 2:
        w = np.linalg.eigvals(a)
        w = np.array(sorted(w, key=lambda v: (round(v.real, 9), abs(v.imag), -v.imag)), dtype=complex)
        if name in ("random", "large", "hilbert", "one", "identity", "equal", "zero", "rotation", "nilpotent"):
            line("eigvals", [a], np.stack([w.real, w.imag]), 100 * base)

for n in (1, 3, 6, 33):
    q = orthogonal(n)
    w = np.linspace(0.5, 3, n)
    a = (q * w) @ q.T
    a = (a + a.T) / 2
    line("sqrtm", [a], (q * np.sqrt(w)) @ q.T, 100 * n)
    b = rng.standard_normal((n, 2))
    line("cholesky", [a], np.linalg.cholesky(a), 100 * n)
    line("solveDefinite", [a, b], np.linalg.solve(a, b), 400 * n)
    line("triangularInverse", [a], np.linalg.inv(np.tril(a)), 100 * n * np.linalg.cond(np.tril(a)))
line("sqrtm", [np.eye(3)], np.eye(3), 8)
line("sqrtm", [np.array([[4.0, 0], [0, 0]])], np.array([[2.0, 0], [0, 0]]), 8)
for scale in (1e-9, 0.01, 0.2, 0.9, 2, 5, 40):
    a = rng.standard_normal((4, 4)) * scale / 2
    line("expm", [a], sl.expm(a), 400 * max(1, scale))
jordan = np.array([[1.0, 1e6], [0, 1.001]])
exact = np.array([[np.exp(1.0), 1e6 * np.exp(1.0) * np.expm1(jordan[1, 1] - 1) / (jordan[1, 1] - 1)], [0, np.exp(jordan[1, 1])]])
line("expm", [jordan], exact, 1e7)
