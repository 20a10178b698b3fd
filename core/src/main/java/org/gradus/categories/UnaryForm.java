package org.gradus.categories;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.compile.Passes;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.SourceLine;
import org.gradus.program.Constant;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Concrete;
import org.gradus.trace.Recorder;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.transform.Derivatives;

/**
 * A program in unary form: a composition of morphisms on one environment, the tuple of all values so far, each of which appends
 * the results of one operation to it; at the end some places are projected out. Nothing is named, bound or changed.
 *
 * <p>The reverse transformation is a functor: a morphism u: Γ → Γ′ becomes {@code D[u](g) = (u(g), ḡ′ ↦ ḡ)}, where the continuation
 * adds to the places that the operation read the operation's transposed derivative of what came back to its results, and
 * {@code D[u; v]} runs the continuations in the opposite order. Its composites are evaluated partially: continuations are reduced
 * while the program is made, zeros are never added, and {@link Passes} remove what is left of constants, repetition and dead code.
 * What comes out is a program again, of a size proportional to the given one's, without mutation; it can be printed, counted,
 * staged, batched, and put in unary form to be differentiated again. After "Denotationally correct, purely functional, efficient
 * reverse-mode automatic differentiation", 2022; the operations are the library's, with its own derivative rules.
 *
 * @param inputs the types of the first environment
 * @param morphisms in their order
 * @param projected the places, or constants, that go out
 */
public record UnaryForm(List<ArrayType> inputs, List<Morphism> morphisms, List<Source> projected) {

    /** What a morphism reads. */
    public sealed interface Source {}

    /**
     * A place of the environment.
     *
     * @param index from 0
     */
    public record Place(int index) implements Source {}

    /**
     * A constant.
     *
     * @param value its numbers
     */
    public record Fixed(NdArray value) implements Source {}

    /**
     * (x₁, …, xₙ) ↦ (x₁, …, xₙ, op(…)).
     *
     * @param op the operation
     * @param read what it reads
     * @param appended the types of its results
     */
    public record Morphism(Op op, List<Source> read, List<ArrayType> appended) {
        /** Copies the lists. */
        public Morphism {
            read = List.copyOf(read);
            appended = List.copyOf(appended);
        }

        @Override
        public String toString() {
            return "[" + op.mnemonic() + " "
                    + read.stream()
                            .map(s -> s instanceof Place(int i) ? Integer.toString(i) : "constant")
                            .collect(Collectors.joining(" "))
                    + "]";
        }
    }

    /** Copies the lists. */
    public UnaryForm {
        inputs = List.copyOf(inputs);
        morphisms = List.copyOf(morphisms);
        projected = List.copyOf(projected);
    }

    /**
     * The unary form of a program.
     *
     * @param program any program
     * @return the same function
     */
    public static UnaryForm of(Program program) {
        Require.notNull(program, "unaryForm", "the program");
        Map<Variable, Integer> places = new IdentityHashMap<>();
        program.inputs().forEach(v -> places.put(v, places.size()));
        List<Morphism> morphisms = new ArrayList<>();
        for (Equation e : program.equations()) {
            morphisms.add(new Morphism(
                    e.op(),
                    e.inputs().stream().map(o -> source(o, places)).toList(),
                    e.outputs().stream().map(Variable::type).toList()));
            e.outputs().forEach(v -> places.put(v, places.size()));
        }
        return new UnaryForm(
                program.inputTypes(),
                morphisms,
                program.outputs().stream().map(o -> source(o, places)).toList());
    }

    private static Source source(Operand operand, Map<Variable, Integer> places) {
        return switch (operand) {
            case Variable v -> new Place(places.get(v));
            case Constant(NdArray value) -> new Fixed(value);
        };
    }

    /**
     * The program, one equation a morphism.
     *
     * @return the same function
     */
    public Program program() {
        List<Operand> environment = new ArrayList<>();
        List<Variable> variables = inputs.stream().map(Variable::new).toList();
        environment.addAll(variables);
        List<Equation> equations = new ArrayList<>();
        for (Morphism m : morphisms) {
            List<Variable> outputs = m.appended().stream().map(Variable::new).toList();
            equations.add(new Equation(
                    outputs,
                    m.op(),
                    m.read().stream().map(s -> operand(s, environment)).toList(),
                    SourceLine.UNKNOWN));
            environment.addAll(outputs);
        }
        return new Program(
                variables,
                equations,
                projected.stream().map(s -> operand(s, environment)).toList());
    }

    private static Operand operand(Source source, List<Operand> environment) {
        return switch (source) {
            case Place(int i) -> environment.get(i);
            case Fixed(NdArray value) -> new Constant(value);
        };
    }

    /**
     * The transposed derivative: from the inputs and a cotangent for each result to a cotangent for each input.
     *
     * @return the program after partial evaluation; zeros for inputs that nothing depends on, or that are whole numbers
     */
    public Program reverse() {
        try (Recorder recorder = Recorder.ofRules()) {
            List<Tensor> point = declared(recorder, inputs);
            List<Tensor> change = declared(recorder, program().outputTypes());
            return finished(recorder, new Pass(point), change, false);
        }
    }

    /**
     * The gradient of a scalar program: the reverse transformation's continuation applied to one.
     *
     * @param withValue whether the value is the first result
     * @return from the inputs to the gradient, one result an input
     * @throws ArgumentException when the result is not one real number
     */
    public Program gradient(boolean withValue) {
        List<ArrayType> results = program().outputTypes();
        if (results.size() != 1
                || results.getFirst().shape().rank() != 0
                || !results.getFirst().dtype().isFloat()) {
            throw new ArgumentException(
                    "gradient: the program returns " + results + ", not one real number",
                    "use reverse for a program with other results");
        }
        try (Recorder recorder = Recorder.ofRules()) {
            List<Tensor> point = declared(recorder, inputs);
            return finished(recorder, new Pass(point), List.of(Tensors.full(1, results.getFirst())), withValue);
        }
    }

    private static List<Tensor> declared(Recorder recorder, List<ArrayType> types) {
        return types.stream().map(t -> Tensor.of(recorder.input(t, ""))).toList();
    }

    private Program finished(Recorder recorder, Pass pass, List<Tensor> change, boolean withValue) {
        pass.forward();
        pass.back(change);
        List<Value> results = new ArrayList<>();
        if (withValue) {
            results.add(pass.read(projected.getFirst()).value());
        }
        for (int i = 0; i < inputs.size(); i++) {
            Tensor cotangent = pass.cotangents[i];
            results.add((cotangent == null ? Tensors.full(0, inputs.get(i)) : cotangent).value());
        }
        return Passes.optimize(recorder.finish(results).program());
    }

    /** The composite of all D[u] at one environment. */
    private final class Pass {
        private final List<Tensor> environment;
        private final List<Boolean> varies = new ArrayList<>();
        private Tensor[] cotangents;

        Pass(List<Tensor> point) {
            environment = new ArrayList<>(point);
            point.forEach(t -> varies.add(t.dtype().isFloat()));
        }

        Tensor read(Source source) {
            return switch (source) {
                case Place(int i) -> environment.get(i);
                case Fixed(NdArray value) -> Tensor.of(new Concrete(value));
            };
        }

        void forward() {
            for (Morphism m : morphisms) {
                boolean any = m.read().stream().anyMatch(this::varying);
                apply(m, m.read().stream().map(this::read).toList()).forEach(t -> {
                    environment.add(t);
                    varies.add(any && t.dtype().isFloat());
                });
            }
        }

        private boolean varying(Source source) {
            return source instanceof Place(int i) && varies.get(i);
        }

        void back(List<Tensor> change) {
            cotangents = new Tensor[environment.size()];
            for (int j = 0; j < change.size(); j++) {
                add(projected.get(j), change.get(j));
            }
            int end = environment.size();
            for (Morphism m : morphisms.reversed()) {
                int first = end - m.appended().size();
                continuation(m, first, end);
                end = first;
            }
        }

        private void add(Source source, Tensor cotangent) {
            if (source instanceof Place(int i) && varies.get(i)) {
                cotangents[i] = cotangents[i] == null ? cotangent : cotangents[i].plus(cotangent);
            }
        }

        private void continuation(Morphism m, int first, int end) {
            List<Tensor> given = new ArrayList<>();
            boolean any = false;
            for (int i = first; i < end; i++) {
                any |= cotangents[i] != null;
                given.add(cotangents[i] == null ? Tensors.zerosLike(environment.get(i)) : cotangents[i]);
            }
            if (!any) {
                return;
            }
            List<Source> wanted = m.read().stream().filter(this::varying).toList();
            List<Tensor> at = wanted.stream().map(this::read).toList();
            List<Tensor> back = Derivatives.vjp((List<Tensor> x) -> apply(m, merged(m, x)), at)
                    .apply(given);
            for (int i = 0; i < back.size(); i++) {
                add(wanted.get(i), back.get(i));
            }
        }

        private List<Tensor> merged(Morphism m, List<Tensor> varied) {
            List<Tensor> all = new ArrayList<>();
            int next = 0;
            for (Source source : m.read()) {
                all.add(varying(source) ? varied.get(next++) : read(source));
            }
            return all;
        }
    }

    private static List<Tensor> apply(Morphism m, List<Tensor> read) {
        List<Value> values = read.stream().map(Tensor::value).toList();
        return Trace.apply(m.op(), values).stream().map(Tensor::of).toList();
    }

    /** The composition, morphisms with the places that they read. */
    @Override
    public String toString() {
        return morphisms.stream().map(Morphism::toString).collect(Collectors.joining("; "))
                + "; project "
                + projected.stream()
                        .map(s -> s instanceof Place(int i) ? Integer.toString(i) : "constant")
                        .collect(Collectors.joining(" "));
    }
}
