#!/usr/bin/env python3
"""Makes gamma-slopes.tsv: dy/da of the logarithm of the gamma quantile, and its partial derivatives.

Needs mpmath and scipy. Every number is a central difference of the distribution function, summed by its power series
with 100 digits. Columns: a, y, s, ds/da, ds/dy.

    python3 gamma_slopes.py > ../resources/org/gradus/kernel/gamma-slopes.tsv
"""
import numpy
from mpmath import exp, log, loggamma, mp, mpf
from scipy import stats

mp.dps = 100


def lower(a, y):
    """The distribution function at y = ln z, divided by the density of y."""
    z = exp(y)
    term = total = 1 / a
    k = a
    while term > total * mpf(10) ** -100:
        k += 1
        term *= z / k
        total += term
    return total


def log_density(a, y):
    return a * y - exp(y) - loggamma(a)


def slope(a, y):
    h = a * mpf(10) ** -30
    base = log_density(a, y)
    up = lower(a + h, y) * exp(log_density(a + h, y) - base)
    down = lower(a - h, y) * exp(log_density(a - h, y) - base)
    return -(up - down) / (2 * h)


def row(a, y):
    a, y = mpf(a), mpf(y)
    h = mpf(10) ** -15
    by_a = (slope(a * (1 + h), y) - slope(a * (1 - h), y)) / (2 * a * h)
    by_y = (slope(a, y + h) - slope(a, y - h)) / (2 * h)
    return [slope(a, y), by_a, by_y]


def points():
    for a in [1e-3, 0.01, 0.1, 0.5, 0.9, 1, 1.5, 3, 7.3, 12, 19.9, 20.1, 35, 100, 1e3, 3e4, 1e6]:
        for p in [1e-12, 1e-6, 0.01, 0.3, 0.5, 0.6]:
            z = stats.gamma.ppf(p, a)
            yield a, float(numpy.log(z)) if z > 1e-250 else float((log(mpf(p)) + loggamma(mpf(a) + 1)) / a)
        for p in [1e-12, 1e-6, 0.01, 0.2]:
            yield a, float(numpy.log(stats.gamma.isf(p, a)))
        if a < 20:
            yield a, float(numpy.nextafter(float(mp.digamma(a + 1)), 9))
            yield a, float(mp.digamma(a + 1)) - 1e-9


if __name__ == "__main__":
    for a, y in points():
        print(repr(float(a)), repr(y), *(mp.nstr(v, 20) for v in row(a, y)), sep="\t")
