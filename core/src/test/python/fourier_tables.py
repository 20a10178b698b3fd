"""Writes the table that FourierNumPyTest compares with: numpy.fft in extended precision, rounded to f64.

Usage: python3 fourier_tables.py > ../resources/org/gradus/tensor/fourier.tsv

One line a case: operation, shape, its arguments, and "[shape] positions re im re im ...". The operands are those of
numbers(). Of long results only some elements are written: those at multiples of the step.
"""

import numpy as np

assert np.finfo(np.longdouble).nmant >= 63, "extended precision is needed"


def numbers(shape, seed):
    n = int(np.prod(shape, dtype=int))
    return np.array([(i * 7919 + seed) % 1009 / 1009 - 0.5 for i in range(n)]).reshape(shape)


def pair(shape):
    return numbers(shape, 3).astype(np.longdouble) + 1j * numbers(shape, 577).astype(np.longdouble)


def show(shape):
    return "[" + ",".join(map(str, shape)) + "]"


def line(operation, shape, arguments, result):
    result = np.asarray(result)
    flat = result.ravel()
    step = max(1, flat.size // 40)
    parts = [v for z in flat[::step] for v in ((z.real, z.imag) if np.iscomplexobj(flat) else (z,))]
    elements = " ".join(repr(float(v)) for v in parts)
    print("\t".join([operation, show(shape), *map(str, arguments), f"{show(result.shape)} {step} {elements}"]))


LENGTHS = [*range(1, 34), 37, 41, 48, 53, 60, 64, 77, 97, 100, 121, 127, 128, 169, 210, 243, 256, 289, 331, 361, 500]
LENGTHS += [512, 529, 625, 720, 841, 961, 1000, 1009, 1024, 1500, 2048, 2310, 3001, 4096, 5040, 7919, 8192, 10007, 16384]

for n in LENGTHS:
    x = pair((n,))
    line("fft", (n,), [-1], np.fft.fft(x))
    line("ifft", (n,), [-1], np.fft.ifft(x))
    line("rfft", (n,), [-1], np.fft.rfft(x.real))
    line("irfft", (n // 2 + 1,), [n, -1], np.fft.irfft(pair((n // 2 + 1,)), n))

for shape, axis in [((3, 8), 0), ((3, 8), 1), ((5, 1), 0), ((2, 6, 3), 1), ((2, 6, 3), -3), ((40, 37), 0), ((37, 40), 1), ((4, 0), 0), ((0, 4), 1), ((33, 16), -1)]:
    x = pair(shape)
    line("fft", shape, [axis], np.fft.fft(x, axis=axis))
    line("ifft", shape, [axis], np.fft.ifft(x, axis=axis))
    line("rfft", shape, [axis], np.fft.rfft(x.real, axis=axis))
    if 0 not in shape:
        n = 2 * shape[axis] - 1
        line("irfft", shape, [n, axis], np.fft.irfft(x, n, axis))
for shape in [(1, 1), (4, 6), (5, 7), (3, 2, 5), (16, 37)]:
    x = pair(shape)
    line("fft2", shape, [], np.fft.fft2(x))
    line("ifft2", shape, [], np.fft.ifft2(x))
for shape, axes in [((4, 6), (0,)), ((4, 3, 5), (0, 2)), ((4, 3, 5), (-1, -3)), ((2, 3, 4), (0, 1, 2)), ((6,), (0,))]:
    x = pair(shape)
    line("fftn", shape, [show(axes)], np.fft.fftn(x, axes=axes))
    line("ifftn", shape, [show(axes)], np.fft.ifftn(x, axes=axes))
for n in (1, 2, 3, 8, 9):
    for d in (1.0, 0.1):
        line("fftfreq", (n,), [d], np.fft.fftfreq(n, d))
        line("rfftfreq", (n,), [d], np.fft.rfftfreq(n, d))
for shape, axes in [((5,), (0,)), ((4,), (0,)), ((4, 5), (0, 1)), ((4, 5), (1,)), ((3, 4, 5), (-1, 0)), ((0,), (0,))]:
    line("fftshift", shape, [show(axes)], np.fft.fftshift(numbers(shape, 3), axes))
    line("ifftshift", shape, [show(axes)], np.fft.ifftshift(numbers(shape, 3), axes))
