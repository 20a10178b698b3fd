package org.gradus.optim.coordinate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.error.ArgumentException;

/**
 * Nodes whose graph has no cycle. A symmetric system with that sparsity is solved in time linear in the number of nodes by passing
 * messages from the leaves to the roots and back (Nutini, Laradji and Schmidt 2017, section 4).
 *
 * @param nodes of the graph, in an order in which every node comes after its parent
 * @param parents the place in {@code nodes} of each one's parent; −1 for roots
 */
@SuppressWarnings("ArrayRecordComponent")
public record Forest(int[] nodes, int[] parents) {

    /**
     * A solution.
     *
     * @param x in the order of the nodes
     * @param operations multiplications and divisions
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Solved(double[] x, long operations) {}

    /**
     * Nodes joined one after another.
     *
     * @param n one or more
     * @return the chain 0, 1, …, n − 1
     */
    public static Forest chain(int n) {
        int[] nodes = new int[n];
        int[] parents = new int[n];
        Arrays.setAll(nodes, i -> i);
        Arrays.setAll(parents, i -> i - 1);
        return new Forest(nodes, parents);
    }

    /**
     * The forest of some nodes of a graph.
     *
     * @param neighbors of each node of the graph
     * @param chosen the nodes
     * @return the forest
     * @throws ArgumentException when the chosen nodes have a cycle
     */
    public static Forest of(int[][] neighbors, int[] chosen) {
        int[] place = new int[neighbors.length];
        Arrays.fill(place, -2);
        for (int node : chosen) {
            place[node] = -1;
        }
        int[] nodes = new int[chosen.length];
        int[] parents = new int[chosen.length];
        int count = 0;
        for (int root : chosen) {
            if (place[root] != -1) {
                continue;
            }
            place[root] = count;
            nodes[count] = root;
            parents[count++] = -1;
            for (int at = count - 1; at < count; at++) {
                for (int next : neighbors[nodes[at]]) {
                    boolean up = parents[at] >= 0 && nodes[parents[at]] == next;
                    if (next == nodes[at] || up || place[next] == -2) {
                        continue;
                    }
                    if (place[next] != -1) {
                        throw new ArgumentException(
                                "forest: the nodes have a cycle through " + next, "choose them by Forest.greedy");
                    }
                    place[next] = count;
                    nodes[count] = next;
                    parents[count++] = at;
                }
            }
        }
        return new Forest(nodes, parents);
    }

    /**
     * Adds nodes in an order, each unless it touches two nodes of one tree.
     *
     * @param neighbors of each node of the graph
     * @param order in which nodes are tried
     * @return the forest
     */
    public static Forest greedy(int[][] neighbors, int[] order) {
        int[] tree = new int[neighbors.length];
        Arrays.setAll(tree, i -> i);
        boolean[] in = new boolean[neighbors.length];
        List<Integer> chosen = new ArrayList<>();
        for (int node : order) {
            List<Integer> touched = new ArrayList<>();
            boolean cycle = false;
            for (int next : neighbors[node]) {
                if (next != node && in[next]) {
                    int root = root(tree, next);
                    cycle |= touched.contains(root);
                    touched.add(root);
                }
            }
            if (!cycle) {
                in[node] = true;
                chosen.add(node);
                touched.forEach(root -> tree[root] = node);
            }
        }
        return of(neighbors, chosen.stream().mapToInt(i -> i).toArray());
    }

    private static int root(int[] tree, int node) {
        int at = node;
        while (tree[at] != at) {
            tree[at] = tree[tree[at]];
            at = tree[at];
        }
        return at;
    }

    /**
     * Solves H·x = b, H with the graph's sparsity.
     *
     * @param diagonal Hᵢᵢ in the order of the nodes
     * @param toParent the entry of H between each node and its parent; what stands at roots is not looked at
     * @param right b in the order of the nodes
     * @return x
     */
    public Solved solve(double[] diagonal, double[] toParent, double[] right) {
        double[] pivots = diagonal.clone();
        double[] x = right.clone();
        long operations = 0;
        for (int i = nodes.length - 1; i >= 0; i--) {
            int up = parents[i];
            if (up >= 0) {
                double share = toParent[i] / pivots[i];
                pivots[up] -= share * toParent[i];
                x[up] -= share * x[i];
                operations += 3;
            }
        }
        for (int i = 0; i < nodes.length; i++) {
            int up = parents[i];
            if (up >= 0) {
                x[i] -= toParent[i] * x[up];
                operations++;
            }
            x[i] /= pivots[i];
            operations++;
        }
        return new Solved(x, operations);
    }

    /**
     * Solves a system along the forest of its matrix.
     *
     * @param matrix symmetric and positive definite, whose elements off the diagonal make a graph without cycles
     * @param right the right-hand side
     * @return the solution
     * @throws ArgumentException when the graph has a cycle
     */
    public static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        int[][] neighbors = new int[n][];
        Arrays.setAll(
                neighbors,
                i -> IntStream.range(0, n)
                        .filter(j -> j != i && matrix[i][j] != 0)
                        .toArray());
        Forest forest = Forest.of(neighbors, IntStream.range(0, n).toArray());
        double[] diagonal = new double[n];
        double[] toParent = new double[n];
        double[] b = new double[n];
        for (int i = 0; i < n; i++) {
            int node = forest.nodes()[i];
            int up = forest.parents()[i];
            diagonal[i] = matrix[node][node];
            toParent[i] = up < 0 ? 0 : matrix[node][forest.nodes()[up]];
            b[i] = right[node];
        }
        double[] solved = forest.solve(diagonal, toParent, b).x();
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[forest.nodes()[i]] = solved[i];
        }
        return x;
    }
}
