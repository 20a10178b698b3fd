package org.gradus.linear;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.compile.Backend;
import org.gradus.compile.Executable;
import org.gradus.compile.Passes;
import org.gradus.evaluate.HostFunctions;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.program.Host;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Concrete;
import org.gradus.trace.Recorder;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.transform.Derivatives;
import org.gradus.transform.HostRules;

/**
 * A linear solve as an operation: operands are the leaves of b, then everything that the operator's program captured, so that
 * derivatives flow through all of it.
 */
final class SolveRules implements HostRules {
    private static final ArrayType COUNT = new ArrayType(DType.INT64, Shape.SCALAR);

    private final Program product;
    private final Executable executable;
    private final int unknowns;
    private final Kind kind;
    private final LinearSolver solver;
    private final Consumer<LinearEvidence> observer;

    /** An operator's product as a program of v's leaves and captured values. */
    record Staged(Program program, List<Value> captured) {}

    SolveRules(Program product, int unknowns, Kind kind, LinearSolver solver, Consumer<LinearEvidence> observer) {
        this.product = product;
        this.executable = Backend.interpreter().compile(Passes.optimize(product));
        this.unknowns = unknowns;
        this.kind = kind;
        this.solver = solver;
        this.observer = observer;
    }

    static Staged stage(Fn<List<Tensor>, List<Tensor>> product, List<Tensor> like) {
        try (Recorder recorder = Recorder.ofFunction()) {
            List<Tensor> v = new ArrayList<>();
            like.forEach(leaf -> v.add(Tensor.of(recorder.input(leaf.type(), ""))));
            Recorder.Recording recording =
                    recorder.finish(product.apply(v).stream().map(Tensor::value).toList());
            return new Staged(recording.program(), recording.captured());
        }
    }

    /** The unknowns, and the number of products. */
    List<Tensor> solve(List<Tensor> operands) {
        List<ArrayType> outputs = new ArrayList<>(product.inputTypes().subList(0, unknowns));
        outputs.add(COUNT);
        Host.Key key = new Host.Key("linear-solve");
        HostFunctions.register(key, this);
        List<Value> values = operands.stream().map(Tensor::value).toList();
        return Trace.apply(new Host(key, outputs), values).stream()
                .map(Tensor::of)
                .toList();
    }

    @Override
    public List<NdArray> evaluate(List<NdArray> inputs) {
        List<NdArray> captured = inputs.subList(unknowns, inputs.size());
        LinearOperator<List<Tensor>> a = LinearOperator.of(kind, v -> product(v, captured));
        List<Tensor> b =
                inputs.subList(0, unknowns).stream().map(Tensors::tensor).toList();
        LinearSolution<List<Tensor>> solution = solver.solve(a, b);
        observer.accept(solution.evidence());
        List<NdArray> outputs =
                new ArrayList<>(solution.point().stream().map(Tensor::array).toList());
        outputs.add(NdArray.splat(COUNT, solution.evidence().iterations()));
        return outputs;
    }

    /** The compiled product for numbers; the recorded one for values that a solver batches. */
    private List<Tensor> product(List<Tensor> v, List<NdArray> captured) {
        if (v.stream().allMatch(t -> t.value() instanceof Concrete)) {
            List<NdArray> all = new ArrayList<>(v.stream().map(Tensor::array).toList());
            all.addAll(captured);
            return executable.run(all).stream().map(Tensors::tensor).toList();
        }
        List<Tensor> all = new ArrayList<>(v);
        captured.forEach(c -> all.add(Tensors.tensor(c)));
        return replay(all);
    }

    @Override
    public List<Tensor> jvp(List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
        List<Tensor> captured = primals.subList(unknowns, primals.size());
        List<Tensor> moved = moved(outputs.subList(0, unknowns), captured, tangents.subList(unknowns, tangents.size()));
        List<Tensor> operands = new ArrayList<>();
        for (int i = 0; i < unknowns; i++) {
            Tensor db = tangents.get(i);
            Tensor right = db == null ? Tensors.zerosLike(primals.get(i)) : db;
            operands.add(moved.isEmpty() ? right : right.minus(moved.get(i)));
        }
        operands.addAll(captured);
        List<Tensor> derivatives = new ArrayList<>(solve(operands).subList(0, unknowns));
        derivatives.add(null);
        return derivatives;
    }

    /** dA·x: the tangent of the product at x along the tangents of what it captured; empty when these are all zero. */
    private List<Tensor> moved(List<Tensor> x, List<Tensor> captured, List<Tensor> tangents) {
        List<Tensor> points = new ArrayList<>();
        List<Tensor> directions = new ArrayList<>();
        for (int i = 0; i < captured.size(); i++) {
            if (tangents.get(i) != null) {
                points.add(captured.get(i));
                directions.add(tangents.get(i));
            }
        }
        if (points.isEmpty()) {
            return List.of();
        }
        Fn<List<Tensor>, List<Tensor>> f = active -> {
            List<Tensor> operands = new ArrayList<>(x);
            int next = 0;
            for (int i = 0; i < captured.size(); i++) {
                operands.add(tangents.get(i) == null ? captured.get(i) : active.get(next++));
            }
            return replay(operands);
        };
        return Derivatives.jvp(f, points, directions).tangent();
    }

    private List<Tensor> replay(List<Tensor> operands) {
        List<Value> values = operands.stream().map(Tensor::value).toList();
        return Trace.replay(product, values).stream().map(Tensor::of).toList();
    }

    @Override
    public List<Tensor> transpose(List<Tensor> inputs, List<Tensor> cotangents) {
        List<Tensor> captured = inputs.subList(unknowns, inputs.size());
        List<Tensor> given = cotangents.subList(0, unknowns);
        List<Tensor> operands = new ArrayList<>(given);
        operands.addAll(captured);
        SolveRules rules = kind == Kind.GENERAL ? transposed(given, captured) : this;
        List<Tensor> all = new ArrayList<>(rules.solve(operands).subList(0, unknowns));
        all.addAll(Collections.nCopies(captured.size(), null));
        return all;
    }

    /** The rules of Aᵀ, whose program is the pullback of A's. */
    private SolveRules transposed(List<Tensor> like, List<Tensor> captured) {
        List<Tensor> all = new ArrayList<>(like);
        all.addAll(captured);
        Staged staged = stage(
                operands -> {
                    List<Tensor> rest = operands.subList(unknowns, operands.size());
                    List<Tensor> v = operands.subList(0, unknowns);
                    Fn<List<Tensor>, List<Tensor>> forward = u -> {
                        List<Tensor> joined = new ArrayList<>(u);
                        joined.addAll(rest);
                        return replay(joined);
                    };
                    List<Tensor> zeros = v.stream().map(Tensors::zerosLike).toList();
                    return Derivatives.vjp(forward, zeros).apply(List.copyOf(v));
                },
                all);
        return new SolveRules(staged.program(), unknowns, kind, solver, observer);
    }
}
