package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.categories.Bits;
import org.gradus.categories.Circuit;
import org.gradus.categories.ReverseDerivativeAscent;
import org.gradus.categories.Ring;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.Table;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;

/**
 * Boolean circuits learn by their reverse derivative over the bits. The published experiments' models and thresholds are not
 * known in detail; here each feature of iris becomes two bits, its quartile in the training rows, and a lookup table of the
 * eight bits gives one bit a class.
 */
final class AscentPaper implements Reproduction {

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "reverse-derivative-ascent",
                "Reverse Derivative Ascent: A Categorical Approach to Learning Boolean Circuits",
                2021);
    }

    @Override
    public String claim() {
        return "Parameters of Boolean circuits are learned directly, without relaxation to real numbers, by reverse derivatives"
                + " over the integers modulo 2; shown on iris and MNIST.";
    }

    private static List<Bits> table(int variables) {
        return IntStream.range(0, variables)
                .mapToObj(i -> Bits.truthTable(variables, i))
                .toList();
    }

    private static Bits draw(Key key, int size) {
        double[] u = Random.uniform(key, size).toDoubles();
        boolean[] bits = new boolean[size];
        for (int i = 0; i < size; i++) {
            bits[i] = u[i] < 0.5;
        }
        return Bits.of(bits);
    }

    /** A tree over given wires in which each is read once, with negations. */
    private static Circuit readOnce(Key key, int inputs) {
        if (inputs == 1) {
            return Random.uniform(key, 1).toDoubles()[0] < 0.5 ? Circuit.identity(1) : Circuit.not();
        }
        List<Key> keys = key.split(3);
        double[] u = Random.uniform(keys.get(0), 3).toDoubles();
        int left = 1 + (int) (u[0] * (inputs - 1));
        Circuit both = readOnce(keys.get(1), left).beside(readOnce(keys.get(2), inputs - left));
        Circuit joined = both.then(u[1] < 0.5 ? Circuit.add() : Circuit.multiply());
        return u[2] < 0.3 ? joined.then(Circuit.not()) : joined;
    }

    /** Gates at random on random wires, so that wires are read several times or never. */
    private static Circuit any(Key key, int inputs, int outputs) {
        double[] u = Random.uniform(key, 40).toDoubles();
        List<Circuit.Gate> gates = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int left = (int) (u[3 * i] * (inputs + i));
            int right = (int) (u[3 * i + 1] * (inputs + i));
            gates.add(
                    u[3 * i + 2] < 0.45
                            ? new Circuit.Add(left, right)
                            : u[3 * i + 2] < 0.9 ? new Circuit.Multiply(left, right) : new Circuit.Constant(1));
        }
        return new Circuit(
                inputs,
                gates,
                IntStream.range(0, outputs).map(j -> inputs + 11 - j).boxed().toList());
    }

    private static boolean isBooleanDifference(Circuit f) {
        int n = f.inputs();
        List<Bits> x = table(n);
        Ring<Bits> ring = Ring.bits(1 << n);
        Bits one = ring.constant(1);
        List<Bits> back = f.reverse(ring, x, List.of(one));
        Bits value = f.evaluate(ring, x).getFirst();
        for (int i = 0; i < n; i++) {
            List<Bits> moved = new ArrayList<>(x);
            moved.set(i, x.get(i).xor(one));
            if (!back.get(i).equals(value.xor(f.evaluate(ring, moved).getFirst()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAdditive(Circuit f) {
        int n = f.inputs();
        int m = f.outputs().size();
        List<Bits> all = table(n + 2 * m);
        Ring<Bits> ring = Ring.bits(1 << (n + 2 * m));
        List<Bits> x = all.subList(0, n);
        List<Bits> d = all.subList(n, n + m);
        List<Bits> e = all.subList(n + m, n + 2 * m);
        return f.reverse(ring, x, xor(d, e)).equals(xor(f.reverse(ring, x, d), f.reverse(ring, x, e)));
    }

    private static boolean hasChainRule(Circuit f, Circuit g) {
        int n = f.inputs();
        int m = g.outputs().size();
        List<Bits> all = table(n + m);
        Ring<Bits> ring = Ring.bits(1 << (n + m));
        List<Bits> x = all.subList(0, n);
        List<Bits> d = all.subList(n, n + m);
        List<Bits> composed = f.reverse(ring, x, g.reverse(ring, f.evaluate(ring, x), d));
        return f.then(g).reverse(ring, x, d).equals(composed);
    }

    private static List<Bits> xor(List<Bits> x, List<Bits> y) {
        return IntStream.range(0, x.size())
                .mapToObj(i -> x.get(i).xor(y.get(i)))
                .toList();
    }

    /** Iris: the error on every third row of a table learned from the others. */
    private static double iris(Table table) {
        double[] x = table.x().toDoubles();
        long[] y = table.y().toLongs();
        int rows = y.length;
        List<boolean[]> features = new ArrayList<>();
        for (int j = 0; j < 4; j++) {
            int column = j;
            double[] sorted = IntStream.range(0, rows)
                    .filter(i -> i % 3 != 0)
                    .mapToDouble(i -> x[4 * i + column])
                    .sorted()
                    .toArray();
            boolean[] high = new boolean[rows];
            boolean[] low = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                int quartile = 0;
                for (int k = 1; k < 4; k++) {
                    quartile += x[4 * i + column] > sorted[k * sorted.length / 4] ? 1 : 0;
                }
                high[i] = quartile / 2 == 1;
                low[i] = quartile % 2 == 1;
            }
            features.add(low);
            features.add(high);
        }
        List<boolean[]> labels = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            boolean[] label = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                label[i] = y[i] == c;
            }
            labels.add(label);
        }
        var ascent = new ReverseDerivativeAscent(Circuit.lookup(8, 3), 3 * 256);
        Bits p = ascent.step(
                Bits.filled(3 * 256, false),
                rows(features, false),
                rows(labels, false),
                ReverseDerivativeAscent.Batching.VOTE);
        return ascent.error(p, rows(features, true), rows(labels, true));
    }

    private static List<Bits> rows(List<boolean[]> columns, boolean held) {
        return columns.stream()
                .map(column -> {
                    int[] chosen = IntStream.range(0, column.length)
                            .filter(i -> (i % 3 == 0) == held)
                            .toArray();
                    boolean[] bits = new boolean[chosen.length];
                    for (int i = 0; i < chosen.length; i++) {
                        bits[i] = column[chosen[i]];
                    }
                    return Bits.of(bits);
                })
                .toList();
    }

    @Override
    public Outcome run(Context context) {
        List<Bits> x = table(3);
        var ascent = new ReverseDerivativeAscent(Circuit.lookup(3, 1), 8);
        List<Bits> targets = new ArrayList<>(List.of(x.get(0).xor(x.get(1)).xor(x.get(2))));
        for (int i = 0; i < 20; i++) {
            targets.add(draw(context.key(i), 8));
        }
        double worst = 0;
        int exact = 0;
        for (int i = 0; i < targets.size(); i++) {
            Bits learned = ascent.pass(draw(context.key(100 + i), 8), x, List.of(targets.get(i)));
            worst = Math.max(worst, ascent.error(learned, x, List.of(targets.get(i))));
            exact += learned.equals(targets.get(i)) ? 1 : 0;
        }
        int differences = 0;
        int additive = 0;
        int chains = 0;
        for (int i = 0; i < 200; i++) {
            differences += isBooleanDifference(readOnce(context.key(1000 + i), 2 + i % 7)) ? 1 : 0;
            additive += isAdditive(any(context.key(2000 + i), 4, 2)) ? 1 : 0;
            chains += hasChainRule(any(context.key(3000 + i), 4, 3), any(context.key(4000 + i), 3, 2)) ? 1 : 0;
        }
        Tensor classes = context.table("iris").y();
        double guess = 1 - classes.eq(0).mean().item();
        return new Outcome.Builder()
                .close("error after one pass, parity and 20 random truth tables", 0, worst, 0)
                .close("tables that equal their truth table", 21, exact, 0)
                .close("read-once circuits whose derivative is the Boolean difference", 200, differences, 0)
                .close("circuits with an additive derivative", 200, additive, 0)
                .close("compositions that obey the chain rule", 200, chains, 0)
                .atMost(
                        "iris, a table of 8 bits: error on the third held out, against one class",
                        guess,
                        iris(context.table("iris")))
                .done();
    }
}
