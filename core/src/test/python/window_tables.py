"""Writes resources/org/gradus/tensor/windows.tsv: convolutions, pools and resized arrays made with NumPy and SciPy.

Every input is a small multiple of 1/4, so every sum is exact in either floating-point type, in any order; means and
interpolations are compared up to rounding. Run: python3 window_tables.py > ../resources/org/gradus/tensor/windows.tsv
"""

import itertools

import numpy as np
from scipy import signal


def sample(shape, factor, modulus):
    n = int(np.prod(shape))
    return (((np.arange(n) * factor + 3) % modulus - modulus // 2) / 4.0).reshape(shape)


def spread(array, distances):
    """Zeros between the elements of the last axes."""
    lead = array.ndim - len(distances)
    shape = list(array.shape[:lead]) + [max(0, (n - 1) * d + 1) for n, d in zip(array.shape[lead:], distances)]
    out = np.zeros(shape)
    out[(slice(None),) * lead + tuple(slice(None, None, d) for d in distances)] = array
    return out


def convolve(x, w, stride, low, high, dilation, groups):
    padded = np.pad(x, [(0, 0), (0, 0)] + list(zip(low, high)))
    kernel = spread(w, dilation)
    inputs, outputs = w.shape[1], w.shape[0] // groups
    examples = []
    for example in padded:
        rows = []
        for o in range(w.shape[0]):
            first = o // outputs * inputs
            rows.append(
                sum(
                    signal.correlate(example[first + c], kernel[o, c], mode="valid", method="direct")
                    for c in range(inputs)
                )[tuple(slice(None, None, s) for s in stride)]
            )
        examples.append(rows)
    return np.array(examples)


def transposed(x, w, stride, low, high, dilation, groups, added):
    """Every element of x adds the kernel times itself."""
    axes = len(stride)
    n, channels = x.shape[:2]
    outputs = w.shape[1]
    whole = [
        (x.shape[i + 2] - 1) * stride[i] + dilation[i] * (w.shape[i + 2] - 1) + 1 + added[i] for i in range(axes)
    ]
    y = np.zeros([n, outputs * groups] + whole)
    for b, c, o in itertools.product(range(n), range(channels), range(outputs)):
        target = c // (channels // groups) * outputs + o
        for p in np.ndindex(*x.shape[2:]):
            for k in np.ndindex(*w.shape[2:]):
                at = tuple(p[i] * stride[i] + k[i] * dilation[i] for i in range(axes))
                y[(b, target) + at] += x[(b, c) + p] * w[(c, o) + k]
    cut = tuple(slice(low[i], whole[i] - high[i]) for i in range(axes))
    return y[(slice(None), slice(None)) + cut]


def pools(x, size, stride, low, high, dilation):
    axes = len(size)
    padded = np.pad(x, [(0, 0), (0, 0)] + list(zip(low, high)), constant_values=np.nan)
    reach = [dilation[i] * (size[i] - 1) + 1 for i in range(axes)]
    view = np.lib.stride_tricks.sliding_window_view(padded, reach, axis=tuple(range(2, axes + 2)))
    view = view[(slice(None), slice(None)) + tuple(slice(None, None, s) for s in stride)]
    view = view[(Ellipsis,) + tuple(slice(None, None, d) for d in dilation)]
    over = tuple(range(-axes, 0))
    filled = np.where(np.isnan(view), 0, view)
    positions = np.moveaxis(filled.reshape(filled.shape[:-axes] + (-1,)), -1, 2)
    return {
        "maxPool": np.nanmax(view, axis=over),
        "sumPool": filled.sum(axis=over),
        "averagePool": filled.mean(axis=over),
        "averagePoolInside": np.nanmean(view, axis=over),
        "unfold": positions.reshape(x.shape[0], x.shape[1] * int(np.prod(size)), -1),
    }


def adaptive(x, results):
    for axis, m in enumerate(results):
        n = x.shape[axis + 2]
        parts = [
            np.take(x, range(i * n // m, -(-(i + 1) * n // m)), axis=axis + 2).mean(axis=axis + 2) for i in range(m)
        ]
        x = np.stack(parts, axis=axis + 2)
    return x


def nearest(line, m):
    n = len(line)
    return np.array([line[min(n - 1, int(np.floor((2 * i + 1) * n / (2 * m))))] for i in range(m)])


def places(n, m, corners):
    if corners:
        return np.zeros(1) if m == 1 else np.arange(m) * (n - 1) / (m - 1)
    return (np.arange(m) + 0.5) * n / m - 0.5


def linear(line, m, corners):
    return np.interp(places(len(line), m, corners), np.arange(len(line)), line)


def cubic(line, m, corners):
    n = len(line)
    a = -0.75

    def keys(d):
        d = abs(d)
        if d <= 1:
            return (a + 2) * d**3 - (a + 3) * d**2 + 1
        return a * d**3 - 5 * a * d**2 + 8 * a * d - 4 * a if d < 2 else 0.0

    out = []
    for at in places(n, m, corners):
        first = int(np.floor(at))
        out.append(sum(keys(at - j) * line[min(max(j, 0), n - 1)] for j in range(first - 1, first + 3)))
    return np.array(out)


def resize(x, lengths, method):
    lead = x.ndim - len(lengths)
    for axis, m in enumerate(lengths):
        x = np.apply_along_axis(lambda line: method(line, m), lead + axis, x)
    return x


def text(numbers):
    return ",".join(str(n) for n in numbers)


def put(operation, x, w, stride, low, high, dilation, groups, extra, y):
    fields = [operation, text(x), text(w), text(stride), text(low), text(high), text(dilation), str(groups)]
    fields += [text(extra), text(y.shape), text(repr(float(v)) for v in np.ravel(y))]
    print("\t".join(fields))


def convolutions():
    cases = [
        ((2, 3, 7), (2, 3, 3), (1,), (0,), (0,), (1,), 1),
        ((2, 3, 7), (4, 3, 2), (2,), (1,), (0,), (3,), 1),
        ((1, 4, 9), (6, 2, 3), (2,), (2,), (1,), (1,), 2),
        ((2, 2, 5, 6), (3, 2, 3, 2), (1, 1), (0, 0), (0, 0), (1, 1), 1),
        ((2, 2, 5, 6), (3, 2, 3, 2), (2, 3), (1, 0), (2, 1), (1, 2), 1),
        ((1, 4, 6, 6), (4, 1, 3, 3), (1, 1), (1, 1), (1, 1), (1, 1), 4),
        ((2, 6, 4, 5), (9, 2, 2, 2), (1, 2), (0, 1), (0, 1), (2, 1), 3),
        ((1, 2, 4, 3, 5), (3, 2, 2, 3, 2), (1, 1, 2), (0, 1, 1), (1, 1, 0), (2, 1, 1), 1),
        ((2, 8, 20, 20), (8, 8, 3, 3), (1, 1), (0, 0), (0, 0), (1, 1), 1),
        ((3, 8, 13, 11), (10, 4, 3, 3), (2, 1), (1, 2), (1, 2), (1, 2), 2),
        ((1, 130, 6, 6), (5, 130, 3, 3), (1, 1), (0, 0), (0, 0), (1, 1), 1),
        ((2, 260, 9), (10, 130, 9), (1,), (4,), (4,), (1,), 2),
    ]
    for xs, ws, stride, low, high, dilation, groups in cases:
        y = convolve(sample(xs, 7, 11), sample(ws, 5, 13), stride, low, high, dilation, groups)
        put("convolve", xs, ws, stride, low, high, dilation, groups, (), y)
    cases = [
        ((2, 3, 4), (3, 2, 3), (1,), (0,), (0,), (1,), 1, (0,)),
        ((2, 3, 4), (3, 2, 3), (2,), (1,), (1,), (1,), 1, (1,)),
        ((1, 4, 5), (4, 3, 2), (3,), (0,), (2,), (4,), 2, (2,)),
        ((2, 2, 3, 4), (2, 3, 3, 2), (2, 1), (1, 0), (0, 1), (1, 3), 1, (1, 0)),
        ((1, 6, 3, 3), (6, 2, 3, 3), (2, 2), (1, 1), (1, 1), (1, 1), 3, (1, 1)),
        ((1, 2, 2, 3, 2), (2, 2, 2, 2, 3), (1, 2, 2), (0, 0, 1), (0, 1, 1), (2, 1, 1), 1, (0, 1, 0)),
        ((2, 8, 7, 7), (8, 6, 4, 4), (2, 2), (1, 1), (1, 1), (1, 1), 1, (0, 0)),
    ]
    for xs, ws, stride, low, high, dilation, groups, added in cases:
        y = transposed(sample(xs, 7, 11), sample(ws, 5, 13), stride, low, high, dilation, groups, added)
        put("convolveTransposed", xs, ws, stride, low, high, dilation, groups, added, y)


def windows():
    cases = [
        ((2, 3, 8), (2,), (2,), (0,), (0,), (1,)),
        ((1, 2, 9), (3,), (1,), (1,), (1,), (2,)),
        ((2, 2, 6, 7), (2, 3), (2, 3), (0, 0), (0, 0), (1, 1)),
        ((2, 2, 6, 7), (3, 2), (2, 1), (1, 1), (0, 1), (1, 2)),
        ((1, 2, 4, 5, 3), (2, 2, 2), (2, 1, 1), (1, 0, 0), (1, 1, 0), (1, 2, 1)),
    ]
    for xs, size, stride, low, high, dilation in cases:
        for name, y in pools(sample(xs, 7, 11), size, stride, low, high, dilation).items():
            put(name, xs, size, stride, low, high, dilation, 1, (), y)
    for xs, results in [((2, 2, 7), (3,)), ((1, 2, 5, 6), (2, 4)), ((1, 1, 3, 4), (5, 1)), ((1, 1, 3, 4), (3, 4))]:
        put("adaptiveAveragePool", xs, (), (), (), (), (), 1, results, adaptive(sample(xs, 7, 11), results))


def resized():
    for xs, lengths in [((2, 5), (8,)), ((2, 5), (3,)), ((2, 4), (1,)), ((1, 2, 3, 4), (6, 8)), ((3, 5), (7, 2)), ((3, 1), (4,))]:
        x = sample(xs, 7, 11)
        put("nearest", xs, (), (), (), (), (), 1, lengths, resize(x, lengths, nearest))
        for corners in (False, True):
            name = "Corners" if corners else ""
            line = lambda v, m: linear(v, m, corners)
            put("linear" + name, xs, (), (), (), (), (), 1, lengths, resize(x, lengths, line))
            line = lambda v, m: cubic(v, m, corners)
            put("cubic" + name, xs, (), (), (), (), (), 1, lengths, resize(x, lengths, line))


convolutions()
windows()
resized()
