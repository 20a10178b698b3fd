package org.gradus.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.ChunkedSum;
import org.gradus.kernel.Workers;
import org.gradus.program.Constant;
import org.gradus.program.Elementwise;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Reduction;
import org.gradus.program.Structural;
import org.gradus.program.Variable;

/**
 * A region made ready to run: instructions on buffers of a tile. Tiles are cut by sizes alone and run on all threads; every
 * element is computed by the kernels of the interpreter, so the bits are the interpreter's.
 */
final class TileProgram {
    private static final int TILE = 512;
    /** Elements that are worth a task of their own. */
    private static final int GRAIN = 1 << 14;

    private final Region region;
    private final boolean longRows;
    private final int tileRows;
    private final int tileElements;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<ArrayType> buffers = new ArrayList<>();
    private final boolean[] summed;

    private final Map<Operand, Integer> inputOf = new HashMap<>();
    private final Map<Variable, Integer> outputOf = new IdentityHashMap<>();
    private final Map<Operand, Integer> bufferOf = new HashMap<>();
    private final Map<Operand, Integer> lastUse = new HashMap<>();
    private final Map<ArrayType, Deque<Integer>> free = new HashMap<>();

    /** Arithmetic that waits for its loop, or null. */
    private LoopBody open;

    private int lastOfOpen;
    /** What ends with equations that wait: their buffers are in use until then. */
    private final List<Operand> ended = new ArrayList<>();

    TileProgram(Region region, boolean generates) {
        this.region = region;
        this.longRows = region.hasRows() && region.n() > Region.LONGEST_ROW;
        this.tileRows = region.hasRows() && !longRows ? Math.clamp(TILE / region.n(), 1, region.rows()) : 1;
        this.tileElements = longRows
                ? ChunkedSum.CHUNK
                : region.hasRows()
                        ? tileRows * region.n()
                        : Math.min(TILE, region.shape().size());
        this.summed = new boolean[region.outputs().size()];
        region.inputs().forEach(o -> inputOf.put(o, inputOf.size()));
        region.outputs().forEach(v -> outputOf.put(v, outputOf.size()));
        for (int i = 0; i < region.equations().size(); i++) {
            for (Operand operand : region.equations().get(i).inputs()) {
                lastUse.put(operand, i);
            }
        }
        for (int i = 0; i < region.equations().size(); i++) {
            Equation equation = region.equations().get(i);
            if (generates && LoopBody.takes(equation) && isFull(equation.output())) {
                addToLoop(equation, i);
            } else {
                translate(equation);
            }
            release(i);
        }
        closeLoop();
    }

    // ---- translation ----------------------------------------------------------------------------------------------

    private void translate(Equation equation) {
        switch (equation.op()) {
            case Elementwise _ -> elementwise(equation);
            case Structural.Broadcast(var _, var axes) -> broadcast(equation, axes);
            case Reduction.Reduce(var function, var _) -> reduce(equation, function);
            case Reduction.LogSoftmax _ -> {
                int from = operand(equation.inputs().getFirst());
                int buffer = define(equation.output());
                instructions.add(new Instruction.LogSoftmax(from, region.n(), buffer));
            }
            default -> throw new AssertionError(equation.op());
        }
        store(equation.output());
    }

    private void store(Variable value) {
        Integer output = outputOf.get(value);
        if (output != null && !summed[output]) {
            int buffer = bufferOf.get(value);
            instructions.add(
                    isFull(value) ? new Instruction.Store(buffer, output) : new Instruction.StoreRows(buffer, output));
        }
    }

    /** Arithmetic waits until something needs its result, so that one loop does as much of it as can be. */
    private void addToLoop(Equation equation, int index) {
        if (open != null && (open.dtype() != equation.output().type().dtype() || !open.hasRoomFor(equation))) {
            closeLoop();
        }
        if (open == null) {
            open = new LoopBody(equation.output().type().dtype());
        }
        for (Operand operand : equation.inputs()) {
            if (!LoopBody.isNumber(operand) && open.step(operand) == null) {
                operand(operand);
            }
        }
        open.add(equation);
        lastOfOpen = index;
    }

    private void closeLoop() {
        if (open == null) {
            return;
        }
        LoopBody body = open;
        open = null;
        if (!body.isWorthwhile()) {
            translate(body.equations().getFirst());
        } else {
            List<Variable> outputs = body.equations().stream()
                    .map(Equation::output)
                    .filter(v -> outputOf.containsKey(v) || lastUse.getOrDefault(v, -1) > lastOfOpen)
                    .toList();
            boolean[] doubtful = body.doubtful();
            outputs.forEach(this::define);
            int[] arrays = Stream.concat(body.inputs().stream(), outputs.stream())
                    .mapToInt(bufferOf::get)
                    .toArray();
            int[] looked = outputs.stream()
                    .filter(v -> doubtful[body.step(v)])
                    .mapToInt(bufferOf::get)
                    .toArray();
            LoopCode code = LoopCompiler.compile(body, outputs);
            instructions.add(new Instruction.Loop(code, body.equations().size(), body.constants(), arrays, looked));
            outputs.forEach(this::store);
        }
        ended.forEach(this::release);
        ended.clear();
    }

    private void elementwise(Equation equation) {
        int count = equation.inputs().size();
        int[] from = new int[count];
        NdArray[] constants = new NdArray[count];
        boolean allConstant = equation.inputs().stream().allMatch(TileProgram::isNumber);
        for (int i = 0; i < count; i++) {
            Operand operand = equation.inputs().get(i);
            if (isNumber(operand) && !(allConstant && i == 0)) {
                constants[i] = ((Constant) operand).value();
            } else {
                from[i] = operand(operand);
            }
        }
        int buffer = define(equation.output());
        Instruction.Operands operands = new Instruction.Operands(from, constants);
        instructions.add(new Instruction.Apply(equation, operands, buffer, !isFull(equation.output())));
    }

    private static boolean isNumber(Operand operand) {
        return operand instanceof Constant(NdArray value) && value.isSplat();
    }

    private void broadcast(Equation equation, List<Integer> axes) {
        Operand operand = equation.inputs().getFirst();
        if (open != null && open.step(operand) != null) {
            closeLoop();
        }
        if (bufferOf.containsKey(operand) && !inputOf.containsKey(operand)) {
            int from = bufferOf.get(operand);
            instructions.add(new Instruction.Spread(from, region.n(), define(equation.output())));
            return;
        }
        Shape shape = equation.output().type().shape();
        int[] own = operand.type().shape().strides();
        int[] strides = new int[shape.rank()];
        for (int i = 0; i < own.length; i++) {
            strides[axes.get(i)] = own[i];
        }
        StridedRead view = new StridedRead(shape, strides);
        boolean ofRows = !isFull(equation.output());
        int input = inputOf.get(operand);
        instructions.add(new Instruction.LoadView(input, view, define(equation.output()), ofRows));
    }

    private void reduce(Equation equation, Reduction.ReduceFunction function) {
        int from = operand(equation.inputs().getFirst());
        if (longRows) {
            int output = outputOf.get(equation.output());
            summed[output] = true;
            instructions.add(new Instruction.SumChunk(from, output));
            return;
        }
        instructions.add(new Instruction.Reduce(function, from, region.n(), define(equation.output())));
    }

    private boolean isFull(Operand operand) {
        return region.isFull(operand.type());
    }

    /** The buffer of an operand, which is loaded at its first use. */
    private int operand(Operand operand) {
        if (open != null && open.step(operand) != null) {
            closeLoop();
        }
        Integer known = bufferOf.get(operand);
        if (known != null) {
            return known;
        }
        int input = inputOf.get(operand);
        int buffer = define(operand);
        instructions.add(
                isFull(operand) ? new Instruction.Load(input, buffer) : new Instruction.LoadRows(input, buffer));
        return buffer;
    }

    private int define(Operand operand) {
        ArrayType type = Tile.buffer(operand.type().dtype(), isFull(operand) ? tileElements : tileRows);
        Deque<Integer> unused = free.get(type);
        int buffer;
        if (unused == null || unused.isEmpty()) {
            buffer = buffers.size();
            buffers.add(type);
        } else {
            buffer = unused.pop();
        }
        bufferOf.put(operand, buffer);
        return buffer;
    }

    private void release(int index) {
        for (Operand operand : region.equations().get(index).inputs()) {
            if (lastUse.get(operand) == index) {
                release(operand);
            }
        }
        Variable output = region.equations().get(index).output();
        if (!lastUse.containsKey(output)) {
            release(output);
        }
    }

    private void release(Operand operand) {
        if (open != null) {
            ended.add(operand);
            return;
        }
        Integer buffer = bufferOf.remove(operand);
        if (buffer != null) {
            free.computeIfAbsent(buffers.get(buffer), _ -> new ArrayDeque<>()).push(buffer);
        }
    }

    /** How a tile is done, in words. */
    String describe() {
        String steps = instructions.stream().map(Instruction::name).collect(Collectors.joining(", "));
        return "tiles of " + tileElements + ": " + steps;
    }

    // ---- running --------------------------------------------------------------------------------------------------

    /**
     * Runs the region.
     *
     * @param inputs one array for each of the region's inputs
     * @return one array for each output
     */
    List<NdArray> run(NdArray[] inputs) {
        int pieces = longRows ? (region.n() - 1) / ChunkedSum.CHUNK + 1 : 1;
        Object[] outputs = new Object[region.outputs().size()];
        double[][][] partials = new double[longRows ? outputs.length : 0][][];
        for (int i = 0; i < outputs.length; i++) {
            ArrayType type = region.outputs().get(i).type();
            outputs[i] = type.dtype().allocate(type.shape().size());
            if (summed[i]) {
                partials[i] = new double[region.rows()][pieces];
            }
        }
        int tiles = longRows ? region.rows() * pieces : ceil(size(), tileStep());
        int grain = Math.max(1, GRAIN / tileElements);
        Workers.run(ceil(tiles, grain), task -> {
            Tile tile = new Tile(inputs, outputs, partials, buffers);
            int end = Math.min(tiles, (task + 1) * grain);
            for (int t = task * grain; t < end; t++) {
                place(tile, t, pieces);
                for (Instruction instruction : instructions) {
                    instruction.run(tile);
                }
            }
        });
        List<NdArray> results = new ArrayList<>();
        for (int i = 0; i < outputs.length; i++) {
            if (summed[i]) {
                sum(partials[i], outputs[i]);
            }
            results.add(NdArray.of(region.outputs().get(i).type(), outputs[i]));
        }
        return results;
    }

    private int size() {
        return region.hasRows() ? region.rows() : region.shape().size();
    }

    private int tileStep() {
        return region.hasRows() ? tileRows : tileElements;
    }

    private static int ceil(int n, int by) {
        return (n - 1) / by + 1;
    }

    private void place(Tile tile, int t, int pieces) {
        if (longRows) {
            tile.row = t / pieces;
            tile.rows = 1;
            tile.piece = t % pieces;
            int from = tile.piece * ChunkedSum.CHUNK;
            tile.start = tile.row * region.n() + from;
            tile.count = Math.min(ChunkedSum.CHUNK, region.n() - from);
        } else if (region.hasRows()) {
            tile.row = t * tileRows;
            tile.rows = Math.min(tileRows, region.rows() - tile.row);
            tile.start = tile.row * region.n();
            tile.count = tile.rows * region.n();
        } else {
            tile.start = t * tileElements;
            tile.count = Math.min(tileElements, region.shape().size() - tile.start);
        }
    }

    private static void sum(double[][] partials, Object out) {
        for (int row = 0; row < partials.length; row++) {
            double sum = ChunkedSum.ofChunks(partials[row]);
            if (out instanceof double[] wide) {
                wide[row] = sum;
            } else {
                ((float[]) out)[row] = (float) sum;
            }
        }
    }
}
