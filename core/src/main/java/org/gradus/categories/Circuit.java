package org.gradus.categories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.error.ArgumentException;

/**
 * A polynomial map as a circuit: wires, of which the first are inputs, and gates that add, multiply or are constant. Over the
 * bits it is a Boolean circuit of exclusive ors and ands; over the reals a polynomial. Wires may be read any number of times.
 *
 * <p>Its reverse derivative is formal: R[+]((a, b), d) = (d, d), R[·]((a, b), d) = (b·d, a·d), and what several gates send back
 * to one wire is added, which over the bits is exclusive or. So x·x has the derivative 2x = 0 there, unlike the Boolean
 * difference f(x) + f(x + eᵢ), which it equals where no variable is squared. Wilson and Zanasi, "Reverse derivative ascent: a
 * categorical approach to learning Boolean circuits", 2021.
 *
 * @param inputs how many wires come in
 * @param gates the gates; gate i makes wire {@code inputs + i} from earlier ones
 * @param outputs the wires that go out
 */
public record Circuit(int inputs, List<Gate> gates, List<Integer> outputs) {

    /** What makes a wire. */
    public sealed interface Gate {}

    /**
     * The sum of two wires.
     *
     * @param left a wire
     * @param right a wire
     */
    public record Add(int left, int right) implements Gate {}

    /**
     * The product of two wires.
     *
     * @param left a wire
     * @param right a wire
     */
    public record Multiply(int left, int right) implements Gate {}

    /**
     * A constant.
     *
     * @param value 0 or 1 over the bits
     */
    public record Constant(double value) implements Gate {}

    /**
     * Copies the lists.
     *
     * @throws ArgumentException when a gate reads a wire that is not made before it
     */
    public Circuit {
        gates = List.copyOf(gates);
        outputs = List.copyOf(outputs);
        for (int i = 0; i < gates.size(); i++) {
            switch (gates.get(i)) {
                case Add(int l, int r) -> check(Math.min(l, r), Math.max(l, r), inputs + i);
                case Multiply(int l, int r) -> check(Math.min(l, r), Math.max(l, r), inputs + i);
                case Constant _ -> {}
            }
        }
        for (int wire : outputs) {
            check(wire, wire, inputs + gates.size());
        }
    }

    private static void check(int low, int high, int made) {
        if (low < 0 || high >= made) {
            throw new ArgumentException(
                    "circuit: a wire " + (low < 0 ? low : high) + " is read where " + made + " are made",
                    "read inputs, from 0, and gates that come before");
        }
    }

    /**
     * Wires that go through.
     *
     * @param n how many
     * @return n inputs and the same outputs
     */
    public static Circuit identity(int n) {
        return new Circuit(n, List.of(), IntStream.range(0, n).boxed().toList());
    }

    /**
     * Wires put in another order, copied or discarded.
     *
     * @param n how many come in
     * @param chosen for each output, the input that it is
     * @return the circuit
     */
    public static Circuit wires(int n, int... chosen) {
        return new Circuit(n, List.of(), Arrays.stream(chosen).boxed().toList());
    }

    /**
     * One wire copied.
     *
     * @return x ↦ (x, x)
     */
    public static Circuit copy() {
        return wires(1, 0, 0);
    }

    /**
     * One wire discarded.
     *
     * @return x ↦ ()
     */
    public static Circuit discard() {
        return wires(1);
    }

    /**
     * Two wires exchanged.
     *
     * @return (x, y) ↦ (y, x)
     */
    public static Circuit swap() {
        return wires(2, 1, 0);
    }

    /**
     * The sum; exclusive or of bits.
     *
     * @return (x, y) ↦ x + y
     */
    public static Circuit add() {
        return new Circuit(2, List.of(new Add(0, 1)), List.of(2));
    }

    /**
     * The product; and of bits.
     *
     * @return (x, y) ↦ x·y
     */
    public static Circuit multiply() {
        return new Circuit(2, List.of(new Multiply(0, 1)), List.of(2));
    }

    /**
     * A constant.
     *
     * @param value 0 or 1 over the bits
     * @return () ↦ value
     */
    public static Circuit constant(double value) {
        return new Circuit(0, List.of(new Constant(value)), List.of(0));
    }

    /**
     * One more; negation of bits.
     *
     * @return x ↦ x + 1
     */
    public static Circuit not() {
        return identity(1).beside(constant(1)).then(add());
    }

    /**
     * A choice between two wires, for bits.
     *
     * @return (s, x, y) ↦ y + s·(x + y), which is x where s is 1 and y where it is 0
     */
    public static Circuit multiplexer() {
        return new Circuit(3, List.of(new Add(1, 2), new Multiply(0, 3), new Add(2, 4)), List.of(5));
    }

    /**
     * The model that can be any function of bits: a table that an address looks up, Σᵢ pᵢ·[a = i].
     *
     * @param bits of the address
     * @param outputs bits of an entry
     * @return {@code outputs·2^bits} parameters, an entry after another for each output, then the address, lowest bit first
     */
    public static Circuit lookup(int bits, int outputs) {
        int cells = 1 << bits;
        Builder b = new Builder(cells * outputs + bits);
        int one = b.add(new Constant(1));
        List<Integer> minterms = List.of(one);
        for (int i = 0; i < bits; i++) {
            int address = cells * outputs + i;
            int negated = b.add(new Add(address, one));
            List<Integer> next = new ArrayList<>();
            minterms.forEach(m -> next.add(b.add(new Multiply(m, negated))));
            minterms.forEach(m -> next.add(b.add(new Multiply(m, address))));
            minterms = next;
        }
        List<Integer> results = new ArrayList<>();
        for (int j = 0; j < outputs; j++) {
            int sum = -1;
            for (int i = 0; i < cells; i++) {
                int term = b.add(new Multiply(j * cells + i, minterms.get(i)));
                sum = sum < 0 ? term : b.add(new Add(sum, term));
            }
            results.add(sum);
        }
        return new Circuit(b.inputs, b.gates, results);
    }

    /**
     * A layer of pseudo-linear neurons: output j is Σᵢ pⱼᵢ·aᵢ + bⱼ, over the bits the parity of a choice of inputs.
     *
     * @param inputs how many inputs a
     * @param outputs how many outputs
     * @return {@code outputs·(inputs + 1)} parameters, a neuron after another with its bias last, then the inputs
     */
    public static Circuit pseudoLinear(int inputs, int outputs) {
        int parameters = outputs * (inputs + 1);
        Builder b = new Builder(parameters + inputs);
        List<Integer> results = new ArrayList<>();
        for (int j = 0; j < outputs; j++) {
            int first = j * (inputs + 1);
            int sum = first + inputs;
            for (int i = 0; i < inputs; i++) {
                sum = b.add(new Add(sum, b.add(new Multiply(first + i, parameters + i))));
            }
            results.add(sum);
        }
        return new Circuit(b.inputs, b.gates, results);
    }

    /** Gates being collected. */
    private static final class Builder {
        private final int inputs;
        private final List<Gate> gates = new ArrayList<>();

        Builder(int inputs) {
            this.inputs = inputs;
        }

        int add(Gate gate) {
            gates.add(gate);
            return inputs + gates.size() - 1;
        }

        int sum(int left, int right) {
            return left < 0 ? right : add(new Add(left, right));
        }

        /** Adds a circuit that reads some wires. */
        List<Integer> include(Circuit circuit, List<Integer> read) {
            List<Integer> wires = new ArrayList<>(read);
            for (Gate gate : circuit.gates) {
                wires.add(add(
                        switch (gate) {
                            case Add(int l, int r) -> new Add(wires.get(l), wires.get(r));
                            case Multiply(int l, int r) -> new Multiply(wires.get(l), wires.get(r));
                            case Constant c -> c;
                        }));
            }
            return wires;
        }
    }

    /**
     * This circuit, then another.
     *
     * @param next with as many inputs as this has outputs
     * @return the composite
     * @throws ArgumentException when the numbers of wires differ
     */
    public Circuit then(Circuit next) {
        if (next.inputs != outputs.size()) {
            throw new ArgumentException(
                    "circuit: " + outputs.size() + " outputs into " + next.inputs + " inputs",
                    "give a circuit with as many inputs");
        }
        Builder b = new Builder(inputs);
        b.gates.addAll(gates);
        List<Integer> wires = b.include(next, outputs);
        return new Circuit(
                inputs, b.gates, next.outputs.stream().map(wires::get).toList());
    }

    /**
     * This circuit beside another.
     *
     * @param other the other
     * @return both: this one's inputs and outputs first
     */
    public Circuit beside(Circuit other) {
        Builder b = new Builder(inputs + other.inputs);
        List<Integer> left = b.include(this, IntStream.range(0, inputs).boxed().toList());
        List<Integer> right = b.include(
                other, IntStream.range(inputs, inputs + other.inputs).boxed().toList());
        List<Integer> all = new ArrayList<>(outputs.stream().map(left::get).toList());
        all.addAll(other.outputs.stream().map(right::get).toList());
        return new Circuit(b.inputs, b.gates, all);
    }

    /**
     * The reverse derivative as a circuit, from a point and a change of the outputs to a change of the inputs; it can be
     * differentiated again.
     *
     * @return a circuit of {@code inputs + outputs} inputs
     */
    public Circuit reverse() {
        Builder b = new Builder(inputs + outputs.size());
        List<Integer> wires = b.include(this, IntStream.range(0, inputs).boxed().toList());
        int[] back = new int[wires.size()];
        Arrays.fill(back, -1);
        for (int j = 0; j < outputs.size(); j++) {
            back[outputs.get(j)] = b.sum(back[outputs.get(j)], inputs + j);
        }
        for (int i = gates.size() - 1; i >= 0; i--) {
            int d = back[inputs + i];
            if (d >= 0) {
                switch (gates.get(i)) {
                    case Add(int l, int r) -> {
                        back[l] = b.sum(back[l], d);
                        back[r] = b.sum(back[r], d);
                    }
                    case Multiply(int l, int r) -> {
                        back[l] = b.sum(back[l], b.add(new Multiply(d, wires.get(r))));
                        back[r] = b.sum(back[r], b.add(new Multiply(d, wires.get(l))));
                    }
                    case Constant _ -> {}
                }
            }
        }
        List<Integer> results = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            results.add(back[i] < 0 ? b.add(new Constant(0)) : back[i]);
        }
        return new Circuit(b.inputs, b.gates, results);
    }

    /**
     * The outputs.
     *
     * @param <T> the ring's elements
     * @param ring where to compute
     * @param x one element an input
     * @return one an output
     * @throws ArgumentException when there are more or fewer elements than inputs
     */
    public <T> List<T> evaluate(Ring<T> ring, List<T> x) {
        if (x.size() != inputs) {
            throw new ArgumentException(
                    "circuit: " + x.size() + " elements for " + inputs + " inputs", "give one an input");
        }
        List<T> wires = new ArrayList<>(x);
        for (Gate gate : gates) {
            wires.add(
                    switch (gate) {
                        case Add(int l, int r) -> ring.add(wires.get(l), wires.get(r));
                        case Multiply(int l, int r) -> ring.multiply(wires.get(l), wires.get(r));
                        case Constant(double c) -> ring.constant(c);
                    });
        }
        return outputs.stream().map(wires::get).toList();
    }

    /**
     * The reverse derivative at a point.
     *
     * @param <T> the ring's elements
     * @param ring where to compute
     * @param x one element an input
     * @param change one an output
     * @return one an input
     */
    public <T> List<T> reverse(Ring<T> ring, List<T> x, List<T> change) {
        List<T> both = new ArrayList<>(x);
        both.addAll(change);
        return reverse().evaluate(ring, both);
    }
}
