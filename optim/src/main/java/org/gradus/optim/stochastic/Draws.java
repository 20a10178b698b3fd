package org.gradus.optim.stochastic;

import org.gradus.tensor.Key;
import org.gradus.tensor.Random;

/**
 * Random numbers of a key, one after another, for loops in Java: drawn in blocks, so that a number costs little. The same key and the
 * same calls give the same numbers.
 */
public final class Draws {
    private static final int BLOCK = 4096;

    private final Key key;
    private long blocks;
    private double[] uniform = {};
    private double[] normal = {};
    private int nextUniform;
    private int nextNormal;

    /**
     * Numbers of a key.
     *
     * @param key which none else should use
     */
    public Draws(Key key) {
        this.key = key;
    }

    /**
     * A uniform number.
     *
     * @return in [0, 1)
     */
    public double uniform() {
        if (nextUniform == uniform.length) {
            uniform = Random.uniform(key.fold(2 * blocks++), BLOCK).toDoubles();
            nextUniform = 0;
        }
        return uniform[nextUniform++];
    }

    /**
     * A standard normal number.
     *
     * @return any
     */
    public double normal() {
        if (nextNormal == normal.length) {
            normal = Random.normal(key.fold(2 * blocks++ + 1), BLOCK).toDoubles();
            nextNormal = 0;
        }
        return normal[nextNormal++];
    }

    /**
     * A whole number.
     *
     * @param bound one or more
     * @return from 0 to bound − 1, with equal chances
     */
    public int integer(int bound) {
        return (int) (uniform() * bound);
    }

    /**
     * A direction.
     *
     * @param dimension one or more
     * @return uniform on the unit sphere
     */
    public double[] direction(int dimension) {
        double[] u = new double[dimension];
        double square = 0;
        while (square == 0) {
            for (int i = 0; i < dimension; i++) {
                u[i] = normal();
                square += u[i] * u[i];
            }
        }
        double length = Math.sqrt(square);
        for (int i = 0; i < dimension; i++) {
            u[i] /= length;
        }
        return u;
    }

    /**
     * One of several, by their chances.
     *
     * @param chances zero or more each, with a sum of 1
     * @return the place of one
     */
    public int choice(double[] chances) {
        double left = uniform();
        int last = 0;
        for (int i = 0; i < chances.length; i++) {
            if (chances[i] > 0) {
                last = i;
                left -= chances[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }
}
