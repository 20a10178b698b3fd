package org.gradus.kernel;

/** Quotients rounded down, remainders and shifts, with the results of NumPy, of floating-point and of whole numbers. */
public final class Division {
    private Division() {}

    /**
     * ⌊x/y⌋ of the exact quotient, but for the rounding of the result.
     *
     * @param x the dividend
     * @param y the divisor
     * @return the quotient rounded down; x/y when y is ±0; NaN when x is infinite or either is NaN
     */
    public static double floorDivide(double x, double y) {
        if (y == 0) {
            return x / y;
        }
        double rest = x % y;
        double quotient = (x - rest) / y;
        if (rest != 0 && (rest < 0) != (y < 0)) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0, x / y);
        }
        double down = Math.floor(quotient); // the division may have ended a little below the integer
        return quotient - down > 0.5 ? down + 1 : down;
    }

    /**
     * x - y·⌊x/y⌋, exact but for one rounding where the signs differ.
     *
     * @param x the dividend
     * @param y the divisor
     * @return the remainder, with the sign of y also if 0; NaN when y is ±0, x is infinite or either is NaN
     */
    public static double modulo(double x, double y) {
        double rest = x % y;
        if (rest == 0) {
            return Math.copySign(0, y);
        }
        return (rest < 0) != (y < 0) ? rest + y : rest;
    }

    /**
     * The remainder of the division rounded towards zero, exact.
     *
     * @param x the dividend
     * @param y the divisor
     * @return the remainder, with the sign of x also if 0; NaN when y is ±0, x is infinite or either is NaN
     */
    public static double remainder(double x, double y) {
        return x % y;
    }

    /**
     * ⌊x/y⌋ of whole numbers.
     *
     * @param x the dividend
     * @param y the divisor
     * @return the quotient rounded down; 0 when y is 0; the smallest number by -1 is itself
     */
    public static long floorDivide(long x, long y) {
        return y == 0 ? 0 : Math.floorDiv(x, y);
    }

    /**
     * x - y·⌊x/y⌋ of whole numbers.
     *
     * @param x the dividend
     * @param y the divisor
     * @return the remainder, with the sign of y; 0 when y is 0
     */
    public static long modulo(long x, long y) {
        return y == 0 ? 0 : Math.floorMod(x, y);
    }

    /**
     * The remainder of the division of whole numbers rounded towards zero.
     *
     * @param x the dividend
     * @param y the divisor
     * @return the remainder, with the sign of x; 0 when y is 0
     */
    public static long remainder(long x, long y) {
        return y == 0 ? 0 : x % y;
    }

    /**
     * x·2ʸ, without the bits that leave the number; cut to 32 bits it is the shift of an int.
     *
     * @param x the number
     * @param y how many bits
     * @return the shifted number; 0 when y is negative or more than 63
     */
    public static long shiftLeft(long x, long y) {
        return y < 0 || y > 63 ? 0 : x << y;
    }

    /**
     * ⌊x/2ʸ⌋.
     *
     * @param x the number
     * @param y how many bits
     * @return the shifted number; -1 or 0, by the sign of x, when y is negative or more than 63
     */
    public static long shiftRight(long x, long y) {
        return x >> (y < 0 || y > 63 ? 63 : y);
    }
}
