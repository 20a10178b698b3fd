package org.gradus.program;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What tests ask of programs. */
public final class Programs {
    private Programs() {}

    /** The bytes that {@link Program#write} gives. */
    public static byte[] bytes(Program program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        program.write(bytes);
        return bytes.toByteArray();
    }

    /** The program of bytes. */
    public static Program read(byte[] bytes) {
        return Program.read(new ByteArrayInputStream(bytes));
    }

    /** Whether two programs differ at most in the identity of their variables. */
    public static boolean equal(Program p, Program q) {
        return description(p).equals(description(q));
    }

    /** Everything in a program, with variables numbered in order of definition. */
    static List<Object> description(Program program) {
        Map<Variable, Integer> numbers = new IdentityHashMap<>();
        List<Object> all = new ArrayList<>();
        program.inputs().forEach(v -> define(v, numbers, all));
        for (Equation equation : program.equations()) {
            all.add(equation.op());
            all.add(equation.line());
            all.add(references(equation.inputs(), numbers));
            equation.outputs().forEach(v -> define(v, numbers, all));
        }
        all.add(references(program.outputs(), numbers));
        return all;
    }

    private static void define(Variable variable, Map<Variable, Integer> numbers, List<Object> all) {
        numbers.put(variable, numbers.size());
        all.add(variable.type());
        all.add(variable.name());
    }

    private static List<Object> references(List<Operand> operands, Map<Variable, Integer> numbers) {
        List<Object> references = new ArrayList<>();
        operands.forEach(o -> references.add(o instanceof Variable v ? numbers.get(v) : o));
        return references;
    }

    /** Equations whose results nothing reads. */
    public static List<Equation> dead(Program program) {
        Set<Operand> read = new HashSet<>(program.outputs());
        program.equations().forEach(e -> read.addAll(e.inputs()));
        return program.equations().stream()
                .filter(e -> e.outputs().stream().noneMatch(read::contains))
                .toList();
    }

    /** Equations that do what an earlier one does. */
    public static List<Equation> repeated(Program program) {
        Set<List<Object>> seen = new HashSet<>();
        return program.equations().stream()
                .filter(e -> !(e.op() instanceof Host) && !seen.add(List.of(e.op(), e.inputs())))
                .toList();
    }
}
