"""Writes the tables that ElementwiseValuesTest compares with.

Usage: python3 elementwise_tables.py ../resources/org/gradus/tensor      (needs NumPy 2, SciPy 1.17, mpmath 1.3)

A line of elementwise.tsv is: function, arguments, value, rest, separated by tabs; numbers are hexadecimal doubles. The true
value is value + rest·ulp(value), from mpmath with 400 bits, so an error can be told to a thousandth of a unit in the last
place; the script checks that NumPy or SciPy agree. Where the value is a zero, infinite or NaN, where an argument is not
finite, and for functions without rounding, it is NumPy's or SciPy's to the bit, and rest is "exact". Half of the random
points are numbers of float32.

A line of derivatives.tsv is: function, order, argument, the derivative rounded to double.

A line of whole-numbers.tsv is: function, element type, arguments, value as NumPy has it.
"""

import math
import random
import sys
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy.special as sp

mp.mp.prec = 400
np.seterr(all="ignore")

INF, NAN = math.inf, math.nan
TINY, NORMAL, HUGE = 5e-324, 2.0**-1022, 1.7976931348623157e308
TINY32, NORMAL32, HUGE32 = 2.0**-149, 2.0**-126, float(np.finfo(np.float32).max)
SPECIAL = [0.0, INF, 1.0, 2.0, 0.5, 3.0, TINY, NORMAL, HUGE, TINY32, NORMAL32, HUGE32, 1e-20, 1e20, 40.0, 800.0]
POINTS = [s * x for x in SPECIAL for s in (1, -1)] + [NAN]
PAIRS = [0.0, -0.0, 1.0, -1.0, 2.5, -2.5, 7.0, -0.1, INF, -INF, NAN, TINY, -TINY, HUGE, -HUGE, 1e-30, 1e30]

lines = []


def hexed(x):
    return "nan" if math.isnan(x) else ("-inf" if x < 0 else "inf") if math.isinf(x) else float(x).hex()


def exact(name, arguments, value):
    lines.append("\t".join([name, *map(hexed, arguments), hexed(float(value)), "exact"]))


def nearest(value):
    """The double nearest to an mpf, with subnormals rounded once."""
    if value == 0:
        return 0.0
    exponent = max(mp.mag(value), -1021) - 53
    scaled = mp.nint(mp.ldexp(value, -exponent))
    try:
        return math.ldexp(int(scaled), exponent)
    except OverflowError:
        return INF if value > 0 else -INF


def truth(name, arguments, value, peer, agreement):
    high = nearest(value)
    if math.isinf(high) or high == 0:
        exact(name, arguments, math.copysign(high, value))
        return
    if abs(peer) > 1e-290:
        assert abs(peer - high) <= agreement * max(abs(high), 1e-3 * agreement), (name, arguments, peer, high)
    rest = float((value - mp.mpf(high)) / mp.mpf(math.ulp(high)))
    lines.append("\t".join([name, *map(hexed, arguments), hexed(high), f"{rest:.4f}"]))


def row(name, arguments, peer, true, agreement):
    p = float(peer(*map(np.float64, arguments)))
    special = not all(map(math.isfinite, arguments)) or not math.isfinite(p)
    special = special or (name == "atan2" and 0 in arguments)  # mpmath has no −0
    value = None if special or true is None else true(*map(mp.mpf, arguments))
    if value is None or isinstance(value, mp.mpc) or value == 0 or not mp.isfinite(value):
        exact(name, arguments, p)
    else:
        truth(name, arguments, mp.mpf(value), p, agreement)


def narrow(r, x):
    return float(np.float32(x)) if r.random() < 0.5 else x


def uniform(low, high):
    return lambda r: r.uniform(low, high)


def spread(low, high):
    return lambda r: math.exp(r.uniform(math.log(low), math.log(high)))


def signed(f):
    return lambda r: f(r) * r.choice((-1, 1))


def unary(name, peer, true, sources, points=POINTS, agreement=1e-13, count=24):
    r = random.Random(name)
    for x in points:
        row(name, [x], peer, true, agreement)
    for source in sources:
        for _ in range(count):
            row(name, [narrow(r, source(r))], peer, true, agreement)


def several(name, peer, true, sources, points, agreement=1e-13, count=40):
    r = random.Random(name)
    for arguments in points:
        row(name, list(arguments), peer, true, agreement)
    for source in sources:
        for _ in range(count):
            row(name, [narrow(r, f(r)) for f in source], peer, true, agreement)


def at_infinity(f, low, high):
    """f, with its limits where the formula has none."""
    return lambda x: high if x == INF else low if x == -INF else f(x)


WIDE = signed(spread(1e-12, 1e12))
NEAR = uniform(-5, 5)
UNIT = uniform(-1, 1)
POSITIVE = spread(1e-300, 1e300)
FINITE = [x for x in POINTS if math.isfinite(x)]
MODERATE = [x for x in POINTS if not (math.isfinite(x) and abs(x) > 1e19)]


def elementary():
    unary("sqrt", np.sqrt, mp.sqrt, [POSITIVE, uniform(0, 5)])
    unary("rsqrt", lambda x: 1 / np.sqrt(x), lambda x: 1 / mp.sqrt(x), [POSITIVE, uniform(0, 5)])
    unary("cbrt", np.cbrt, lambda x: mp.sign(x) * mp.cbrt(abs(x)), [signed(POSITIVE), NEAR])
    unary("reciprocal", lambda x: 1 / x, lambda x: 1 / x, [WIDE])
    unary("square", np.square, lambda x: x * x, [WIDE])
    unary("exp", np.exp, mp.exp, [NEAR, uniform(-745, 710)], MODERATE)
    unary("exp2", np.exp2, lambda x: mp.power(2, x), [NEAR, uniform(-1074, 1024)], MODERATE)
    unary("expm1", np.expm1, mp.expm1, [NEAR, signed(spread(1e-18, 1)), uniform(-50, 709)], MODERATE)
    unary("log", np.log, mp.log, [POSITIVE, uniform(0.5, 2)])
    unary("log2", np.log2, lambda x: mp.log(x, 2), [POSITIVE, uniform(0.5, 2)])
    unary("log10", np.log10, mp.log10, [POSITIVE, uniform(0.5, 2)])
    unary("log1p", np.log1p, mp.log1p, [spread(1e-300, 1e300), uniform(-0.99, 1)])
    angles = [NEAR, uniform(-1e5, 1e5), signed(spread(1e-12, 1)), signed(spread(1e6, 1e18))]
    unary("sin", np.sin, mp.sin, angles, MODERATE)
    unary("cos", np.cos, mp.cos, angles, MODERATE)
    unary("tan", np.tan, mp.tan, angles, MODERATE)
    inverse = [UNIT, signed(spread(1e-12, 1)), lambda r: r.choice((-1, 1)) * (1 - spread(1e-12, 0.1)(r))]
    unary("asin", np.arcsin, mp.asin, inverse)
    unary("acos", np.arccos, mp.acos, inverse)
    unary("atan", np.arctan, mp.atan, [NEAR, WIDE])
    unary("sinh", np.sinh, mp.sinh, [NEAR, signed(spread(1e-12, 1)), uniform(-710, 710)], MODERATE)
    unary("cosh", np.cosh, mp.cosh, [NEAR, uniform(-710, 710)], MODERATE)
    unary("tanh", np.tanh, mp.tanh, [NEAR, signed(spread(1e-12, 40))], MODERATE)
    unary("asinh", np.arcsinh, mp.asinh, [NEAR, signed(POSITIVE)])
    unary("acosh", np.arccosh, mp.acosh, [uniform(1, 3), spread(1, 1e300), lambda r: 1 + spread(1e-14, 1)(r)])
    unary("atanh", np.arctanh, mp.atanh, inverse)

    def sinc(x):
        return np.float64(0) if math.isfinite(x) and x != 0 and x == np.rint(x) else np.sinc(x)

    unary("sinc", sinc, mp.sincpi, [NEAR, signed(spread(1e-12, 1)), uniform(-1e4, 1e4)], MODERATE, 1e-9)
    for name, f in ("floor", np.floor), ("ceil", np.ceil), ("round", np.rint), ("trunc", np.trunc):
        unary(name, f, None, [NEAR, uniform(-1e16, 1e16), lambda r: r.randrange(-9, 9) + 0.5])
    unary("sign", lambda x: np.copysign(np.sign(x), x) if x == 0 else np.sign(x), None, [NEAR])
    unary("abs", np.abs, None, [NEAR])
    unary("roundTo16", lambda x: np.float64(np.float16(x)), None, [NEAR, signed(spread(1e-9, 1e6))])
    for name, f in ("isNan", np.isnan), ("isInf", np.isinf), ("isFinite", np.isfinite):
        unary(name, f, None, [WIDE])


def activations():
    def sigmoid(x):
        return 1 / (1 + mp.exp(-x))

    unary("sigmoid", sp.expit, sigmoid, [NEAR, uniform(-740, 740)], MODERATE)
    unary("logSigmoid", sp.log_expit, lambda x: -mp.log1p(mp.exp(-x)), [NEAR, uniform(-740, 740)], MODERATE)
    unary("softplus", lambda x: np.logaddexp(0, x), lambda x: mp.log1p(mp.exp(x)), [NEAR, uniform(-740, 740)], MODERATE)
    unary("logit", sp.logit, lambda x: mp.log(x / (1 - x)), [uniform(0, 1), uniform(0.49, 0.51), spread(1e-300, 0.2)])
    unary("relu", lambda x: np.maximum(x, 0) + 0.0, None, [WIDE])
    silu = at_infinity(lambda x: x * sp.expit(x), -0.0, INF)
    unary("silu", silu, lambda x: x * sigmoid(x), [NEAR, uniform(-745, 100)], MODERATE)
    gelu = at_infinity(lambda x: x * sp.ndtr(x), -0.0, INF)
    unary("gelu", gelu, lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2, [NEAR, uniform(-38, 10)], MODERATE)
    k = mp.sqrt(2 / mp.pi)
    tanh = at_infinity(lambda x: x * sp.expit(float(2 * k) * (x + 0.044715 * x**3)), 0.0, INF)
    cube = mp.mpf("0.044715")
    unary("geluTanh", tanh, lambda x: x * sigmoid(2 * k * (x + cube * x**3)), [NEAR, uniform(-9, 9)], MODERATE, 1e-11)
    mish = at_infinity(lambda x: x * np.tanh(np.logaddexp(0, x)), -0.0, INF)
    unary("mish", mish, lambda x: x * mp.tanh(mp.log1p(mp.exp(x))), [NEAR, uniform(-745, 100)], MODERATE)
    unary("softsign", at_infinity(lambda x: x / (1 + abs(x)), -1.0, 1.0), lambda x: x / (1 + abs(x)), [NEAR, WIDE])
    unary("elu", lambda x: x if x > 0 else np.expm1(x), lambda x: x if x > 0 else mp.expm1(x), [NEAR], MODERATE)
    celu = lambda f: lambda x: x if x > 0 else 2 * f(x / 2)
    unary("celu2", celu(np.expm1), celu(mp.expm1), [NEAR], MODERATE)
    a, s = mp.mpf("1.6732632423543772848170429916717"), mp.mpf("1.0507009873554804934193349852946")
    selu = lambda f, a, s: lambda x: s * (x if x > 0 else a * f(x))
    unary("selu", selu(np.expm1, float(a), float(s)), selu(mp.expm1, a, s), [NEAR], MODERATE)
    unary("leakyRelu2", lambda x: x if x > 0 else 0.25 * x, None, [NEAR])
    unary("relu6", lambda x: np.clip(x, 0, 6) + 0.0, None, [uniform(-9, 9)])
    unary("hardTanh", lambda x: np.clip(x, -1, 1), None, [NEAR])


def special():
    unary("erf", sp.erf, mp.erf, [NEAR, signed(spread(1e-12, 1))], MODERATE)
    unary("erfc", sp.erfc, mp.erfc, [NEAR, uniform(0, 27)], MODERATE)
    unary("erfcx", sp.erfcx, lambda x: mp.exp(x * x) * mp.erfc(x), [NEAR, uniform(-26, 50), spread(1, 1e3)], [0.0, -0.0, INF, -INF, NAN, 1.0, -1.0, 40.0, 800.0, -40.0])
    unary("erfinv", lambda x: x if x == 0 else sp.erfinv(x), mp.erfinv, [uniform(-0.99, 0.99)], [0.0, -0.0, 1.0, -1.0, 2.0, -INF, NAN, 0.5, 1e-20])
    unary("erfcinv", lambda x: sp.erfcinv(x) + 0.0, lambda x: mp.erfinv(1 - x), [uniform(0.01, 1.9)], [0.0, 2.0, 1.0, -1.0, 3.0, INF, NAN, 0.5])
    unary("ndtr", sp.ndtr, mp.ncdf, [NEAR, uniform(-37, 5)], MODERATE)
    tail = lambda x: mp.log(mp.erfc(-x / mp.sqrt(2)) / 2)
    unary("logNdtr", sp.log_ndtr, tail, [NEAR, uniform(-1e3, 5)], [0.0, INF, -INF, NAN, 1.0, -1.0, 3.0, -40.0, -800.0])
    unary("ndtri", sp.ndtri, lambda x: mp.sqrt(2) * mp.erfinv(2 * x - 1), [uniform(0.01, 0.99), spread(1e-9, 0.1)], [0.0, 1.0, 0.25, 0.5, -1.0, 2.0, NAN])
    gamma = [0.0, INF, -INF, NAN, 1.0, 2.0, 3.0, 0.5, -0.5, 1e-20, 40.0, 1e20, -1.0, -2.0]
    unary("lgamma", lambda x: INF if x == -INF else sp.gammaln(x), lambda x: mp.log(abs(mp.gamma(x))) if x < 1e6 else mp.loggamma(x), [uniform(0.01, 9), spread(1e-9, 1e5)], gamma, 1e-11)
    unary("digamma", sp.digamma, mp.digamma, [uniform(0.01, 9), spread(1e-9, 1e9)], [INF, NAN, 1.0, 2.0, 0.5, 1e-20, 1e20, -0.5, -1.0], 1e-11)
    r = random.Random("polygamma")
    for n in (1, 2, 5):
        for _ in range(30):
            x = narrow(r, spread(1e-3, 1e4)(r))
            truth("polygamma", [n, x], mp.mpf(mp.polygamma(n, x)), float(sp.polygamma(n, x)), 1e-11)
        exact("polygamma", [n, INF], 0.0 if n % 2 else -0.0)
        exact("polygamma", [n, NAN], NAN)
    large = spread(1e-3, 1e8)
    lbeta = lambda a, b: mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
    several("lbeta", sp.betaln, lbeta, [(large, large), (uniform(0.1, 9), large), (uniform(0.1, 20), uniform(0.1, 20))], [(1.0, 1.0), (NAN, 1.0), (1.0, NAN), (0.0, 2.0), (2.0, 0.0)], 1e-6)
    several("beta", sp.beta, lambda a, b: mp.beta(a, b), [(uniform(0.1, 9), uniform(0.1, 20))], [(1.0, 1.0), (NAN, 1.0)], 1e-11)
    shapes = [(spread(0.1, 1e3), spread(0.1, 1e3)), (uniform(0.2, 20), uniform(0.2, 20))]
    edges = [(2.0, 0.0), (2.0, INF), (0.0, 2.0), (INF, 2.0), (0.0, 0.0), (-1.0, 2.0), (2.0, -1.0), (NAN, 1.0), (1.0, NAN)]
    regularized = dict(regularized=True)
    several("gammainc", sp.gammainc, lambda a, x: mp.gammainc(a, 0, x, **regularized), shapes, edges, 1e-11)
    several("gammaincc", sp.gammaincc, lambda a, x: mp.gammainc(a, x, mp.inf, **regularized), shapes, edges, 1e-11)
    triples = [(uniform(0.2, 20), uniform(0.2, 20), uniform(0.01, 0.99))]
    ends = [(2.0, 3.0, 0.0), (2.0, 3.0, 1.0), (2.0, 3.0, -0.5), (2.0, 3.0, 1.5), (NAN, 3.0, 0.5), (2.0, NAN, 0.5), (2.0, 3.0, NAN)]
    several("betainc", sp.betainc, lambda a, b, x: mp.betainc(a, b, 0, x, **regularized), triples, ends, 1e-11)
    several("betaincc", sp.betaincc, lambda a, b, x: mp.betainc(a, b, x, 1, **regularized), triples, ends, 1e-11)


def binary():
    grid = [(x, y) for x in PAIRS for y in PAIRS]
    pair = [(NEAR, NEAR), (WIDE, WIDE)]
    for name, f in (("maximum", np.maximum), ("minimum", np.minimum), ("copysign", np.copysign)):
        tame = [(x, y) for x, y in grid if not (x == 0 and y == 0 and name != "copysign")]  # NumPy takes either zero
        several(name, f, None, pair, tame)
    several("floorDivide", np.floor_divide, None, pair + [(lambda r: r.randrange(-99, 99), lambda r: r.randrange(1, 9) / 10)], grid)
    several("mod", np.mod, None, pair, grid)
    several("fmod", np.fmod, None, pair, grid)
    several("atan2", np.arctan2, mp.atan2, pair, grid)
    several("hypot", np.hypot, mp.hypot, pair, grid)
    small = [(x, y) for x, y in grid if not (math.isfinite(x) and math.isfinite(y)) and 0 not in (x, y)] + [(1.0, 1.0), (0.0, 0.0), (HUGE, 1.0)]
    several("logaddexp", np.logaddexp, lambda x, y: max(x, y) + mp.log1p(mp.exp(-abs(x - y))), [(uniform(0, 9), uniform(0, 9))], small)
    powers = [(x, y) for x, y in grid if abs(y) != HUGE or abs(x) in (0, 1)]
    several("pow", np.power, mp.power, [(spread(1e-5, 1e5), uniform(-20, 20)), (lambda r: float(r.randrange(-9, 9)), lambda r: float(r.randrange(0, 9)))], powers)
    several("xlogy", sp.xlogy, lambda x, y: x * mp.log(y), [(NEAR, spread(1e-9, 1e9))], grid)
    several("xlog1py", sp.xlog1py, lambda x, y: x * mp.log1p(y), [(NEAR, spread(1e-9, 1e9))], grid)
    few = [0.0, 1.0, -2.5, INF, -INF, NAN]
    triples = [(x, y, z) for x in few for y in few for z in few]
    several("clamp", np.clip, None, [(NEAR, NEAR, NEAR)], triples)


def whole():
    out = []
    for symbol, kind in ("i32", np.int32), ("i64", np.int64):
        low, high = np.iinfo(kind).min, np.iinfo(kind).max
        numbers = [0, 1, -1, 2, -2, 3, 5, -5, 7, -7, 100, -100, high, low, high - 1, low + 1]
        bits = [0, 1, 3, 31, 32, 33, 63, 64, 100, -1]
        pairs = {
            "floorDivide": (np.floor_divide, numbers),
            "mod": (np.mod, numbers),
            "fmod": (np.fmod, numbers),
            "and": (np.bitwise_and, numbers),
            "or": (np.bitwise_or, numbers),
            "xor": (np.bitwise_xor, numbers),
            "maximum": (np.maximum, numbers),
            "shiftLeft": (np.left_shift, bits),
            "shiftRight": (np.right_shift, bits),
        }
        for name, (f, others) in pairs.items():
            for x in numbers:
                for y in others:
                    out.append(f"{name}\t{symbol}\t{x}\t{y}\t{f(kind(x), kind(y))}")
        for name, f in ("not", np.invert), ("abs", np.abs), ("sign", np.sign), ("floor", np.floor), ("round", np.round):
            for x in numbers:
                out.append(f"{name}\t{symbol}\t{x}\t{f(kind(x))}")
        for x in numbers:
            for y in (-2, 5, low):
                for z in (-3, 0, high):
                    out.append(f"clamp\t{symbol}\t{x}\t{y}\t{z}\t{np.clip(kind(x), kind(y), kind(z))}")
    return out


def derivatives():
    """Derivatives of orders 1 to 3 where formulas may lose their digits: near zeros, in tails, at large arguments."""
    ncdf = lambda x: mp.erfc(-x / mp.sqrt(2)) / 2
    sigmoid = lambda x: 1 / (1 + mp.exp(-x))
    tail = [-1e8, -1e4, -40.0, -5.0, -0.5, 0.0, 2.0, 9.0, 30.0]
    near = [1e-20, 1e-8, 1e-3, 0.3, -0.7]
    functions = {
        "rsqrt": (lambda x: 1 / mp.sqrt(x), [1e-30, 0.1, 3.0, 1e30]),
        "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), [1e-30, -0.1, 3.0, -1e30]),
        "exp2": (lambda x: mp.power(2, x), [-1000.0, 0.3, 500.0]),
        "log2": (lambda x: mp.log(x, 2), [1e-30, 0.3, 1e30]),
        "log10": (mp.log10, [1e-30, 0.3, 1e30]),
        "tan": (mp.tan, [1e-8, 0.3, 1.5, -2.0]),
        "asin": (mp.asin, [1e-8, 0.3, 0.999999, -0.99]),
        "acos": (mp.acos, [1e-8, 0.3, 0.999999, -0.99]),
        "atan": (mp.atan, [1e-8, 0.3, -7.0, 1e20]),
        "sinh": (mp.sinh, [1e-8, 0.3, -300.0]),
        "cosh": (mp.cosh, [1e-8, 0.3, -300.0]),
        "asinh": (mp.asinh, [1e-8, 0.3, -7.0, 1e40]),
        "acosh": (mp.acosh, [1.000001, 1.3, 7.0, 1e40]),
        "atanh": (mp.atanh, [1e-8, 0.3, -0.999999]),
        "sinc": (mp.sincpi, [0.0, *near, 1.0, -1.4, 2.5, 40.25]),
        "erf": (mp.erf, [1e-8, 0.3, -2.0, 9.0]),
        "erfc": (mp.erfc, [1e-8, 0.3, -2.0, 9.0]),
        "erfcx": (lambda x: mp.exp(x * x) * mp.erfc(x), [-4.0, -0.5, *near, 1.0, 3.0, 20.0, 1e4, 1e9]),
        "erfinv": (mp.erfinv, [1e-8, 0.3, -0.99]),
        "ndtr": (ncdf, [-30.0, -1.5, 0.5, 2.5, 9.0]),
        "logNdtr": (lambda x: mp.log(ncdf(x)), tail),
        "lgamma": (mp.loggamma, [1e-8, 0.3, 1.0, 2.0, 40.0, 1e9]),
        "logit": (lambda x: mp.log(x / (1 - x)), [1e-20, 0.1, 0.499999, 0.8]),
        "sigmoid": (sigmoid, [-700.0, -3.0, 0.5, 30.0]),
        "softplus": (lambda x: mp.log1p(mp.exp(x)), [-700.0, -3.0, 0.5, 30.0]),
        "logSigmoid": (lambda x: -mp.log1p(mp.exp(-x)), [-30.0, -3.0, 0.5, 700.0]),
        "silu": (lambda x: x * sigmoid(x), [-600.0, -3.5, 0.5, 30.0]),
        "gelu": (lambda x: x * ncdf(x), [-20.0, -3.5, 0.5, 5.0]),
        "mish": (lambda x: x * mp.tanh(mp.log1p(mp.exp(x))), [-600.0, -3.5, 0.5, 15.0]),
        "softsign": (lambda x: x / (1 + abs(x)), [0.25, -7.0, 1e10, -1e20]),
        "gammainc3": (lambda x: mp.gammainc(3, 0, x, regularized=True), [1e-9, 0.5, 4.0, 60.0]),
        "gammaincc3": (lambda x: mp.gammainc(3, x, mp.inf, regularized=True), [1e-9, 0.5, 4.0, 60.0]),
        "betainc24": (lambda x: mp.betainc(2, 4, 0, x, regularized=True), [1e-9, 0.1, 0.7, 0.99]),
    }
    out = []
    for name, (f, points) in functions.items():
        for order in (1, 2, 3):
            for x in points:
                if name == "logNdtr" and order == 3 and x < -1e4:
                    continue  # 2/x³, of terms as large as x
                if x == 0:
                    value = mp.diff(f, mp.mpf(2) ** -200, order)
                    value = value if abs(value) > 1e-40 else mp.mpf(0)
                else:
                    value = mp.diff(f, mp.mpf(x), order, relative=abs(x) > 1)
                if math.isfinite(nearest(value)):
                    out.append("\t".join([name, str(order), hexed(x), hexed(nearest(value))]))
    return out


folder = Path(sys.argv[1])
elementary()
activations()
special()
binary()
(folder / "elementwise.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
(folder / "whole-numbers.tsv").write_text("\n".join(whole()) + "\n", encoding="utf-8")
mp.mp.prec = 1200
(folder / "derivatives.tsv").write_text("\n".join(derivatives()) + "\n", encoding="utf-8")
