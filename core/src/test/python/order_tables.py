"""Writes the table that OrderTablesTest compares with, as NumPy 2 and SciPy compute it, or exact arithmetic rounded once.

Usage: python3 order_tables.py > ../resources/org/gradus/tensor/order.tsv

One line a case: operation, its settings separated by blanks, its arrays as "dtype[shape] elements" separated by " | ",
the tolerance in units in the last place (0: equal numbers), and the result likewise, or "error" where NumPy throws.
"""

import warnings
from fractions import Fraction

import mpmath
import numpy as np
from scipy import stats

assert np.__version__ >= "2", "promotion is NumPy 2's"
warnings.simplefilter("ignore")
mpmath.mp.dps = 400

TYPES = {"bool": np.bool_, "i32": np.int32, "i64": np.int64, "f32": np.float32, "f64": np.float64}
NAMES = {np.dtype(t): s for s, t in TYPES.items()}
INF, NAN = np.inf, np.nan
TINY, HUGE = 5e-324, 1.7976931348623157e308


def text(a):
    a = np.asarray(a)
    elements = " ".join(str(int(v)) if a.dtype.kind in "bi" else repr(float(v)) for v in a.ravel())
    return f"{NAMES[a.dtype]}[{','.join(map(str, a.shape))}] {elements}".strip()


def line(operation, settings, arrays, ulps, compute):
    try:
        result = text(compute())
    except (ValueError, TypeError, IndexError, np.exceptions.AxisError):
        result = "error"
    print("\t".join([operation, " ".join(map(str, settings)), " | ".join(map(text, arrays)), str(ulps), result]))


def whole(shape, dtype=np.int64):
    n = int(np.prod(shape, dtype=int))
    return np.array([(i * 7 + 3) % 11 - 4 for i in range(n)], dtype).reshape(shape)


def grid(shape, dtype=np.float64):
    return (whole(shape) * 0.375).astype(dtype)


def lines_of(x, axis, function, dtype):
    """A function from a list of numbers to one number or as many, along an axis."""
    x = np.moveaxis(x, axis, -1)
    results = [np.asarray(function([float(v) for v in row])) for row in x.reshape(-1, x.shape[-1])]
    if not results:
        return None
    out = np.array(results, np.float64).reshape(x.shape[:-1] + results[0].shape)
    return (np.moveaxis(out, -1, axis) if results[0].shape else out).astype(dtype)


def exact_sums(row):
    total, sums = Fraction(0), []
    for v in row:
        total += Fraction(v)
        sums.append(float(total))
    return sums


def exact_variance(ddof):
    def variance(row):
        values = [Fraction(v) for v in row]
        mean = sum(values) / len(values)
        return float(sum((v - mean) ** 2 for v in values) / (len(values) - ddof))

    return variance


def exact_norm(p):
    if p == INF:
        return lambda row: max(map(abs, row))
    return lambda row: float(mpmath.fsum(abs(mpmath.mpf(v)) ** mpmath.mpf(p) for v in row) ** (1 / mpmath.mpf(p)))


def exact_log_sums(row):
    total, sums = mpmath.mpf(0), []
    for v in row:
        total += mpmath.mpf(0) if v == -INF else mpmath.exp(mpmath.mpf(v))
        sums.append(float(mpmath.log(total)) if total else -INF)
    return sums


def down(x, axis):
    """Descending and stable, NaN last."""
    keys = np.where(np.isnan(x), -INF, x) if x.dtype.kind == "f" else x
    if x.dtype.kind == "f" and np.isnan(x).any():
        n = x.shape[axis]
        rows = np.moveaxis(x, axis, -1).reshape(-1, n)
        order = [sorted(range(n), key=lambda i: (np.isnan(r[i]), 0 if np.isnan(r[i]) else -r[i], i)) for r in rows]
        return np.moveaxis(np.array(order).reshape(np.moveaxis(x, axis, -1).shape), -1, axis)
    return np.argsort(-keys, axis, kind="stable")


rng = np.random.default_rng(20260714)
VECTORS = [
    np.array([2.5]),
    np.array([-0.0]),
    np.array([NAN]),
    np.array([INF]),
    np.array([3.0, -1.0, 2.0]),
    np.array([0.1, 0.1, 0.1]),
    np.array([1.0, 1.0, 2.0, 2.0, 1.0]),
    np.array([0.0, -0.0, 0.0, -0.0]),
    np.array([-0.0, -0.0]),
    np.array([1.0, NAN, -3.0, INF, -INF, 2.0]),
    np.array([NAN, 2.0, NAN, 1.0]),
    np.array([INF, 1.0, INF]),
    np.array([-INF, 5.0, -INF, 3.0]),
    np.array([INF, -INF, 0.0]),
    np.array([TINY, 0.0, -TINY, 2 * TINY]),
    np.array([HUGE, 1.0, -HUGE / 2]),
    np.array([1e-200, 1e200, 3.0, -1e100]),
    np.array([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]),
    np.array([0.0, 5.0, 0.0, 2.0]),
    np.array([700.0, 701.0, -700.0, 0.0, 1e6]),
    rng.normal(size=9),
    rng.normal(size=40).round(1),
    rng.normal(size=7).astype(np.float32),
    np.array([0.1, 0.7, 0.1], np.float32),
    np.array([1e30, 3e30, -2e30], np.float32),
    np.array([], np.float64),
    whole((6,)),
    whole((5,), np.int32),
]
SOLID = [
    grid((2, 3)),
    grid((4, 2, 3)),
    grid((3, 0)),
    grid((0, 3)),
    grid((2, 3), np.float32),
    whole((2, 3)),
    whole((2, 3), np.int32),
]

for x, axis in [(x, 0) for x in VECTORS] + [(x, a) for x in SOLID for a in range(-x.ndim - 1, x.ndim + 1)]:
    valid = -x.ndim <= axis < x.ndim
    n = x.shape[axis] if valid else 0
    real = x.dtype.kind == "f"
    finite = np.isfinite(x.astype(float)).all()
    dtype = x.dtype if real else np.dtype(np.float64)
    line("ptp", [axis], [x], 0, lambda: np.ptp(x, axis))
    line("argmin", [axis], [x], 0, lambda: np.argmin(x, axis))
    line("argmax", [axis], [x], 0, lambda: np.argmax(x, axis))
    line("countNonZero", [axis], [x], 0, lambda: np.count_nonzero(x, axis))
    line("cummax", [axis], [x], 0, lambda: np.maximum.accumulate(x, axis))
    line("cummin", [axis], [x], 0, lambda: np.minimum.accumulate(x, axis))
    line("sort", [axis], [x], 0, lambda: np.sort(x, axis, kind="stable"))
    line("argsort", [axis], [x], 0, lambda: np.argsort(x, axis, kind="stable"))
    line("prod", [axis], [x], 8, lambda: np.prod(x, axis))
    if x.dtype == np.float32 and n:
        line("cumprod", [axis], [x], 0, lambda: np.cumprod(x.astype(np.float64), axis).astype(np.float32))
    elif x.dtype != np.float32:
        line("cumprod", [axis], [x], 0, lambda: np.cumprod(x, axis))
    if not valid or x.size == 0:
        continue
    line("argsortDown", [axis], [x], 0, lambda: down(x, axis))
    k = (n + 1) // 2
    line("topK", [axis, k], [x], 0, lambda: np.take_along_axis(x, np.take(down(x, axis), range(k), axis), axis))
    for p in (1, 2, 3, 0.5, 2.5, INF):
        if finite:
            line("norm", [axis, p], [x], 16, lambda: lines_of(x, axis, exact_norm(p), dtype))
        elif not np.isnan(x).any():
            line("norm", [axis, p], [x], 0, lambda: np.linalg.norm(x, p, axis))
    for ddof in range(min(3, n)):
        if finite and np.abs(x.astype(float)).max() < 1e150:
            line("var", [axis, ddof], [x], 16, lambda: lines_of(x, axis, exact_variance(ddof), dtype))
            line("std", [axis, ddof], [x], 16, lambda: np.sqrt(lines_of(x, axis, exact_variance(ddof), np.float64)).astype(dtype))
        elif not finite:
            line("var", [axis, ddof], [x], 0, lambda: np.var(x, axis, ddof=ddof))
    if finite:
        line("median", [axis], [x], 2, lambda: np.median(x.astype(np.float64), axis).astype(dtype))
        for ties in ("average", "min", "max", "dense", "ordinal"):
            line("rank", [axis, ties], [x], 0, lambda: stats.rankdata(x, ties, axis=axis) - 1)
        if real:
            line("cumsum", [axis], [x], 1, lambda: lines_of(x, axis, exact_sums, dtype))
    else:
        line("median", [axis], [x], 0, lambda: np.median(x, axis))
    if not real or not finite:
        line("cumsum", [axis], [x], 0, lambda: np.cumsum(x, axis))
    if real and not (np.isnan(x) | (x == INF)).any() and x.max() < 1e7:
        line("cumLogSumExp", [axis], [x], 4, lambda: lines_of(x, axis, exact_log_sums, dtype))

SAMPLES = [v for v in VECTORS if v.size and (np.isfinite(v.astype(float)).all() or np.isnan(v).any()) and v.dtype != np.float32]
for x in SAMPLES:
    for method in ("linear", "lower", "higher", "nearest", "midpoint"):
        q = np.array([0, 0.1, 0.25, 1 / 3, 0.5, 0.625, 0.75, 0.9, 1])
        if np.isfinite(x.astype(float)).all() and np.abs(x.astype(float)).max() > 1e300:
            continue  # NumPy's differences overflow
        line("quantile", [method, 0], [x, q], 4, lambda: np.quantile(x.astype(np.float64), q, axis=0, method=method))
for axis in (-3, -2, -1, 0, 1, 2, 3):
    q = np.array([[0.2, 0.5], [0.8, 1.0]])
    line("quantile", ["linear", axis], [grid((4, 2, 3)), q], 4, lambda: np.quantile(grid((4, 2, 3)), q, axis=axis))
line("quantile", ["linear", 0, 2], [grid((4, 2, 3)), np.array(0.3)], 4, lambda: np.quantile(grid((4, 2, 3)), 0.3, axis=(0, 2)))

EDGES = [
    np.array([0.0, 1.0, 1.0, 2.5]),
    np.array([-INF, -1.0, 0.0, INF]),
    np.array([1.0]),
    np.array([-1.0, 0.5, 2.0, NAN]),
    np.array([], np.float64),
    np.array([-3, 0, 0, 7]),
]
VALUES = np.array([[-5.0, -1.0, -0.0, 0.0, 0.5, 1.0], [2.5, 3.0, INF, -INF, NAN, TINY]])
for edges in EDGES:
    for side in ("left", "right"):
        line("searchSorted", [side], [edges, VALUES], 0, lambda: np.searchsorted(edges.astype(np.float64), VALUES, side))
    if len(edges) > 1 and np.isfinite(edges.astype(float)).all():
        data = VALUES[~np.isnan(VALUES)]
        line("histogram", [], [data, edges], 0, lambda: np.histogram(data[np.isfinite(data)], edges)[0])
for edges in EDGES[:1] + EDGES[2:3] + [np.array([-2.0, -1.0, 0.25, 0.5, 4.0]), np.array([-3, 0, 2, 7])]:
    fp = np.linspace(-1, 2, len(edges)) ** 3
    x = VALUES if len(edges) > 1 else VALUES[:1]
    line("interp", [], [x, edges, fp], 4, lambda: np.interp(x, edges, fp))
    line("interpBeyond", [-7.5, INF], [x, edges, fp], 4, lambda: np.interp(x, edges, fp, -7.5, INF))

for numbers in (np.array([0, 2, 2, 1, 4, 2]), np.array([], np.int64), np.array([3, 3], np.int32)):
    line("bincount", [5], [numbers], 0, lambda: np.bincount(numbers, minlength=5))

for values in (grid((7,)), grid((7, 2)), np.array([1.0, NAN, 2.0, -INF, INF, 0.0, 3.0]), whole((7,)), whole((7, 2), np.int32)):
    segments = np.array([3, 0, 0, 1, 3, 1, 0])
    for name, f, none in (
        ("segmentSum", np.sum, 0),
        ("segmentProd", np.prod, 1),
        ("segmentMax", np.max, -INF),
        ("segmentMin", np.min, INF),
        ("segmentMean", np.mean, 0),
    ):
        if values.dtype.kind == "i" and none in (INF, -INF):
            none = (np.iinfo(values.dtype).max if none == INF else np.iinfo(values.dtype).min)
        parts = [f(values[segments == s], axis=0) if (segments == s).any() else np.full(values.shape[1:], none) for s in range(5)]
        wide = np.float64 if values.dtype.kind == "f" or name == "segmentMean" else values.dtype if "M" in name else np.int64
        line(name, [5], [values, segments], 4, lambda: np.stack(parts).astype(wide))
