"""Minimax polynomials with coefficients in double precision: Remez exchange in multiple precision (mpmath)."""

from mpmath import mp, mpf, matrix, lu_solve, cos, pi

mp.dps = 60


def remez(f, weight, low, high, terms, rounds=12, grid=60):
    """Coefficients c of the polynomial p with `terms` terms that minimizes max |weight (f - p)| on [low, high]."""
    low, high = mpf(low), mpf(high)
    middle, half = (low + high) / 2, (high - low) / 2
    points = [middle - half * cos(pi * k / terms) for k in range(terms + 1)]
    values = {}

    def value(x):
        if x not in values:
            values[x] = (f(x), weight(x))
        return values[x]

    coefficients, error = None, None
    for _ in range(rounds):
        a = matrix(terms + 1, terms + 1)
        b = matrix(terms + 1, 1)
        for i, x in enumerate(points):
            v, w = value(x)
            for j in range(terms):
                a[i, j] = ((x - middle) / half) ** j
            a[i, terms] = (-1) ** i / w
            b[i] = v
        solution = lu_solve(a, b)
        coefficients = [solution[j] for j in range(terms)]
        error = abs(solution[terms])

        def residual(x):
            v, w = value(x)
            s = mpf(0)
            u = (x - middle) / half
            for c in reversed(coefficients):
                s = s * u + c
            return (v - s) * w

        # The extremum between two sign changes, from a grid of Chebyshev points refined by a parabola.
        n = grid * (terms + 1)
        xs = [middle - half * cos(pi * k / n) for k in range(n + 1)]
        rs = [residual(x) for x in xs]
        found = []
        start = 0
        for k in range(1, n + 2):
            if k == n + 1 or (rs[k] > 0) != (rs[start] > 0):
                best = max(range(start, k), key=lambda i: abs(rs[i]))
                found.append((abs(rs[best]), xs[best]))
                start = k
        while len(found) > terms + 1:
            found.pop(0 if found[0][0] < found[-1][0] else -1)
        if len(found) < terms + 1:
            break
        points = [x for _, x in found]
        worst = max(e for e, _ in found)
        if worst < error * mpf("1.01"):
            error = worst
            break
        error = worst
    return shifted(coefficients, middle, half), error


def shifted(coefficients, middle, half):
    """Coefficients in x of a polynomial in (x - middle) / half."""
    result = [mpf(0)]
    for c in reversed(coefficients):
        following = [mpf(0)] * (len(result) + 1)
        for j, r in enumerate(result):
            following[j + 1] += r / half
            following[j] -= r * middle / half
        following[0] += c
        result = following
    return result[: len(coefficients)]


def fit(f, weight, low, high, terms):
    """The coefficients as doubles, and the largest weighted error of the polynomial that they make."""
    coefficients, _ = remez(f, weight, low, high, terms)
    rounded = [float(c) for c in coefficients]
    worst = mpf(0)
    for k in range(1001):
        x = mpf(low) + (mpf(high) - mpf(low)) * k / 1000
        s = mpf(0)
        for c in reversed(rounded):
            s = s * x + c
        worst = max(worst, abs((f(x) - s) * weight(x)))
    return rounded, worst
