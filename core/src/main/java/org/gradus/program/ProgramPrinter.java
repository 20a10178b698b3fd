package org.gradus.program;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;

/** Prints a program one equation a line, naming variables a, b, … in order of definition. */
final class ProgramPrinter {
    private static final int SHOWN_ELEMENTS = 4;

    private final Map<Variable, String> names = new IdentityHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private int next;

    private ProgramPrinter() {}

    static String print(Program program) {
        return print("program", program);
    }

    private static String print(String label, Program program) {
        return new ProgramPrinter().text(label, program);
    }

    private String text(String label, Program program) {
        program.inputs().forEach(v -> taken.add(v.name()));
        StringBuilder out = new StringBuilder(label).append('(');
        out.append(program.inputs().stream().map(this::definition).collect(Collectors.joining(", ")));
        out.append(") {\n");
        for (Equation equation : program.equations()) {
            String inputs = equation.inputs().stream()
                    .map(o -> reference(o, equation.op() instanceof Elementwise))
                    .collect(Collectors.joining(" "));
            String outputs = equation.outputs().stream().map(this::definition).collect(Collectors.joining(", "));
            String attributes = equation.op().attributes();
            out.append("  ").append(outputs).append(outputs.isEmpty() ? "" : " = ");
            out.append(equation.op().mnemonic());
            if (!attributes.isEmpty()) {
                out.append('{').append(attributes).append('}');
            }
            out.append(inputs.isEmpty() ? "" : " ").append(inputs);
            if (equation.op() instanceof Control control) {
                out.append(inner(control));
            }
            out.append('\n');
        }
        out.append("  return ");
        out.append(program.outputs().stream().map(o -> reference(o, false)).collect(Collectors.joining(", ")));
        return out.append("\n}").toString();
    }

    /** Sub-programs have variables of their own, named from a on again. */
    private static String inner(Control control) {
        StringBuilder out = new StringBuilder(" {\n");
        for (int i = 0; i < control.programs().size(); i++) {
            String text = print(control.labels().get(i), control.programs().get(i));
            out.append(text.indent(4));
        }
        return out.append("  }").toString();
    }

    private String definition(Variable variable) {
        return names.computeIfAbsent(variable, this::fresh) + ":" + variable.type();
    }

    private String fresh(Variable variable) {
        if (!variable.name().isEmpty() && !names.containsValue(variable.name())) {
            return variable.name();
        }
        String name;
        do {
            name = letters(next++);
        } while (taken.contains(name));
        return name;
    }

    private static String letters(int index) {
        String last = String.valueOf((char) ('a' + index % 26));
        return index < 26 ? last : letters(index / 26 - 1) + last;
    }

    private String reference(Operand operand, boolean typeIsClear) {
        return switch (operand) {
            case Variable v -> names.get(v);
            case Constant(NdArray value) -> constant(value, typeIsClear);
        };
    }

    private static String constant(NdArray value, boolean typeIsClear) {
        if (value.size() > 0 && (value.isSplat() || value.shape().rank() == 0)) {
            Object one = value.isSplat() ? value.stored() : value.dense();
            String number = NdArray.splat(value.type().with(Shape.SCALAR), one).toString();
            return typeIsClear || value.shape().rank() == 0 ? number : number + ":" + value.type();
        }
        return value.size() <= SHOWN_ELEMENTS ? value.toString() : "constant:" + value.type();
    }
}
