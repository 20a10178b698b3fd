package org.gradus.optim.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.gradus.optim.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvexSetTest {
    private static final double[][] MATRIX = {{3, 1, 0.5}, {1, 2, -0.3}, {0.5, -0.3, 1}};

    static List<ConvexSet> sets() {
        return List.of(new ConvexSet.Ball(3, 1.5), new ConvexSet.Simplex(3), new ConvexSet.Box(3, -0.5, 1));
    }

    /** A projection y of x is in the set, and (x − y)ᵀ(s − y) ≤ 0 for every s of it: extreme points suffice. */
    @ParameterizedTest
    @MethodSource("sets")
    void projectionsAreNearest(ConvexSet set) {
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < 100; k++) {
            double[] x = random.doubles(3, -3, 3).toArray();
            double[] y = set.project(x);
            assertThat(set.project(y)).containsExactly(y, within(1e-14));
            double[] normal = Vectors.minus(x, y);
            double[] worst = set.minimizer(Vectors.plus(new double[3], -1, normal));
            assertThat(Vectors.dot(normal, Vectors.minus(worst, y))).isLessThanOrEqualTo(1e-12);

            double[] z = set.project(x, MATRIX);
            double[] inNorm = Vectors.times(MATRIX, Vectors.minus(x, z));
            double[] corner = set.minimizer(Vectors.plus(new double[3], -1, inNorm));
            assertThat(set.project(z)).containsExactly(z, within(1e-12));
            assertThat(Vectors.dot(inNorm, Vectors.minus(corner, z))).isLessThanOrEqualTo(1e-9);
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void minimizersAreExtreme(ConvexSet set) {
        SplittableRandom random = new SplittableRandom(2);
        double farthest = 0;
        for (int k = 0; k < 200; k++) {
            double[] c = random.doubles(3, -1, 1).toArray();
            double[] best = set.minimizer(c);
            assertThat(set.project(best)).containsExactly(best, within(1e-12));
            double[] other = set.project(random.doubles(3, -3, 3).toArray());
            assertThat(Vectors.dot(c, best)).isLessThanOrEqualTo(Vectors.dot(c, other) + 1e-12);
            double[] opposite = set.minimizer(Vectors.plus(new double[3], -1, c));
            farthest = Math.max(farthest, Vectors.norm(Vectors.minus(best, opposite)));
        }
        assertThat(farthest).isCloseTo(set.diameter(), within(1e-12));
        assertThat(set.project(set.center())).containsExactly(set.center(), within(1e-15));
    }
}
