"""Writes conversions of ml_dtypes and NumPy to narrow formats and back: format, number, result, separated by tabs.

Usage: python3 rounding.py FILE      (needs numpy and ml_dtypes)

The numbers are floats, so that no conversion rounds twice. NaN is left out for float4_e2m1fn, which has none.
"""

import random
import sys

import ml_dtypes
import numpy as np

FORMATS = {
    "FLOAT16": (np.float16, -26, 17),
    "BFLOAT16": (ml_dtypes.bfloat16, -136, 127),
    "FLOAT8_E4M3FN": (ml_dtypes.float8_e4m3fn, -12, 10),
    "FLOAT8_E5M2": (ml_dtypes.float8_e5m2, -19, 17),
    "FLOAT4_E2M1FN": (ml_dtypes.float4_e2m1fn, -4, 4),
}


def text(x):
    return "NaN" if np.isnan(x) else ("-" if x < 0 else "") + "Infinity" if np.isinf(x) else float(x).hex()


def numbers(name, low, high):
    r = random.Random(name)
    yield from (0.0, -0.0, float("inf"), float("-inf"), 1e38, -1e-45)
    if name != "FLOAT4_E2M1FN":
        yield float("nan")
    for _ in range(130):
        yield r.choice((-1, 1)) * r.uniform(1, 2) * 2.0 ** r.randint(low, high)
    for _ in range(130):  # few bits, so that many are midpoints
        yield r.choice((-1, 1)) * r.randint(1, 63) * 2.0 ** r.randint(low, high - 5)


def main(path):
    np.seterr(over="ignore", invalid="ignore")
    with open(path, "w") as out:
        for name, (dtype, low, high) in FORMATS.items():
            for x in numbers(name, low, high):
                x = np.float32(x)
                y = x.astype(dtype).astype(np.float64)
                out.write(f"{name}\t{text(x)}\t{text(y)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
