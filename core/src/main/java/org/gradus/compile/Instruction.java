package org.gradus.compile;

import java.util.AbstractList;
import java.util.List;
import java.util.Locale;
import org.gradus.array.NdArray;
import org.gradus.error.GradusException;
import org.gradus.evaluate.Evaluation;
import org.gradus.kernel.Arithmetic;
import org.gradus.kernel.ChunkedSum;
import org.gradus.kernel.Reductions;
import org.gradus.program.Elementwise;
import org.gradus.program.Equation;
import org.gradus.program.Reduction.ReduceFunction;

/** One step of a region on one tile: between buffers, or between a buffer and an array. */
sealed interface Instruction {

    /** Does the step. */
    void run(Tile tile);

    /** The step in a word or two. */
    String name();

    /** Elements of a full input. */
    record Load(int input, int buffer) implements Instruction {
        @Override
        public String name() {
            return "load";
        }

        @Override
        public void run(Tile tile) {
            NdArray array = tile.inputs[input];
            if (array.isSplat()) {
                StridedRead.fill(array.stored(), 0, tile.array(buffer), 0, tile.count);
            } else {
                System.arraycopy(array.stored(), tile.start, tile.array(buffer), 0, tile.count);
            }
        }
    }

    /** Elements of an input with one for each row. */
    record LoadRows(int input, int buffer) implements Instruction {
        @Override
        public String name() {
            return "load rows";
        }

        @Override
        public void run(Tile tile) {
            System.arraycopy(tile.inputs[input].dense(), tile.row, tile.array(buffer), 0, tile.rows);
        }
    }

    /** Elements of an input that is seen under the region's shape, or under that of its row values. */
    record LoadView(int input, StridedRead view, int buffer, boolean ofRows) implements Instruction {
        @Override
        public String name() {
            return "load repeated";
        }

        @Override
        public void run(Tile tile) {
            int start = ofRows ? tile.row : tile.start;
            int count = ofRows ? tile.rows : tile.count;
            view.read(tile.inputs[input].dense(), start, count, tile.array(buffer));
        }
    }

    /** An elementwise operation on full or on row values. */
    record Apply(Equation equation, Operands operands, int buffer, boolean ofRows) implements Instruction {
        @Override
        public String name() {
            return equation.op().mnemonic();
        }

        @Override
        public void run(Tile tile) {
            int n = ofRows ? tile.rows : tile.count;
            try {
                Evaluation.elementwise((Elementwise) equation.op(), operands.of(tile), tile.array(buffer), n);
            } catch (GradusException e) {
                throw equation.located(e);
            }
        }
    }

    /** A generated loop; outputs in which a product of zero and infinity may have left NaN are looked through afterwards. */
    record Loop(LoopCode code, int steps, double[] constants, int[] buffers, int[] doubtful) implements Instruction {
        @Override
        public String name() {
            return "loop of " + steps;
        }

        @Override
        public void run(Tile tile) {
            Object[] arrays = new Object[buffers.length];
            for (int i = 0; i < arrays.length; i++) {
                arrays[i] = tile.array(buffers[i]);
            }
            code.run(arrays, constants, tile.count);
            for (int buffer : doubtful) {
                if (Arithmetic.hasNan(tile.array(buffer), tile.count)) {
                    code.runCarefully(arrays, constants, tile.count);
                    return;
                }
            }
        }
    }

    /** Operands of an operation: buffers, or constants that are one number. */
    record Operands(int[] buffers, NdArray[] constants) {
        List<NdArray> of(Tile tile) {
            return new AbstractList<>() {
                @Override
                public NdArray get(int index) {
                    NdArray constant = constants[index];
                    return constant == null ? tile.buffers[buffers[index]] : constant;
                }

                @Override
                public int size() {
                    return buffers.length;
                }
            };
        }
    }

    /** A row value repeated along its row. */
    record Spread(int from, int n, int buffer) implements Instruction {
        @Override
        public String name() {
            return "spread rows";
        }

        @Override
        public void run(Tile tile) {
            StridedRead.repeat(tile.array(from), tile.rows, n, tile.array(buffer));
        }
    }

    /** A row value made of each row. */
    record Reduce(ReduceFunction function, int from, int n, int buffer) implements Instruction {
        @Override
        public String name() {
            return function.name().toLowerCase(Locale.ROOT) + " rows";
        }

        @Override
        public void run(Tile tile) {
            Object in = tile.array(from);
            Object out = tile.array(buffer);
            // A function without a case of its own does not compile.
            Runnable work = switch (function) {
                case SUM -> () -> Reductions.sum(in, out, tile.rows, n, 1);
                case PROD -> () -> Reductions.prod(in, out, tile.rows, n, 1);
                case MAX -> () -> Reductions.max(in, out, tile.rows, n, 1);
                case MIN -> () -> Reductions.min(in, out, tile.rows, n, 1);
                case LOGSUMEXP -> () -> Reductions.logSumExp(in, out, tile.rows, n, 1);
                case ALL -> () -> Reductions.all((boolean[]) in, (boolean[]) out, tile.rows, n, 1);
                case ANY -> () -> Reductions.any((boolean[]) in, (boolean[]) out, tile.rows, n, 1);
            };
            work.run();
        }
    }

    /** The sum of a chunk of a long row. */
    record SumChunk(int from, int output) implements Instruction {
        @Override
        public String name() {
            return "sum";
        }

        @Override
        public void run(Tile tile) {
            tile.partials[output][tile.row][tile.piece] = ChunkedSum.ofChunk(tile.array(from), tile.count, tile.chunk);
        }
    }

    /** log-softmax of each row. */
    record LogSoftmax(int from, int n, int buffer) implements Instruction {
        @Override
        public String name() {
            return "log_softmax rows";
        }

        @Override
        public void run(Tile tile) {
            Reductions.logSoftmax(tile.array(from), tile.array(buffer), tile.rows, n, 1);
        }
    }

    /** Full values into an output. */
    record Store(int buffer, int output) implements Instruction {
        @Override
        public String name() {
            return "store";
        }

        @Override
        public void run(Tile tile) {
            System.arraycopy(tile.array(buffer), 0, tile.outputs[output], tile.start, tile.count);
        }
    }

    /** Row values into an output. */
    record StoreRows(int buffer, int output) implements Instruction {
        @Override
        public String name() {
            return "store rows";
        }

        @Override
        public void run(Tile tile) {
            System.arraycopy(tile.array(buffer), 0, tile.outputs[output], tile.row, tile.rows);
        }
    }
}
