package org.gradus.categories;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;

/**
 * Learns the parameters of a Boolean circuit without relaxing them to real numbers: {@code p ← p + R[f]((p, a), f(p, a) + b)},
 * where + is exclusive or, which serves as difference, as step and as derivative's sum. Wilson and Zanasi, "Reverse derivative
 * ascent", 2021. A {@link Circuit#lookup} table learns any consistent data in one pass.
 *
 * @param model the circuit, its parameters first
 * @param parameters how many there are
 */
public record ReverseDerivativeAscent(Circuit model, int parameters) {

    /** How the changes that the examples of a batch ask for are joined. */
    public enum Batching {
        /** Their exclusive or. */
        XOR,
        /**
         * A bit flips when more than half of those examples ask for it that can influence it: for which R[f]((p, a), eⱼ) has the
         * bit for some output j. A majority of the whole batch would never flip what few examples address.
         */
        VOTE
    }

    /**
     * Refuses circuits without so many inputs.
     *
     * @throws ArgumentException when there are fewer
     */
    public ReverseDerivativeAscent {
        Require.notNull(model, "reverseDerivativeAscent", "the circuit");
        if (parameters < 0 || parameters > model.inputs()) {
            throw new ArgumentException(
                    "reverseDerivativeAscent: " + parameters + " parameters of " + model.inputs() + " inputs",
                    "give the number of those first inputs that are parameters");
        }
    }

    private List<Bits> point(Bits p, List<Bits> inputs, int batch) {
        List<Bits> point = new ArrayList<>();
        for (int i = 0; i < parameters; i++) {
            point.add(Bits.filled(batch, p.get(i)));
        }
        point.addAll(inputs);
        return point;
    }

    private static int size(List<Bits> columns) {
        return columns.isEmpty() ? 1 : columns.getFirst().size();
    }

    /**
     * The circuit's outputs for a batch.
     *
     * @param p the parameters
     * @param inputs one column an input, with a bit an example
     * @return one column an output
     */
    public List<Bits> predict(Bits p, List<Bits> inputs) {
        int batch = size(inputs);
        return model.evaluate(Ring.bits(batch), point(p, inputs, batch));
    }

    /**
     * The share of examples with a wrong output.
     *
     * @param p the parameters
     * @param inputs one column an input
     * @param labels one column an output
     * @return from 0 to 1
     */
    public double error(Bits p, List<Bits> inputs, List<Bits> labels) {
        List<Bits> predicted = predict(p, inputs);
        Bits wrong = Bits.filled(size(inputs), false);
        for (int j = 0; j < labels.size(); j++) {
            wrong = wrong.or(predicted.get(j).xor(labels.get(j)));
        }
        return wrong.count() / (double) wrong.size();
    }

    /**
     * One step on a batch; of one example, the published step.
     *
     * @param p the parameters
     * @param inputs one column an input, with a bit an example
     * @param labels one column an output
     * @param batching how the examples' changes are joined
     * @return the next parameters
     */
    public Bits step(Bits p, List<Bits> inputs, List<Bits> labels, Batching batching) {
        int batch = size(inputs);
        Ring<Bits> ring = Ring.bits(batch);
        List<Bits> point = point(p, inputs, batch);
        List<Bits> predicted = model.evaluate(ring, point);
        List<Bits> change = new ArrayList<>();
        for (int j = 0; j < labels.size(); j++) {
            change.add(predicted.get(j).xor(labels.get(j)));
        }
        Circuit reverse = model.reverse();
        List<Bits> asked = back(reverse, ring, point, change);
        List<Bits> able = batching == Batching.VOTE ? influence(reverse, ring, point) : List.of();
        boolean[] next = new boolean[parameters];
        for (int i = 0; i < parameters; i++) {
            int votes = asked.get(i).count();
            boolean flips = switch (batching) {
                case XOR -> votes % 2 == 1;
                case VOTE -> 2 * votes > able.get(i).count();
            };
            next[i] = p.get(i) ^ flips;
        }
        return Bits.of(next);
    }

    private static List<Bits> back(Circuit reverse, Ring<Bits> ring, List<Bits> point, List<Bits> change) {
        List<Bits> all = new ArrayList<>(point);
        all.addAll(change);
        return reverse.evaluate(ring, all);
    }

    private List<Bits> influence(Circuit reverse, Ring<Bits> ring, List<Bits> point) {
        List<Bits> able = null;
        for (int j = 0; j < model.outputs().size(); j++) {
            List<Bits> unit = new ArrayList<>();
            for (int k = 0; k < model.outputs().size(); k++) {
                unit.add(ring.constant(k == j ? 1 : 0));
            }
            List<Bits> back = back(reverse, ring, point, unit);
            List<Bits> before = able == null ? back : able;
            able = new ArrayList<>();
            for (int i = 0; i < back.size(); i++) {
                able.add(before.get(i).or(back.get(i)));
            }
        }
        return able;
    }

    /**
     * One pass over the examples, one step each, in their order.
     *
     * @param p the parameters
     * @param inputs one column an input
     * @param labels one column an output
     * @return the parameters after it
     */
    public Bits pass(Bits p, List<Bits> inputs, List<Bits> labels) {
        Bits now = p;
        for (int e = 0; e < size(inputs); e++) {
            int example = e;
            now = step(
                    now,
                    inputs.stream().map(c -> Bits.of(c.get(example))).toList(),
                    labels.stream().map(c -> Bits.of(c.get(example))).toList(),
                    Batching.XOR);
        }
        return now;
    }
}
