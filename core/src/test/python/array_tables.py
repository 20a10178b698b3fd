"""Writes the table that ArraysNumPyTest compares with: indexing, shapes and contractions as NumPy 2 computes them.

Usage: python3 array_tables.py > ../resources/org/gradus/tensor/arrays.tsv

One line a case: operation, its arguments, and the result as "dtype[shape] elements", or "error". Arguments that stand
for arrays are written "dtype[shape]"; their elements are those of sample(). Tensors of indices are written
"[shape]%length" and count cyclically. All numbers are exact in every type.
"""

import itertools

import numpy as np

assert np.__version__ >= "2", "promotion is NumPy 2's"

SYMBOLS = {"bool": np.bool_, "i32": np.int32, "i64": np.int64, "f32": np.float32, "f64": np.float64}
NAMES = {np.dtype(t): s for s, t in SYMBOLS.items()}


def sample(symbol, shape):
    n = int(np.prod(shape, dtype=int))
    numbers = [(i * 7 + 3) % 11 - 4 for i in range(n)]
    return np.array([v > 0 for v in numbers] if symbol == "bool" else numbers, SYMBOLS[symbol]).reshape(shape)


def show(shape):
    return "[" + ",".join(map(str, shape)) + "]"


def array(symbol, shape):
    return symbol + show(shape)


def line(operation, arguments, compute):
    try:
        result = np.asarray(compute())
        if result.dtype.kind == "f":
            result = result + result.dtype.type(0)  # the sign of a zero depends on how sums begin
        elements = " ".join(repr(float(v)) for v in result.ravel())
        text = f"{NAMES[result.dtype]}{show(result.shape)} {elements}".strip()
    except (ValueError, TypeError, IndexError, ZeroDivisionError, np.exceptions.AxisError):
        text = "error"
    print("\t".join([operation, *map(str, arguments), text]))


def cyclic(shape, length):
    n = int(np.prod(shape, dtype=int))
    return (np.arange(n) * 3 % max(1, length)).reshape(shape)


def f64(*shape):
    return sample("f64", shape)


# ---- slices

SLICES = {
    (): ["...", "None", "None, ..., None"],
    (5,): [
        ":", "1:4", "0:5:2", "1:5:3", "::-1", "::-2", "4:0:-1", "3::-1", "3:0:-2", ":2:-1", "2:2", "-3:-1", "-1:-4:-1",
        "0", "-1", "4", "None", ":, None", "None, ::-1", "..., 1:", "1:, ...", "...", "5", "-6", "0, 0", ":, :", "..., ...",
        "0:5:9", "4::-9", "3:3:-1",
    ],
    (0,): [":", "::-1", "::2", "0:0", "0", "None"],
    (1,): [":", "::-1", "::-3", "0", "0:1:5"],
    (3, 4): [
        "1", ":, 1", "1:, ::2", "::-1, ::-1", "::-1", ":, ::-1", "-1, -1", "..., 0", "0, ...", "None, :, None, 1:3",
        "2:0:-1, 3:0:-2", "1:1", "1:1, ::-1", "..., None", "0:3:2, 1",
    ],
    (2, 3, 4): ["..., 0", "0, ..., ::-1", ":, 1", "1, :, ::2", "::-1, 1:, ::-3", "None, ..., None, 2", "0, 1, 2", "0, 1, 2, 3", "..., 1:3, 0"],
}

for shape, texts in SLICES.items():
    for text in texts:
        x = sample("f64", shape)
        index = eval(f"np.index_exp[{text}]")
        line("slice", [array("f64", shape), text], lambda: x[index])
        try:
            part = x[index].shape
        except IndexError:
            continue
        for updates in sorted({part, (), part[1:], (1,) * len(part)}):

            def changed(add):
                y = x.copy()
                y[index] = y[index] + sample("f64", updates) if add else sample("f64", updates)
                return y

            if text.count("...") < 2:
                line("setSlice", [array("f64", shape), text, array("f64", updates)], lambda: changed(False))
                line("addSlice", [array("f64", shape), text, array("f64", updates)], lambda: changed(True))

for symbol in SYMBOLS:
    x = sample(symbol, (3, 4))
    line("slice", [array(symbol, (3, 4)), "::-2, 1:"], lambda: x[::-2, 1:])
    y = x.copy()
    y[::-2, 1:] = sample(symbol, (2, 3))
    line("setSlice", [array(symbol, (3, 4)), "::-2, 1:", array(symbol, (2, 3))], lambda: y)

# ---- indices

GATHERS = [
    ((5,), [()]), ((5,), [(3,)]), ((5,), [(2, 3)]), ((5,), [(0,)]), ((5, 3), [(4,)]), ((3, 4), [(4,), (4,)]),
    ((3, 4), [(2, 1), (3,)]), ((3, 4), [(), (3,)]), ((3, 4), [(), ()]), ((2, 3, 4), [(5,), (5,)]),
    ((2, 3, 4), [(2, 1, 1), (3, 1), (2,)]), ((2, 3, 4), [(0,), (0,)]), ((2, 1, 3), [(7,), (7,), (7,)]),
    ((3, 4), [(2,), (3,)]), ((3,), [(2,), (2,)]),
]

for shape, tensors in GATHERS:
    lengths = list(shape) + [1] * len(tensors)
    indices = tuple(cyclic(s, n) for s, n in zip(tensors, lengths))
    text = ";".join(f"{show(s)}%{n}" for s, n in zip(tensors, lengths))
    for symbol in SYMBOLS if shape == (3, 4) else ["f64"]:
        x = sample(symbol, shape)
        line("gather", [array(symbol, shape), text], lambda: x[indices])
        try:
            part = x[indices].shape
        except IndexError:
            continue
        for updates in sorted({part, (), part[1:]}):
            u = sample(symbol, updates)

            def add():
                y = x.copy()
                np.add.at(y, indices, np.broadcast_to(u, part).copy())  # NumPy 2.4 is wrong where it must broadcast u
                return y

            def put():
                y = x.copy()
                spread = np.broadcast_to(u, part)
                rows = np.broadcast_arrays(*indices)
                for at in np.ndindex(rows[0].shape):
                    y[tuple(r[at] for r in rows)] = spread[at]
                return y

            if symbol != "bool":
                line("addAt", [array(symbol, shape), text, array(symbol, updates)], add)
            line("setAt", [array(symbol, shape), text, array(symbol, updates)], put)
    if len(tensors) == len(shape):
        line("ravelIndex", [show(shape), text], lambda: np.ravel_multi_index(np.broadcast_arrays(*indices), shape))

for shape, n in itertools.product([(), (3,), (2, 3), (0,)], [1, 4]):
    for symbol in SYMBOLS:
        line("oneHot", [f"{show(shape)}%{n}", n, symbol], lambda: np.eye(n, dtype=SYMBOLS[symbol])[cyclic(shape, n)])

# ---- shapes

for shape, parts, axis in [((6,), 3, 0), ((6,), 1, 0), ((6,), 4, 0), ((2, 6), 2, 1), ((2, 6), 2, -2), ((0,), 2, 0), ((6,), 0, 0)]:
    for which in range(max(1, parts)):
        line("split", [array("f64", shape), parts, axis, which], lambda: np.split(f64(*shape), parts, axis)[which])
for shape, cuts, axis in [((6,), (2, 4), 0), ((6,), (), 0), ((6,), (0, 6), 0), ((2, 5), (1, 1, 3), 1), ((2, 5), (1,), -2)]:
    for which in range(len(cuts) + 1):
        line("splitAt", [array("f64", shape), axis, show(cuts), which], lambda: np.split(f64(*shape), cuts, axis)[which])
for shape, axis in [((3,), 0), ((2, 3), 1), ((2, 3), 0), ((2, 3, 4), -2)]:
    for which in range(shape[axis]):
        line("unstack", [array("f64", shape), axis, which], lambda: np.unstack(f64(*shape), axis=axis)[which])

WIDTHS = {
    (4,): [((1, 2),), ((0, 0),), ((0, 3),), ((5, 7),), ((9, 14),)],
    (1,): [((2, 1),), ((3, 3),)],
    (0,): [((2, 1),), ((0, 0),)],
    (2, 3): [((1, 0), (2, 1)), ((0, 2), (0, 0)), ((1, 1),), ((4, 5), (3, 7))],
    (2, 1, 3): [((1, 2), (1, 0), (0, 2)), ((1, 0), (0, 1))],
    (): [((1, 1),)],
}
for shape, choices in WIDTHS.items():
    for widths in choices:
        text = show(itertools.chain(*widths))
        if shape != ():
            x = f64(*shape)
            line("pad", [array("f64", shape), 0, text], lambda: np.pad(x, widths))
            line("pad", [array("f64", shape), 2.5, text], lambda: np.pad(x, widths, constant_values=2.5))
            for mode in ["edge", "reflect", "symmetric", "wrap"]:
                line("padMode", [array("f64", shape), mode.upper(), text], lambda: np.pad(x, widths, mode))
for symbol in SYMBOLS:
    line("pad", [array(symbol, (3,)), 1, "[1,2]"], lambda: np.pad(sample(symbol, (3,)), (1, 2), constant_values=1))
    line("padMode", [array(symbol, (3,)), "REFLECT", "[4,5]"], lambda: np.pad(sample(symbol, (3,)), (4, 5), "reflect"))

for shape in [(), (4,), (0,), (2, 3), (2, 3, 4)]:
    rank = len(shape)
    x = f64(*shape)
    for k in range(rank + 1):
        for axes in itertools.combinations(range(-rank, 0), k):
            line("flip", [array("f64", shape), show(axes)], lambda: np.flip(x, axes if axes else None))
    line("flip", [array("f64", shape), show((rank,))], lambda: np.flip(x, rank))
    for reps in [(), (2,), (3, 1), (1, 2, 3), (0,), (2, 1, 1, 2)]:
        line("tile", [array("f64", shape), show(reps)], lambda: np.tile(x, reps))
    for axis in range(-rank, rank):
        for n in (0, 1, 3):
            line("repeat", [array("f64", shape), n, axis], lambda: np.repeat(x, n, axis))
        counts = [(3 * i + 1) % 4 for i in range(shape[axis])]
        line("repeatEach", [array("f64", shape), show(counts), axis], lambda: np.repeat(x, counts, axis))
        for shift in (0, 1, -1, 2, 7, -9):
            line("roll", [array("f64", shape), show((shift,)), show((axis,))], lambda: np.roll(x, shift, axis))
    if rank > 1:
        line("roll", [array("f64", shape), "[1,-2]", "[0,1]"], lambda: np.roll(x, (1, -2), (0, 1)))
        line("roll", [array("f64", shape), "[1,1]", "[1,1]"], lambda: np.roll(x, (1, 1), (1, 1)))
        for a, b in itertools.permutations(range(-rank, 0), 2):
            for k in range(-1, 4):
                line("rot90", [array("f64", shape), k, a, b], lambda: np.rot90(x, k, (a, b)))
    for a, b in itertools.product(range(-rank - 1, rank + 1), repeat=2):
        line("moveAxis", [array("f64", shape), show((a,)), show((b,))], lambda: np.moveaxis(x, a, b))
        line("swapAxes", [array("f64", shape), a, b], lambda: np.swapaxes(x, a, b))
for a, b in [((0, 1), (1, 2)), ((0, 1), (2, 0)), ((2, 0), (0, 1)), ((0, 1, 2), (2, 1, 0)), ((0, 0), (1, 2)), ((0, 1), (2, 2)), ((0,), (1, 2))]:
    line("moveAxis", [array("f64", (2, 3, 4)), show(a), show(b)], lambda: np.moveaxis(f64(2, 3, 4), a, b))
for shape, axes in itertools.product([(), (1,), (3,), (1, 3, 1), (2, 1, 0), (1, 1)], [(), (0,), (-1,), (1,), (0, -1), (0, 0), (5,)]):
    line("squeeze", [array("f64", shape), show(axes)], lambda: np.squeeze(f64(*shape), axes if axes else None))

for sizes in [(3,), (2, 3), (2, 0), (2, 3, 4)]:
    for which in range(len(sizes)):
        text = ";".join(array("f64", (n,)) for n in sizes)
        line("meshgrid", [text, which], lambda: np.meshgrid(*(f64(n) for n in sizes), indexing="ij")[which])

for shape in [(3, 3), (2, 4), (4, 2), (1, 1), (0, 2), (2, 3, 4), (3,)]:
    rank = len(shape)
    for k in range(-4, 5):
        x = f64(*shape)
        line("diagonal", [array("f64", shape), k, -2, -1], lambda: np.diagonal(x, k, -2, -1))
        line("trace", [array("f64", shape), k, -2, -1], lambda: np.trace(x, k, -2, -1))
for a, b in itertools.product(range(-3, 3), repeat=2):
    line("diagonal", [array("f64", (2, 3, 4)), 1, a, b], lambda: np.diagonal(f64(2, 3, 4), 1, a, b))
    line("trace", [array("f64", (2, 3, 4)), -1, a, b], lambda: np.trace(f64(2, 3, 4), -1, a, b))
for n, k in itertools.product([0, 1, 3], range(-3, 4)):
    line("diag", [array("f64", (n,)), k], lambda: np.diag(f64(n), k))

# ---- contractions

VECTORS = [(), (3,), (2,), (2, 3), (3, 2), (4, 2, 3), (4, 3, 2), (0,), (0, 3), (3, 0)]
for a, b in itertools.product(VECTORS, VECTORS):
    x, y = f64(*a), f64(*b)
    both = [array("f64", a), array("f64", b)]
    line("dot", both, lambda: np.dot(x, y))
    line("inner", both, lambda: np.inner(x, y))
    line("outer", both, lambda: np.outer(x, y))
    line("kron", both, lambda: np.kron(x, y))
    line("vdot", both, lambda: np.vdot(x, y))
    for axes in (0, 1, 2):
        line("tensordot", [*both, axes], lambda: np.tensordot(x, y, axes))
for axes in [((0,), (0,)), ((0, 1), (0, 1)), ((1, 0), (0, 1)), ((1, 2), (0, 2)), ((-1,), (-2,)), ((0, 0), (0, 1)), ((), ())]:
    x, y = f64(3, 2, 4), f64(2, 3, 4)
    line("tensordotAxes", ["f64[3,2,4]", "f64[2,3,4]", show(axes[0]), show(axes[1])], lambda: np.tensordot(x, y, axes))
for a, b, axis in [((3,), (3,), -1), ((2, 3), (2, 3), -1), ((2, 3), (3,), -1), ((3, 2), (3, 2), 0), ((4, 1, 3), (2, 3), -1), ((2,), (3,), -1)]:
    if 2 not in (a[axis], b[axis]):
        line("cross", [array("f64", a), array("f64", b), axis], lambda: np.cross(f64(*a), f64(*b), axis=axis))

EINSUMS = [
    ("i->i", (3,)), ("i->", (3,)), ("i", (3,)), ("->", ()), ("", ()), ("ij->ji", (2, 3)), ("ji", (2, 3)), ("ij->", (2, 3)),
    ("ij->i", (2, 3)), ("ij->j", (2, 3)), ("ii", (3, 3)), ("ii->i", (3, 3)), ("ii->", (3, 3)), ("iij->j", (3, 3, 2)),
    ("iij->ij", (3, 3, 2)), ("iji->j", (3, 2, 3)), ("iii->i", (2, 2, 2)), ("iii", (2, 2, 2)), ("iijj->ij", (2, 2, 3, 3)),
    ("ijij->ij", (2, 3, 2, 3)), ("...", (2, 3)), ("...->...", (2, 3)), ("i...->...i", (2, 3, 4)), ("...i->...", (2, 3)),
    ("...ii->...i", (2, 3, 3)), ("...ij->...ji", (2, 3, 4)), ("...i->i...", (4, 2, 3)), ("i...", (2, 3)), ("a...b->b...a", (2, 3)),
    ("i,i->", (3,), (3,)), ("i,i", (3,), (3,)), ("i,i->i", (3,), (3,)), ("i,j->ij", (2,), (3,)), ("i,j->ji", (2,), (3,)),
    ("i,j", (2,), (3,)), ("i,j->", (2,), (3,)), ("i,j->i", (2,), (3,)), ("ij,jk->ik", (2, 3), (3, 4)), ("ij,jk", (2, 3), (3, 4)),
    ("ij,jk->ki", (2, 3), (3, 4)), ("ij,kj->ik", (2, 3), (4, 3)), ("ji,jk->ik", (3, 2), (3, 4)), ("ji,kj->ik", (3, 2), (4, 3)),
    ("ij,jk->k", (2, 3), (3, 4)), ("ij,jk->", (2, 3), (3, 4)), ("ij,jk->ijk", (2, 3), (3, 4)), ("ij,j->i", (2, 3), (3,)),
    ("i,ij->j", (2,), (2, 3)), ("ij,ij->", (2, 3), (2, 3)), ("ij,ij->ij", (2, 3), (2, 3)), ("ij,ij->i", (2, 3), (2, 3)),
    ("ij,ij->j", (2, 3), (2, 3)), ("ij,ji->ij", (2, 3), (3, 2)), ("ij,ji->", (2, 3), (3, 2)), ("bij,bjk->bik", (2, 3, 4), (2, 4, 5)),
    ("bij,bkj->bik", (2, 3, 4), (2, 5, 4)), ("bji,bjk->bik", (2, 4, 3), (2, 4, 5)), ("bij,bjk->kbi", (2, 3, 4), (2, 4, 5)),
    ("ijb,jkb->ikb", (3, 4, 2), (4, 5, 2)), ("ibj,jbk->bik", (3, 2, 4), (4, 2, 5)), ("bij,jk->bik", (2, 3, 4), (4, 5)),
    ("ij,bjk->bik", (3, 4), (2, 4, 5)), ("bhid,bhjd->bhij", (2, 3, 4, 5), (2, 3, 2, 5)), ("bhij,bhjd->bihd", (2, 3, 4, 2), (2, 3, 2, 5)),
    ("bij,bj->bi", (2, 3, 4), (2, 4)), ("bij,cjk->bcik", (2, 3, 4), (3, 4, 2)), ("abc,cba->", (2, 3, 4), (4, 3, 2)),
    ("abc,bca->b", (2, 3, 4), (3, 4, 2)), ("abcd,dc->ab", (2, 3, 4, 2), (2, 4)), ("abcd,cdef->abef", (2, 3, 4, 2), (4, 2, 3, 2)),
    ("acbd,dce->abe", (2, 3, 4, 2), (2, 3, 5)), ("ii,i->i", (3, 3), (3,)), ("ii,jj->ij", (2, 2), (3, 3)), ("ij,jj->i", (2, 3), (3, 3)),
    ("...ij,...jk->...ik", (2, 3, 4), (2, 4, 5)), ("...ij,...jk->...ik", (3, 4), (2, 4, 5)), ("...ij,...jk", (2, 1, 3, 4), (3, 4, 5)),
    ("...ij,jk->...ik", (2, 3, 4), (4, 5)), ("i...,i...->...", (3, 2), (3, 4, 2)), ("i...,j...->ij...", (3, 2), (2, 2)),
    ("...,...->...", (2, 1), (3,)), ("...i,i->...", (2, 3), (3,)), ("b...,b->b...", (2, 3, 4), (2,)),
    ("ij,ij->ij", (1, 3), (2, 3)), ("ij,jk->ik", (2, 1), (3, 4)), ("ij,jk->ik", (2, 3), (1, 4)), ("i,i->", (1,), (3,)),
    ("ij,jk->ik", (0, 3), (3, 4)), ("ij,jk->ik", (2, 0), (0, 4)), ("ij->", (0, 3)), ("bij,bjk->bik", (0, 3, 4), (0, 4, 5)),
    ("ij,jk,kl->il", (2, 3), (3, 4), (4, 5)), ("i,ij,j->", (2,), (2, 3), (3,)), ("i,j,k->ijk", (2,), (3,), (4,)),
    ("ij,jk,kl,lm->im", (2, 5), (5, 3), (3, 4), (4, 2)), ("i,i,i->", (3,), (3,), (3,)), ("ij,ik,il->jkl", (2, 3), (2, 4), (2, 2)),
    ("ai,bi,ci->abc", (2, 3), (3, 3), (2, 3)), ("bi,ij,bj->b", (4, 2), (2, 3), (4, 3)), ("ea,fb,abcd,gc,hd->efgh", (2, 3), (2, 3), (3, 3, 3, 3), (2, 3), (2, 3)),
    ("...a,ab,...b->...", (2, 3), (3, 4), (2, 4)), ("Aa,aB->AB", (2, 3), (3, 2)), ("Ba,aA", (2, 3), (3, 2)), (" i j , j k -> i k ", (2, 3), (3, 4)),
    ("ij,jk->ik", (2, 3), (4, 5)), ("ij->ij", (2,)), ("i->ii", (2,)), ("i->j", (2,)), ("ij,jk->ik", (2, 3)), ("ii->i", (2, 3)),
    ("...i->i", (2, 3)), ("i.j->ij", (2, 3)), ("i2->i", (2, 3)), ("i,,i->", (2,), (2,)), ("......", (2,)), ("i->i->i", (2,)),
    ("ii->i", (1, 3)),
]
for subscripts, *shapes in EINSUMS:
    text = ";".join(array("f64", s) for s in shapes)
    line("einsum", [text, subscripts], lambda: np.einsum(subscripts, *(f64(*s) for s in shapes)))
for a, b in itertools.product(["i32", "i64", "f32", "f64"], repeat=2):
    x, y = sample(a, (2, 3)), sample(b, (3, 4))
    line("einsum", [f"{a}[2,3];{b}[3,4]", "ij,jk->ik"], lambda: np.einsum("ij,jk->ik", x, y))
    line("dot", [f"{a}[2,3]", f"{b}[3,4]"], lambda: np.dot(x, y))
    line("outer", [f"{a}[2,3]", f"{b}[3,4]"], lambda: np.outer(x, y))
for a in ["i32", "i64", "f32"]:
    line("einsum", [f"{a}[3,3]", "ij->j"], lambda: np.einsum("ij->j", sample(a, (3, 3))))
    line("einsum", [f"{a}[3,3]", "ii"], lambda: np.einsum("ii", sample(a, (3, 3))))
