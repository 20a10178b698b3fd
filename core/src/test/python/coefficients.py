"""Prints the polynomials of the kernel's elementary and special functions, as Java, with their largest errors.

Usage: python3 coefficients.py [name ...]      (needs mpmath)

An error is relative to the function that the polynomial is part of, so 2^-53 is half a unit in the last place of it.
"""

import sys

from minimax import fit, mp, mpf
from mpmath import acosh, asin, atan, atanh, cosh, erf, erfc, erfinv, euler, exp, findroot, log, loggamma, mpc, pi, psi
from mpmath import sinh, sqrt, zeta

mp.dps = 50
SMALL = mpf(10) ** -22
HALF_LN2 = log(mpf(2)) / 2


def quotient(f, first, following):
    """(f(√z)/√z - first) / z, and its limit `following` at 0: an odd function without its first term."""

    def g(z):
        if z < SMALL:
            return following
        x = sqrt(z)
        return (f(x) / x - first) / z

    return g


def at_least(z):
    return max(abs(z), SMALL)


def erfcx_numerator(k):
    """(1 + 2a) e^(a²) erfc(a) as a function of t = (a - k) / (a + k)."""

    def g(t):
        if t == 1:
            return 2 / sqrt(pi)
        a = k * (1 + t) / (1 - t)
        if a > 1000:
            z = 1 / (2 * a * a)
            series = 1 - z * (1 - 3 * z * (1 - 5 * z * (1 - 7 * z * (1 - 9 * z))))
            return (1 + 2 * a) / (a * sqrt(pi)) * series
        return (1 + 2 * a) * exp(a * a) * erfc(a)

    return g


inverses = {}


def erfc_inverse(s):
    """x with erfc(x) = e^(-s²), by Newton's method on the logarithm."""
    if s not in inverses:
        x = s * mpf("0.9")
        for _ in range(100):
            e = erfc(x)
            step = (log(e) + s * s) * e / (-2 / sqrt(pi) * exp(-x * x))
            x -= step
            if abs(step) < mpf(10) ** -(mp.dps - 6):
                break
        inverses[s] = x
    return inverses[s]


def erfc_inverse_ratio(k):
    def g(t):
        s = k * (1 + t) / (1 - t)
        return erfc_inverse(s) / s

    return g


def t_of(s, k):
    return (s - k) / (s + k)


def lgamma2(t):
    """(lgamma(2+t)/t - (1-γ)) / t."""
    if abs(t) < SMALL:
        return (zeta(2) - 1) / 2
    return (loggamma(2 + t).real / t - (1 - euler)) / t


ROOT = findroot(lambda x: psi(0, x), mpf("1.4616"))


def digamma_ratio(t):
    """ψ(1.5+t) / (1.5+t-x0), x0 the positive root."""
    x = mpf(1.5) + t
    return psi(0, x) / (x - ROOT) if abs(x - ROOT) > SMALL else psi(1, ROOT)


def stirling(u):
    """(lgamma(x) - (x-½) ln x + x - ½ ln 2π) x, u = 1/x²."""
    if u < mpf(10) ** -14:
        return mpf(1) / 12 - u / 360
    x = 1 / sqrt(u)
    return (loggamma(x) - ((x - mpf(1) / 2) * log(x) - x + log(2 * pi) / 2)) * x


def digamma_tail(u):
    """(ln x - 1/(2x) - ψ(x)) x², u = 1/x²."""
    if u < mpf(10) ** -14:
        return mpf(1) / 12 - u / 120
    x = 1 / sqrt(u)
    return (log(x) - 1 / (2 * x) - psi(0, x)) / u


def trigamma_tail(u):
    """(ψ'(x) - 1/x - 1/(2x²)) x³, u = 1/x²."""
    if u < mpf(10) ** -14:
        return mpf(1) / 6 - u / 30
    x = 1 / sqrt(u)
    return (psi(1, x) - 1 / x - 1 / (2 * x * x)) * x**3


def cbrt(t):
    return (mpf(1.5) + t) ** (mpf(1) / 3)


def erfinv_of(x):
    return erfinv(x)


def exp_tail(r):
    return (exp(r) - 1 - r) / r**2 if abs(r) > SMALL else mpf(1) / 2


def cases():
    one = lambda x: mpf(1)
    f = erfcx_numerator(mpf(3))
    f0 = mpf(float(f(mpf(0))))
    at_0 = (f(SMALL) - f(-SMALL)) / (2 * SMALL)
    yield "asinTail", quotient(asin, 1, mpf(1) / 6), at_least, 0, 0.25, 13
    yield "atanTail", quotient(atan, 1, -mpf(1) / 3), at_least, 0, 0.25, 12
    yield "coshTail", lambda z: (cosh(sqrt(z)) - 1) / z if z > SMALL else mpf(1) / 2, at_least, 0, HALF_LN2**2, 6
    yield "sinhTail", quotient(sinh, 1, mpf(1) / 6), at_least, 0, HALF_LN2**2, 6
    # Half the weight: log is twice atanh, and s is half of its argument.
    yield "atanhTail", quotient(atanh, 1, mpf(1) / 3), at_least, 0, mpf("0.02945"), 7
    yield "atanhWide", quotient(atanh, 1, mpf(1) / 3), at_least, 0, mpf(1) / 9, 11
    yield "expTail", exp_tail, lambda r: r * r + SMALL, -HALF_LN2 * mpf("1.0001"), HALF_LN2 * mpf("1.0001"), 11
    yield "cbrtStart", cbrt, lambda t: 1 / cbrt(t), -0.5, 0.5, 6
    first = 2 / sqrt(pi)
    yield "erfTail", quotient(erf, first, -first / 3), at_least, 0, 1, 12
    rest = lambda t: (f(t) - f0) / t if abs(t) > SMALL else at_0
    print("// erfcx at t = 0:", float(f0).hex())
    yield "erfcxRest", rest, lambda t: at_least(t) / f(t), t_of(mpf("0.65"), 3), 1, 22
    middle = sqrt(pi) / 2
    yield "erfinvTail", quotient(erfinv_of, middle, pi ** mpf(1.5) / 24), at_least, 0, 0.25, 13
    low = sqrt(log(mpf(2))) * mpf("0.9999")
    for name, k, a, b, n in (
        ("Center", mpf(1.375), low, mpf("2.25"), 17),
        ("Tail", mpf(3.5), mpf("2.25"), mpf("5.5"), 17),
        ("FarTail", mpf(12.25), mpf("5.5"), mpf("27.3"), 21),
    ):
        yield "erfcinv" + name, erfc_inverse_ratio(k), one, t_of(a, k), t_of(b, k), n
    yield "lgamma2Tail", lgamma2, lambda t: max(abs(t), mpf("0.001")), -0.5, 0.5, 18
    yield "stirlingTail", stirling, lambda u: 1 / stirling(u), 0, mpf(1) / 64, 7
    yield "digammaRatio", digamma_ratio, lambda t: 1 / digamma_ratio(t), -0.5, 0.5, 23
    yield "digammaTail", digamma_tail, lambda u: 1 / digamma_tail(u), 0, mpf(1) / 100, 7
    yield "trigammaTail", trigamma_tail, lambda u: 1 / trigamma_tail(u), 0, mpf(1) / 100, 7


def literal(x):
    mantissa, exponent = abs(x).hex().split("p")
    head, digits = mantissa.split(".")
    return ("-" if x < 0 else "") + head + "." + (digits.rstrip("0") or "0") + "p" + exponent


def java(name, c):
    """Horner's rule for the even and the odd part apart, in the square of the argument."""
    lines = [f"double {name}(double z) {{", "    double w = z * z;"]
    for part, values in (("even", c[0::2]), ("odd", c[1::2])):
        values = [literal(v) for v in values]
        if len(values) == 1:
            lines.append(f"    double {part} = {values[0]};")
            continue
        lines.append(f"    double {part} = Math.fma(w, {values[-1]}, {values[-2]});")
        for v in reversed(values[:-2]):
            lines.append(f"    {part} = Math.fma(w, {part}, {v});")
    return "\n".join(lines + ["    return Math.fma(z, odd, even);", "}"])


def main(names):
    for name, f, weight, low, high, terms in cases():
        if names and name not in names:
            continue
        c, error = fit(f, weight, low, high, terms)
        print(f"// {name} on [{float(low):.6g}, {float(high):.6g}]: 2^{float(log(error, 2)):.1f}")
        print(java(name, c), flush=True)
    print("// root of digamma:", mp.nstr(ROOT, 40))
    rest = ROOT
    for _ in range(3):
        part = float(rest)
        print("//  ", part.hex())
        rest -= mpf(part)


if __name__ == "__main__":
    main(sys.argv[1:])
