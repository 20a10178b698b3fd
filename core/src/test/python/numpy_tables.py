"""Writes the tables that NumPyTest compares with, as NumPy 2 computes them.

Usage: python3 numpy_tables.py > ../resources/org/gradus/tensor/numpy.tsv

One line a case: operation, its arguments, and the result as "dtype[shape] elements", or "error". Arguments that stand
for arrays are written "dtype[shape]"; their elements are those of sample(). All numbers are exact in every type.
"""

import itertools

import numpy as np

assert np.__version__ >= "2", "promotion is NumPy 2's"

SYMBOLS = {"bool": np.bool_, "i32": np.int32, "i64": np.int64, "f32": np.float32, "f64": np.float64}
NAMES = {np.dtype(t): s for s, t in SYMBOLS.items()}
SHAPES = [(), (1,), (3,), (0,), (2, 3), (3, 1), (1, 3), (2, 1), (2, 0), (4, 2, 3), (4, 1, 1), (1, 2, 1)]


def sample(symbol, shape):
    n = int(np.prod(shape, dtype=int))
    numbers = [(i * 7 + 3) % 11 - 4 for i in range(n)]
    return np.array([v > 0 for v in numbers] if symbol == "bool" else numbers, SYMBOLS[symbol]).reshape(shape)


def show(shape):
    return "[" + ",".join(map(str, shape)) + "]"


def line(operation, arguments, compute):
    try:
        result = np.asarray(compute())
        elements = " ".join(repr(float(v)) for v in result.ravel())
        text = f"{NAMES[result.dtype]}{show(result.shape)} {elements}".strip()
    except (ValueError, TypeError, IndexError, np.exceptions.AxisError):
        text = "error"
    print("\t".join([operation, *map(str, arguments), text]))


def array(symbol, shape):
    return symbol + show(shape)


BINARY = {
    "plus": np.add,
    "minus": np.subtract,
    "times": np.multiply,
    "div": np.true_divide,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "gt": np.greater,
    "le": np.less_equal,
    "eq": np.equal,
    "ne": np.not_equal,
}

for op, f in BINARY.items():
    for a, b in itertools.product(SYMBOLS, SYMBOLS):
        if a == b == "bool" and op in ("plus", "minus", "times", "maximum", "minimum"):
            continue  # Gradus refuses truth values here; and, or, not are their operations
        with np.errstate(all="ignore"):
            x, y = sample(a, (3,)), sample(b, (3,)) + SYMBOLS[b](1)
            line(op, [array(a, (3,)), array(b, (3,)) + "+1"], lambda: f(x, y.astype(SYMBOLS[b])))

for a, b in itertools.product(SHAPES, SHAPES):
    x, y = sample("i64", a), sample("i64", b)
    line("minus", [array("i64", a), array("i64", b)], lambda: x - y)

for symbol in SYMBOLS:
    for shape in [(3,), ()]:
        x = sample(symbol, shape)
        if symbol != "bool":
            line("plusWhole", [array(symbol, shape), 2], lambda: x + 2)
            line("timesWhole", [array(symbol, shape), 3], lambda: x * 3)
            line("minusWhole", [array(symbol, shape), 3], lambda: x - 3)
        line("plusReal", [array(symbol, shape), 2.5], lambda: x + 2.5)
        line("timesReal", [array(symbol, shape), 0.5], lambda: x * 0.5)
        line("divReal", [array(symbol, shape), 2.0], lambda: x / 2.0)
        line("gtReal", [array(symbol, shape), 0.5], lambda: x > 0.5)
        if symbol.startswith("f"):
            line("powReal", [array(symbol, shape), 3.0], lambda: x**3.0)
            line("powReal", [array(symbol, shape), 2.0], lambda: x**2.0)

REDUCTIONS = {"sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min, "all": np.all, "any": np.any}

for shape in [(), (1,), (3,), (0,), (2, 3), (0, 3), (2, 0), (4, 2, 3), (2, 3, 2, 2)]:
    rank = len(shape)
    choices = [c for k in range(rank + 1) for c in itertools.combinations(range(rank), k)]
    choices += [(-1,), (0, -1), (rank,), (-rank - 1,), (0, 0)]
    for axes in choices:
        for name, f in REDUCTIONS.items():
            symbol = "bool" if name in ("all", "any") else "f64"
            x = sample(symbol, shape)
            count = np.prod([shape[a] for a in axes], dtype=int) if all(-rank <= a < rank for a in axes) else 1
            if name == "mean" and (count if axes else x.size) == 0:
                continue  # NumPy warns and gives NaN; Gradus refuses
            line(name, [array(symbol, shape), show(axes)], lambda: f(x, axis=axes if axes else None))
    for axis in range(-rank - 1, rank + 1) if rank else []:
        x = sample("f64", shape)
        line("argmax", [array("f64", shape), axis], lambda: np.argmax(x, axis=axis))

for symbol in ("i32", "i64", "bool", "f32"):
    line("sum", [array(symbol, (2, 3)), "[]"], lambda: np.sum(sample(symbol, (2, 3))))
    if symbol != "bool":
        line("max", [array(symbol, (2, 3)), "[1]"], lambda: np.max(sample(symbol, (2, 3)), axis=1))

MATRICES = [(), (3,), (2,), (2, 3), (3, 2), (3, 1), (1, 3), (0, 3), (3, 0), (4, 2, 3), (4, 3, 2), (1, 3, 2), (5, 4, 3, 2), (4, 3), (2, 2, 3)]

for a, b in itertools.product(MATRICES, MATRICES):
    x, y = sample("f64", a), sample("f64", b)
    line("matmul", [array("f64", a), array("f64", b)], lambda: np.matmul(x, y))

for shape, dims in itertools.product(
    [(), (1,), (0,), (6,), (2, 3), (2, 0, 3)],
    [(), (1,), (6,), (-1,), (2, -1), (-1, 3), (-1, 4), (3, 2, 1), (0,), (-1, 0), (0, 3), (1, 1), (-1, -1)],
):
    line("reshape", [array("f64", shape), show(dims)], lambda: sample("f64", shape).reshape(dims))

for shape in [(), (3,), (2, 3), (4, 2, 3)]:
    rank = len(shape)
    line("transpose", [array("f64", shape), "[]"], lambda: np.transpose(sample("f64", shape)))
    for order in itertools.permutations(range(rank)):
        if order:
            line("transpose", [array("f64", shape), show(order)], lambda: np.transpose(sample("f64", shape), order))
    for order in [(0,), (-1, 0), (0, 0), (0, 5), (-2, -1)]:
        line("transpose", [array("f64", shape), show(order)], lambda: np.transpose(sample("f64", shape), order))
    for axis in range(-rank - 2, rank + 2):
        line("expandDims", [array("f64", shape), axis], lambda: np.expand_dims(sample("f64", shape), axis))

for shape in [(5,), (2, 5), (5, 2)]:
    axis = shape.index(5)
    for start, stop, step in [(0, 5, 1), (1, 4, 1), (1, 5, 2), (0, 5, 3), (-3, 5, 1), (-3, -1, 1), (2, 2, 1), (0, -1, 4)]:
        index = [slice(None)] * len(shape)
        index[axis] = slice(start, stop, step)
        line("slice", [array("f64", shape), axis, start, stop, step], lambda: sample("f64", shape)[tuple(index)])

for shape, index in itertools.product([(3,), (2, 3), (4, 2, 3)], [(0,), (-1,), (1, 2), (-1, -1), (0, 1, 2), (7,), (0, -4), (0, 0, 0, 0)]):
    line("get", [array("f64", shape), show(index)], lambda: sample("f64", shape)[index])

for shape, to in itertools.product([(), (1,), (3,), (2, 1), (2, 3)], [(), (3,), (2, 3), (4, 2, 3), (0,), (3, 2)]):
    line("broadcastTo", [array("f64", shape), show(to)], lambda: np.broadcast_to(sample("f64", shape), to))

for shape, axis in [((4,), 0), ((3, 4), 0), ((3, 4), 1), ((3, 4), -1), ((2, 3, 4), 1)]:
    for index in [(), (2,), (2, 2), (0,)]:
        indices = np.arange(int(np.prod(index, dtype=int))).reshape(index) % shape[axis]
        line("take", [array("f64", shape), show(index), axis], lambda: np.take(sample("f64", shape), indices, axis))
    along = list(shape)
    along[axis] = 2
    indices = np.arange(int(np.prod(along))).reshape(along) % shape[axis]
    line("takeAlong", [array("f64", shape), show(along), axis], lambda: np.take_along_axis(sample("f64", shape), indices, axis))

for a, b, axis in [((2,), (3,), 0), ((2, 3), (1, 3), 0), ((2, 3), (2, 1), 1), ((2, 3), (2, 1), -1), ((2, 3), (2, 1), 0), ((2,), (2, 1), 0), ((), (), 0), ((0,), (3,), 0)]:
    line("concatenate", [array("f64", a), array("f64", b), axis], lambda: np.concatenate([sample("f64", a), sample("f64", b)], axis))
    line("stack", [array("f64", a), array("f64", a), axis], lambda: np.stack([sample("f64", a), sample("f64", a)], axis))
    line("stack", [array("f64", a), array("f64", b), axis], lambda: np.stack([sample("f64", a), sample("f64", b)], axis))
for a, b in itertools.product(SYMBOLS, SYMBOLS):
    line("concatenate", [array(a, (2,)), array(b, (2,)), 0], lambda: np.concatenate([sample(a, (2,)), sample(b, (2,))]))
    line("where", ["bool[3]", array(a, (3,)), array(b, (3,))], lambda: np.where(sample("bool", (3,)), sample(a, (3,)), sample(b, (3,))))

for c, a, b in itertools.product([(), (3,), (2, 1)], [(), (3,), (2, 3)], [(), (1, 3), (4, 1, 1)]):
    line("where", [array("bool", c), array("f64", a), array("f64", b)], lambda: np.where(sample("bool", c), sample("f64", a), sample("f64", b)))

for shape, k in itertools.product([(3, 3), (2, 4), (4, 2), (2, 3, 3), (0, 3), (3,)], range(-4, 5)):
    if len(shape) > 1:
        line("tril", [array("f64", shape), k], lambda: np.tril(sample("f64", shape), k))
        line("triu", [array("f64", shape), k], lambda: np.triu(sample("f64", shape), k))
