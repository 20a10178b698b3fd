package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.evaluate.Evaluation;
import org.gradus.program.Control;
import org.gradus.program.Host;
import org.gradus.program.Op;
import org.gradus.program.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table has a row for every operation, enum constant and flag, and types are as the rule says. */
class OpTableTest {
    static List<OpCase> rows() {
        return OpTable.rows();
    }

    @Test
    void everyOperationHasRows() { // but Java code, and the derivative that has no value
        Set<String> missing = new TreeSet<>();
        Set<Class<?>> present = new HashSet<>();
        rows().forEach(row -> present.add(row.op().getClass()));
        for (Class<?> operation : records(Op.class)) {
            if (operation != Host.class && operation != Control.CustomTangent.class && !present.contains(operation)) {
                missing.add(operation.getSimpleName());
            }
        }
        assertThat(missing).as("operations without a row in OpTable").isEmpty();
    }

    @Test
    void everyEnumConstantAndFlagHasRows() throws ReflectiveOperationException {
        Set<String> missing = new TreeSet<>();
        for (Class<?> operation : records(Op.class)) {
            for (RecordComponent component : operation.getRecordComponents()) {
                Set<Object> wanted = new HashSet<>();
                if (operation == Host.class) {
                    // What it calls is Java code; PassesTest tells pure calls from others.
                    continue;
                }
                if (component.getType().isEnum()) {
                    wanted.addAll(List.of(component.getType().getEnumConstants()));
                } else if (component.getType() == boolean.class) {
                    wanted.addAll(List.of(true, false));
                }
                for (OpCase row : rows()) {
                    if (row.op().getClass() == operation) {
                        wanted.remove(component.getAccessor().invoke(row.op()));
                    }
                }
                wanted.forEach(w -> missing.add(operation.getSimpleName() + " " + component.getName() + "=" + w));
            }
        }
        assertThat(missing).as("constants without a row in OpTable").isEmpty();
    }

    @Test
    void bothFloatTypesAreTakenWhereOneIs() {
        assertThat(OpTable.differentiable()).hasSizeGreaterThan(300);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void evaluatedTypeIsTheRulesType(OpCase row) {
        for (DType real : List.of(DType.FLOAT64, DType.FLOAT32)) {
            List<NdArray> operands = row.draw(real, 1);
            List<ArrayType> types = operands.stream().map(NdArray::type).toList();
            List<ArrayType> results = Evaluation.evaluate(row.op(real), operands).stream()
                    .map(NdArray::type)
                    .toList();
            assertThat(results).isEqualTo(Types.infer(row.op(real), types));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void equalNumbersStoredOnceGiveTheSameBits(OpCase row) {
        for (DType real : List.of(DType.FLOAT64, DType.FLOAT32)) {
            List<NdArray> operands = row.draw(real, 2);
            for (int i = 0; i < operands.size(); i++) {
                boolean matrix = row.draws().size() > i && row.reorders() && i == 0;
                if (matrix || operands.get(i).size() == 0) {
                    continue;
                }
                List<NdArray> once = new ArrayList<>(operands);
                List<NdArray> spread = new ArrayList<>(operands);
                once.set(
                        i, NdArray.splat(operands.get(i).type(), operands.get(i).getDouble(0)));
                spread.set(i, NdArray.wrap(operands.get(i).shape(), once.get(i).dense()));
                Same.bits(
                        "splat operand " + i,
                        Evaluation.evaluate(row.op(real), spread).getFirst(),
                        Evaluation.evaluate(row.op(real), once).getFirst());
            }
        }
    }

    static Set<Class<?>> records(Class<?> sealed) {
        Set<Class<?>> found = new HashSet<>();
        if (sealed.isRecord()) {
            found.add(sealed);
        } else {
            for (Class<?> permitted : sealed.getPermittedSubclasses()) {
                found.addAll(records(permitted));
            }
        }
        return found;
    }
}
