package org.gradus.compile;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.program.Control;
import org.gradus.program.Operand;
import org.gradus.program.Program;

/** A scan whose body works on a few elements: straight-line code in a loop, its carry in memory, no array made between. */
final class ScalarScan {
    private final Control.Scan scan;
    private final ScalarProgram body;
    private final List<ArrayType> inputTypes;
    private final List<ArrayType> outputTypes;

    ScalarScan(Control.Scan scan) {
        Program program = scan.body();
        this.scan = scan;
        this.body = new ScalarProgram(program.inputs(), program.equations(), program.outputs());
        this.inputTypes = program.inputTypes();
        this.outputTypes = program.outputTypes();
    }

    /** Whether a scan can be run so. */
    static boolean takes(Control.Scan scan) {
        Program body = scan.body();
        return !scan.counted()
                && !body.equations().isEmpty()
                && body.equations().stream().allMatch(ScalarGraph::takes)
                && body.inputs().stream().allMatch(ScalarScan::isSmall)
                && body.outputs().stream().allMatch(ScalarScan::isSmall);
    }

    private static boolean isSmall(Operand operand) {
        int size = operand.type().shape().size();
        return size > 0 && size <= ScalarGraph.LARGEST;
    }

    List<NdArray> run(List<ArrayType> types, NdArray[] inputs) {
        ScalarProgram.Memory memory = body.memory();
        int carryEnd = scan.constants() + scan.carries();
        Object[] entries = new Object[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            entries[i] = inputs[i].dense();
            if (i < carryEnd) {
                body.read(memory, i, entries[i], 0);
            }
        }
        Object[] results = new Object[types.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = types.get(i).dtype().allocate(types.get(i).shape().size());
        }
        for (int step = 0; step < scan.length(); step++) {
            int at = scan.reverse() ? scan.length() - 1 - step : step;
            for (int i = carryEnd; i < inputs.length; i++) {
                body.read(memory, i, entries[i], at * inputTypes.get(i).shape().size());
            }
            body.run(memory);
            for (int i = scan.carries(); i < results.length; i++) {
                body.write(
                        memory, i, results[i], at * outputTypes.get(i).shape().size());
            }
            for (int i = 0; i < scan.carries(); i++) {
                body.feed(memory, i, scan.constants() + i);
            }
        }
        List<NdArray> out = new ArrayList<>(results.length);
        for (int i = 0; i < results.length; i++) {
            if (i < scan.carries()) {
                body.take(memory, scan.constants() + i, results[i]);
            }
            out.add(NdArray.of(types.get(i), results[i]));
        }
        return out;
    }
}
