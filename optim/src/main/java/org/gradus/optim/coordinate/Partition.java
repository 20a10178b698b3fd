package org.gradus.optim.coordinate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;

/** Which blocks of coordinates there are. */
public sealed interface Partition {

    /**
     * Blocks that stay.
     *
     * @param blocks coordinates, each in one block or more
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Fixed(int[][] blocks) implements Partition {
        /**
         * Checks that there are blocks.
         *
         * @throws ArgumentException when there is none, or an empty one
         */
        public Fixed {
            if (blocks.length == 0 || Arrays.stream(blocks).anyMatch(b -> b.length == 0)) {
                throw new ArgumentException("Fixed: no blocks, or an empty one", "give one coordinate or more a block");
            }
        }
    }

    /**
     * The best coordinates of each step, chosen by the rule.
     *
     * @param size coordinates a block, one or more
     */
    record Variable(int size) implements Partition {
        /**
         * Checks the size.
         *
         * @throws ArgumentException when it is not positive
         */
        public Variable {
            if (size < 1) {
                throw new ArgumentException("Variable: size " + size, "give one coordinate or more a block");
            }
        }
    }

    /**
     * A random partition, good with matrix updates.
     *
     * @param key of the order
     * @param n coordinates
     * @param size of a block; the last may be smaller
     * @return the blocks
     */
    static Fixed random(Key key, int n, int size) {
        long[] order = Random.permutation(key, n).toLongs();
        return inOrder(Arrays.stream(order).mapToInt(i -> (int) i).toArray(), size);
    }

    /**
     * Coordinates of similar constants together, good with gradient updates.
     *
     * @param constants Lᵢ of each coordinate
     * @param size of a block; the last may be smaller
     * @return the blocks
     */
    static Fixed sorted(double[] constants, int size) {
        return inOrder(order(constants), size);
    }

    /**
     * Blocks of similar mean constants: the sorted coordinates are dealt out in turn.
     *
     * @param constants Lᵢ of each coordinate
     * @param size of a block; some may be smaller
     * @return the blocks
     */
    static Fixed average(double[] constants, int size) {
        int[] order = order(constants);
        int count = (order.length + size - 1) / size;
        int[][] blocks = new int[count][];
        for (int b = 0; b < count; b++) {
            int first = b;
            blocks[b] = IntStream.range(0, order.length)
                    .filter(i -> i % count == first)
                    .map(i -> order[i])
                    .toArray();
        }
        return new Fixed(blocks);
    }

    /**
     * A coloring of a graph, greedy in the order of nodes: the block of a color has a diagonal Hessian.
     *
     * @param neighbors of each coordinate: where the Hessian is not zero
     * @return the blocks, one a color
     */
    static Fixed colored(int[][] neighbors) {
        int n = neighbors.length;
        int[] color = new int[n];
        Arrays.fill(color, -1);
        int colors = 0;
        for (int i = 0; i < n; i++) {
            boolean[] taken = new boolean[n + 1];
            for (int j : neighbors[i]) {
                if (j != i && color[j] >= 0) {
                    taken[color[j]] = true;
                }
            }
            while (taken[++color[i]]) {
                // The first color that no neighbor has.
            }
            colors = Math.max(colors, color[i] + 1);
        }
        int[][] blocks = new int[colors][];
        for (int c = 0; c < colors; c++) {
            int one = c;
            blocks[c] = IntStream.range(0, n).filter(i -> color[i] == one).toArray();
        }
        return new Fixed(blocks);
    }

    private static int[] order(double[] constants) {
        return IntStream.range(0, constants.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> constants[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    private static Fixed inOrder(int[] order, int size) {
        int count = (order.length + size - 1) / size;
        int[][] blocks = new int[count][];
        for (int b = 0; b < count; b++) {
            blocks[b] = Arrays.copyOfRange(order, b * size, Math.min(order.length, (b + 1) * size));
        }
        return new Fixed(blocks);
    }
}
