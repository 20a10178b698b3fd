"""Writes tables of reference values for the kernel's functions, one file a family.

Usage: python3 references.py FOLDER [POINTS]      (needs python-flint 0.9: ball arithmetic with proven error bounds)

A line is: function, arguments, value, rest, separated by tabs. Arguments and value are hexadecimal doubles; the true
value is value + rest·ulp(value), so an error can be told to a thousandth of a unit in the last place. The points are
random with the function's name as the seed, POINTS of each function (default 160), over every part of its domain.
"""

import math
import random
import sys
from fractions import Fraction
from pathlib import Path

from flint import arb, ctx

BITS = 90  # of each value, proven


def exact(x):
    mantissa, exponent = x.mid().man_exp()
    mantissa, exponent = int(mantissa), int(exponent)
    return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)


def evaluate(f, arguments):
    """The value to BITS bits, or None where it is no finite number."""
    bits = 128
    while bits < 100_000:
        ctx.prec = bits
        value = f(*[arb(a) for a in arguments])
        if value.is_finite() and value.rel_accuracy_bits() >= BITS:
            return exact(value)
        if value.is_zero():
            return Fraction(0)
        bits *= 2
    return None


def rounded(value):
    try:
        high = float(value)
    except OverflowError:
        return None
    if math.isinf(high):
        return None
    return high, float((value - Fraction(high)) / Fraction(math.ulp(high)))


def spread(low, high):
    """Numbers whose logarithm is uniform, of one sign."""
    return lambda r: math.exp(r.uniform(math.log(low), math.log(high)))


def signed(f):
    return lambda r: f(r) * r.choice((-1, 1))


def uniform(low, high):
    return lambda r: r.uniform(low, high)


def near(point, least, most):
    """Numbers on both sides of a point."""
    return lambda r: point + signed(spread(least, most))(r)


def any_positive(r):
    return math.ldexp(r.uniform(1, 2), r.randint(-1074, 1023))


def mixed(*sources):
    """Each source by turns, for functions of one argument."""
    return lambda r, i: (sources[i % len(sources)](r),)


def pairs(*sources):
    return lambda r, i: tuple(s(r) for s in sources[i % len(sources)])


ONE = arb(1)


def log_of_sum(x, y):
    return (x.exp() + y.exp()).log()


def hypot(x, y):
    return (x * x + y * y).sqrt()


def cbrt(x):
    return x.root(3) if x > 0 else -((-x).root(3))


def elementary():
    moderate = signed(spread(1e-300, 1e300))
    yield "exp2", lambda x: (x * arb.const_log2()).exp(), mixed(
        uniform(-1021, 1023.9), uniform(-2, 2), signed(spread(1e-20, 1)), uniform(-1074, -1022)
    )
    yield "log2", lambda x: x.log() / arb.const_log2(), mixed(any_positive, uniform(0.5, 2), near(1, 1e-16, 1e-2))
    yield "log10", lambda x: x.log() / arb.const_log10(), mixed(any_positive, uniform(0.5, 2), near(1, 1e-16, 1e-2))
    angles = mixed(uniform(-7, 7), signed(spread(1e-20, 1e6)), signed(spread(1e6, 1e300)), multiple_of_half_pi)
    yield "tan", lambda x: x.tan(), angles
    inside = mixed(uniform(-1, 1), signed(spread(1e-20, 1)), lambda r: signed(lambda s: 1 - spread(1e-16, 0.5)(s))(r))
    yield "asin", lambda x: x.asin(), inside
    yield "acos", lambda x: x.acos(), inside
    yield "atan", lambda x: x.atan(), mixed(uniform(-4, 4), moderate, signed(spread(1e-10, 1e10)), near(2.414, 1e-9, 0.1))
    yield "sinh", lambda x: x.sinh(), mixed(uniform(-710, 710), uniform(-2, 2), signed(spread(1e-20, 1)))
    yield "cosh", lambda x: x.cosh(), mixed(uniform(-710, 710), uniform(-2, 2), signed(spread(1e-20, 1)))
    yield "asinh", lambda x: x.asinh(), mixed(moderate, uniform(-3, 3), signed(spread(1e-10, 1e10)))
    yield "acosh", lambda x: x.acosh(), mixed(spread(1, 1e300), uniform(1, 3), lambda r: 1 + spread(1e-16, 1)(r))
    yield "atanh", lambda x: x.atanh(), inside
    yield "cbrt", cbrt, mixed(signed(any_positive), uniform(-8, 8))
    yield "rsqrt", lambda x: x.rsqrt(), mixed(any_positive, uniform(0.5, 4))
    plane = pairs(
        (moderate, moderate),
        (uniform(-1, 1), uniform(-1, 1)),
        (signed(spread(1e-3, 1e3)), signed(spread(1e-3, 1e3))),
        (signed(any_positive), signed(any_positive)),
    )
    yield "hypot", hypot, plane
    yield "atan2", arb.atan2, plane
    yield "logaddexp", log_of_sum, pairs(
        (uniform(-30, 30), uniform(-30, 30)), (uniform(-1000, 1000), uniform(-1000, 1000)), (uniform(0, 1e-9), uniform(-40, 0))
    )


def multiple_of_half_pi(r):
    return r.randint(1, 600_000) * (math.pi / 2)


def error_functions():
    both = signed(spread(1e-20, 1))
    half = lambda x: x / arb(2).sqrt()
    cdf = lambda x: (-half(x)).erfc() / 2
    yield "erf", lambda x: x.erf(), mixed(uniform(-6.2, 6.2), both, uniform(-1.2, 1.2), signed(spread(1e-300, 1e-20)))
    yield "erfc", lambda x: x.erfc(), mixed(uniform(-6.2, 6.2), both, uniform(0.3, 2), uniform(0.5, 26.54), uniform(26.54, 27.22))
    yield "erfcx", lambda x: (x * x).exp() * x.erfc(), mixed(
        uniform(-26, 6), both, uniform(0.3, 2), uniform(0.5, 30), spread(1, 1e300)
    )
    yield "erfinv", lambda x: x.erfinv(), mixed(
        uniform(-1, 1), both, lambda r: signed(lambda s: 1 - spread(1e-16, 0.5)(s))(r), uniform(-0.55, 0.55)
    )
    yield "erfcinv", lambda x: x.erfcinv(), mixed(uniform(0, 2), spread(1e-320, 1), near(1, 1e-16, 0.5), lambda r: 2 - spread(1e-16, 1)(r))
    yield "normalCdf", cdf, mixed(uniform(-6, 8), both, uniform(-37.5, 0), uniform(-38.4, -37.5))
    yield "logNormalCdf", lambda x: cdf(x).log(), mixed(uniform(-6, 8), both, uniform(-37, 30), signed(lambda r: spread(1, 1e5)(r)))


def gamma_functions():
    def lgamma(x):
        return abs(x.gamma()).log() if x < 0 else x.lgamma()

    wide = spread(1e-300, 1e300)
    positive = mixed(uniform(0, 4), uniform(0, 30), wide, near(1, 1e-16, 0.5), near(2, 1e-16, 0.5), spread(1e-3, 1e3))
    negative = mixed(uniform(-4, 0), uniform(-170, 0), lambda r: -spread(1e-300, 1)(r), near_integer)
    yield "lgamma", lgamma, positive
    yield "lgammaOfNegative", lgamma, negative
    root = 1.4616321449683623
    yield "digamma", lambda x: x.digamma(), mixed(uniform(0, 4), uniform(0, 30), wide, near(root, 1e-15, 0.4), spread(1e-3, 1e3))
    yield "digammaOfNegative", lambda x: x.digamma(), negative
    order = lambda n: lambda x: polygamma(n, x)
    yield "trigamma", order(1), mixed(uniform(0, 4), uniform(0, 30), spread(1e-150, 1e300), spread(1e-3, 1e3))
    yield "trigammaOfNegative", order(1), mixed(uniform(-4, 0), uniform(-170, 0), near_integer)
    for n in (2, 3, 4, 5, 8, 13, 30, 100):
        yield f"polygamma:{n}", order(n), mixed(uniform(0, 4), uniform(0, 30), spread(1e-3, 1e3), spread(1e-2, 1e6))
        yield f"polygammaOfNegative:{n}", order(n), mixed(uniform(-4, 0), uniform(-30, 0))


def near_integer(r):
    return -r.randint(1, 30) + signed(spread(1e-9, 0.5))(r)


def polygamma(n, x):
    """(-1)^(n+1) n! ζ(n+1, x), shifted to a positive argument first."""
    s = n + 1
    total = arb(0)
    while x <= 0:
        total += ONE / x**s
        x = x + 1
    value = arb.fac_ui(n) * (total + arb(s).zeta(x))
    return value if n % 2 == 1 else -value


def incomplete_functions():
    shape = spread(1e-3, 1e6)

    def about_mean(r):
        a = shape(r)
        return a, abs(a + r.gauss(0, 4) * math.sqrt(a))

    def anywhere(r):
        a = shape(r)
        return a, a * spread(1e-3, 1e3)(r)

    def small(r):
        return spread(1e-3, 3)(r), spread(1e-6, 10)(r)

    gamma_points = lambda r, i: (about_mean, anywhere, small)[i % 3](r)
    yield "gammainc", gamma_lower, gamma_points
    yield "gammaincc", gamma_upper, gamma_points
    yield "gammaincDerivative", lambda a, x: ((a - 1) * x.log() - x - a.lgamma()).exp(), gamma_points

    def beta_about_mean(r):
        a, b = shape(r), shape(r)
        deviation = math.sqrt(a * b / (a + b + 1)) / (a + b)
        x = a / (a + b) + r.gauss(0, 4) * deviation
        return a, b, min(max(abs(x), 1e-12), 1 - 1e-12)

    def beta_anywhere(r):
        return shape(r), shape(r), r.choice((r.uniform(0, 1), spread(1e-9, 1)(r), 1 - spread(1e-9, 1)(r)))

    def beta_small(r):
        return spread(1e-3, 10)(r), spread(1e-3, 10)(r), r.uniform(0, 1)

    def beta_one_large(r):
        a, b = spread(1e-3, 30)(r), spread(1e3, 1e6)(r)
        y = min(1.0, (a + abs(r.gauss(0, 4)) * (1 + math.sqrt(a))) / b)
        return (a, b, y) if r.random() < 0.5 else (b, a, 1 - y)

    beta_points = lambda r, i: (beta_about_mean, beta_anywhere, beta_small, beta_one_large)[i % 4](r)
    yield "betainc", lambda a, b, x: beta_lower(a, b, x, 1 - x), beta_points
    yield "betaincc", lambda a, b, x: beta_lower(b, a, 1 - x, x), beta_points
    yield "betaincDerivative", beta_density, beta_points


def beta_density(a, b, x):
    logarithm = (a - 1) * x.log() + (b - 1) * (1 - x).log() - a.lgamma() - b.lgamma() + (a + b).lgamma()
    return logarithm.exp()


def positive_series(prefix, ratio):
    """prefix Σ Π ratio(k), with a bound of the rest: the ratios fall."""
    term = ONE
    total = ONE
    k = 0
    while True:
        q = ratio(k)
        term *= q
        total += term
        k += 1
        if k % 8 == 0 and q < 1:
            rest = term * q / (1 - q)
            if rest < total * arb(2) ** -(BITS + 20):
                return prefix * total * (1 + arb(0, 1) * arb(2) ** -(BITS + 20))


def gamma_lower(a, x):
    if x > a + 1:
        return 1 - gamma_upper(a, x)
    prefix = (a * x.log() - x - (a + 1).lgamma()).exp()
    return positive_series(prefix, lambda k: x / (a + 1 + k))


def gamma_upper(a, x):
    if x <= a + 1:
        return 1 - gamma_lower(a, x)
    return x.gamma_upper(a, regularized=1)


def beta_lower(a, b, x, y):
    return x.beta_lower(a, b, regularized=1)


FAMILIES = {
    "elementary": elementary,
    "error-functions": error_functions,
    "gamma-functions": gamma_functions,
    "incomplete-functions": incomplete_functions,
}


def main(folder, points, families):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for family in families or FAMILIES:
        with open(folder / f"{family}.tsv", "w") as out:
            for name, f, source in FAMILIES[family]():
                r = random.Random(name)
                written = skipped = 0
                for i in range(points):
                    arguments = source(r, i)
                    value = evaluate(f, arguments)
                    pair = None if value is None else rounded(value)
                    if pair is None:
                        skipped += 1
                        continue
                    high, rest = pair
                    cells = [name] + [float(a).hex() for a in arguments] + [high.hex(), f"{rest:.3f}"]
                    out.write("\t".join(cells) + "\n")
                    written += 1
                print(f"{family}: {name}: {written} points, {skipped} without a finite value", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 160, sys.argv[3:])
