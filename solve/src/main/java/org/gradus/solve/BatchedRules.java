package org.gradus.solve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.compile.Backend;
import org.gradus.compile.Executable;
import org.gradus.compile.Passes;
import org.gradus.error.DTypeException;
import org.gradus.evaluate.HostFunctions;
import org.gradus.kernel.Workers;
import org.gradus.program.Host;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Recorder;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.transform.Derivatives;
import org.gradus.transform.HostRules;

/**
 * A program run on each of several batches of rows, as an operation. The program's inputs are the rows' arrays, then the
 * operands; an operand is the same for all batches or cut into them, a result is summed over them or joined. Both derivatives
 * are of that form again: a tangent is cut or not as its operand, a cotangent as its result is joined or not.
 */
final class BatchedRules implements HostRules {
    /** Batches whose results are held until they are added: enough for the threads of a large machine. */
    private static final int WAVE = 32;

    private final Batches batches;
    private final Program body;
    private final List<Boolean> cut;
    private final List<Boolean> joined;
    private final Map<List<Boolean>, BatchedRules> tangents = new ConcurrentHashMap<>();
    private final Map<List<List<Boolean>>, BatchedRules> transposes = new ConcurrentHashMap<>();
    private volatile Executable executable;

    /**
     * The rows.
     *
     * @param source where they are read from
     * @param arrays how many arrays it gives
     * @param from the first row
     * @param size rows a batch
     * @param count batches
     */
    record Batches(RowSource source, int arrays, int from, int size, int count) {}

    BatchedRules(Batches batches, Program body, List<Boolean> cut, List<Boolean> joined) {
        this.batches = batches;
        this.body = body;
        this.cut = List.copyOf(cut);
        this.joined = List.copyOf(joined);
    }

    /** The results for operands of any level. */
    List<Tensor> apply(List<Value> operands) {
        Host.Key key = new Host.Key("batched-sum");
        HostFunctions.register(key, this);
        List<ArrayType> outputs = new ArrayList<>();
        for (int i = 0; i < joined.size(); i++) {
            outputs.add(whole(body.outputTypes().get(i), joined.get(i)));
        }
        return Trace.apply(new Host(key, outputs, true), operands).stream()
                .map(Tensor::of)
                .toList();
    }

    private ArrayType whole(ArrayType type, boolean isJoined) {
        if (!type.dtype().isFloat()) {
            throw new DTypeException(
                    "batched sum: a result of type " + type.dtype(),
                    "convert it to a floating type, for example .to(FLOAT64)");
        }
        return isJoined ? type.with(type.shape().with(0, batches.size * batches.count)) : type;
    }

    // ---- numbers
    // -------------------------------------------------------------------------------------------------------------

    @Override
    public List<NdArray> evaluate(List<NdArray> inputs) {
        Executable program = compiled();
        List<ArrayType> types = new ArrayList<>();
        List<double[]> totals = new ArrayList<>();
        for (int i = 0; i < joined.size(); i++) {
            types.add(whole(body.outputTypes().get(i), joined.get(i)));
            totals.add(new double[types.get(i).shape().size()]);
        }
        for (int first = 0; first < batches.count; first += WAVE) {
            int wave = Math.min(WAVE, batches.count - first);
            int begin = first;
            double[][][] results = new double[wave][][];
            Workers.run(wave, t -> results[t] = run(program, begin + t, inputs));
            for (int t = 0; t < wave; t++) {
                add(results[t], begin + t, totals);
            }
        }
        List<NdArray> outputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            outputs.add(array(types.get(i), totals.get(i)));
        }
        return outputs;
    }

    private Executable compiled() {
        if (executable == null) {
            executable = Backend.tiled().compile(Passes.optimize(body));
        }
        return executable;
    }

    private double[][] run(Executable program, int batch, List<NdArray> inputs) {
        return batches.source.read(batches.from + batch * batches.size, batches.size, rows -> {
            List<NdArray> arguments = new ArrayList<>(rows);
            for (int i = 0; i < inputs.size(); i++) {
                arguments.add(cut.get(i) ? piece(inputs.get(i), batch) : inputs.get(i));
            }
            return program.run(arguments).stream().map(NdArray::toDoubles).toArray(double[][]::new);
        });
    }

    private NdArray piece(NdArray all, int batch) {
        ArrayType type = all.type().with(all.shape().with(0, batches.size));
        if (all.isSplat()) {
            return NdArray.splat(type, all.getDouble(0));
        }
        int size = type.shape().size();
        Object elements =
                java.lang.reflect.Array.newInstance(all.stored().getClass().getComponentType(), size);
        System.arraycopy(all.stored(), batch * size, elements, 0, size);
        return NdArray.of(type, elements);
    }

    private void add(double[][] results, int batch, List<double[]> totals) {
        for (int i = 0; i < results.length; i++) {
            double[] total = totals.get(i);
            double[] part = results[i];
            if (joined.get(i)) {
                System.arraycopy(part, 0, total, batch * part.length, part.length);
            } else if (batch == 0) {
                // Not added to zero, which would make -0 of nothing else but -0 a +0.
                System.arraycopy(part, 0, total, 0, part.length);
            } else {
                for (int k = 0; k < part.length; k++) {
                    total[k] += part[k];
                }
            }
        }
    }

    private static NdArray array(ArrayType type, double[] values) {
        if (type.dtype() == DType.FLOAT64) {
            return NdArray.of(type, values);
        }
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) values[i];
        }
        return NdArray.of(type, rounded);
    }

    // ---- derivatives
    // -------------------------------------------------------------------------------------------------------------

    @Override
    public List<Tensor> jvp(List<Tensor> primals, List<Tensor> outputs, List<Tensor> given) {
        List<Boolean> active = given.stream().map(t -> t != null).toList();
        List<Value> operands = new ArrayList<>();
        primals.forEach(p -> operands.add(p.value()));
        given.stream().filter(t -> t != null).forEach(t -> operands.add(t.value()));
        return tangents.computeIfAbsent(active, this::tangent).apply(operands);
    }

    /** The program of the tangents: its operands are the operands, then the tangents of the active ones. */
    private BatchedRules tangent(List<Boolean> active) {
        List<Integer> moving = indexes(active, true);
        List<ArrayType> types = new ArrayList<>(operandTypes());
        List<Boolean> flags = new ArrayList<>(cut);
        for (int i : moving) {
            types.add(operandTypes().get(i));
            flags.add(cut.get(i));
        }
        Program program = record(types, (rows, operands) -> {
            List<Tensor> primals = operands.subList(0, cut.size());
            List<Tensor> points = moving.stream().map(primals::get).toList();
            List<Tensor> directions = operands.subList(cut.size(), operands.size());
            Fn<List<Tensor>, List<Tensor>> f = moved -> replay(rows, mixed(active, moved, primals));
            return Derivatives.jvp(f, points, List.copyOf(directions)).tangent();
        });
        return new BatchedRules(batches, program, flags, joined);
    }

    @Override
    public List<Tensor> transpose(List<Tensor> inputs, List<Tensor> cotangents) {
        List<Boolean> linear = inputs.stream().map(t -> t == null).toList();
        List<Boolean> given = cotangents.stream().map(t -> t != null).toList();
        List<Value> operands = new ArrayList<>();
        inputs.stream().filter(t -> t != null).forEach(t -> operands.add(t.value()));
        cotangents.stream().filter(t -> t != null).forEach(t -> operands.add(t.value()));
        List<Tensor> results = transposes
                .computeIfAbsent(List.of(linear, given), k -> transposed(k.get(0), k.get(1)))
                .apply(operands);
        List<Tensor> all = new ArrayList<>(Collections.nCopies(inputs.size(), null));
        List<Integer> moving = indexes(linear, true);
        for (int k = 0; k < moving.size(); k++) {
            all.set(moving.get(k), results.get(k));
        }
        return all;
    }

    /** The program of the cotangents: its operands are the operands that are not linear, then the cotangents. */
    private BatchedRules transposed(List<Boolean> linear, List<Boolean> given) {
        List<Integer> moving = indexes(linear, true);
        List<Integer> fixed = indexes(linear, false);
        List<Integer> seeds = indexes(given, true);
        List<ArrayType> types = new ArrayList<>();
        List<Boolean> flags = new ArrayList<>();
        for (int i : fixed) {
            types.add(operandTypes().get(i));
            flags.add(cut.get(i));
        }
        for (int i : seeds) {
            types.add(body.outputTypes().get(i));
            flags.add(joined.get(i));
        }
        List<Boolean> results = moving.stream().map(cut::get).toList();
        Program program = record(types, (rows, operands) -> {
            List<Tensor> still = operands.subList(0, fixed.size());
            List<Tensor> cotangents = operands.subList(fixed.size(), operands.size());
            Fn<List<Tensor>, List<Tensor>> f = moved -> {
                List<Tensor> out = replay(rows, mixed(linear, moved, still));
                return seeds.stream().map(out::get).toList();
            };
            List<Tensor> zeros = moving.stream()
                    .map(i -> Tensors.full(0, operandTypes().get(i)))
                    .toList();
            return Derivatives.vjp(f, zeros).apply(List.copyOf(cotangents));
        });
        return new BatchedRules(batches, program, flags, results);
    }

    /** Operands in order: those that move from one list, the others from another that holds all or only these. */
    private static List<Tensor> mixed(List<Boolean> moves, List<Tensor> moved, List<Tensor> others) {
        boolean all = others.size() == moves.size();
        List<Tensor> operands = new ArrayList<>();
        int next = 0;
        int still = 0;
        for (int i = 0; i < moves.size(); i++) {
            operands.add(moves.get(i) ? moved.get(next++) : others.get(all ? i : still++));
        }
        return operands;
    }

    private static List<Integer> indexes(List<Boolean> flags, boolean value) {
        return IntStream.range(0, flags.size())
                .filter(i -> flags.get(i) == value)
                .boxed()
                .toList();
    }

    private List<ArrayType> operandTypes() {
        return body.inputTypes().subList(batches.arrays, body.inputTypes().size());
    }

    private interface OnRows {
        List<Tensor> apply(List<Tensor> rows, List<Tensor> operands);
    }

    private Program record(List<ArrayType> operands, OnRows f) {
        try (Recorder recorder = Recorder.ofRules()) {
            List<Tensor> rows = new ArrayList<>();
            for (ArrayType type : body.inputTypes().subList(0, batches.arrays)) {
                rows.add(Tensor.of(recorder.input(type, "")));
            }
            List<Tensor> given = new ArrayList<>();
            operands.forEach(type -> given.add(Tensor.of(recorder.input(type, ""))));
            List<Value> results =
                    f.apply(rows, given).stream().map(Tensor::value).toList();
            return recorder.finish(results).program();
        }
    }

    private List<Tensor> replay(List<Tensor> rows, List<Tensor> operands) {
        List<Value> values = new ArrayList<>();
        rows.forEach(t -> values.add(t.value()));
        operands.forEach(t -> values.add(t.value()));
        return Trace.replay(body, values).stream().map(Tensor::of).toList();
    }
}
