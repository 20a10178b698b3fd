package org.gradus.program;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.gradus.array.ArrayType;
import org.gradus.error.ArgumentException;

/**
 * A pure function as data: inputs, equations in order, outputs. Every variable is defined once, before its use.
 *
 * @param inputs the arguments
 * @param equations the steps
 * @param outputs the results: variables, inputs or constants
 */
public record Program(List<Variable> inputs, List<Equation> equations, List<Operand> outputs) {

    /**
     * Copies the lists and checks the program.
     *
     * @throws ArgumentException when a variable is defined twice or used before its definition, or when an equation's
     *     results are not of the types that its operation gives
     */
    public Program {
        inputs = List.copyOf(inputs);
        equations = List.copyOf(equations);
        outputs = List.copyOf(outputs);
        check(inputs, equations, outputs);
    }

    private static void check(List<Variable> inputs, List<Equation> equations, List<Operand> outputs) {
        Set<Variable> defined = Collections.newSetFromMap(new IdentityHashMap<>());
        inputs.forEach(v -> define(v, defined));
        for (Equation equation : equations) {
            equation.inputs().forEach(o -> use(o, defined));
            List<ArrayType> types = Types.infer(
                    equation.op(), equation.inputs().stream().map(Operand::type).toList());
            List<ArrayType> declared =
                    equation.outputs().stream().map(Variable::type).toList();
            if (!types.equals(declared)) {
                throw malformed(equation.op().mnemonic() + " gives " + types + ", but its outputs are " + declared);
            }
            equation.outputs().forEach(v -> define(v, defined));
        }
        outputs.forEach(o -> use(o, defined));
    }

    private static void define(Variable variable, Set<Variable> defined) {
        if (!defined.add(variable)) {
            throw malformed(variable + " is defined twice");
        }
    }

    private static void use(Operand operand, Set<Variable> defined) {
        if (operand instanceof Variable v && !defined.contains(v)) {
            throw malformed(v + " is used before it is defined");
        }
    }

    private static ArgumentException malformed(String problem) {
        return new ArgumentException("program: " + problem, "define each variable once, before its use");
    }

    /**
     * The types of the arguments.
     *
     * @return one an input
     */
    public List<ArrayType> inputTypes() {
        return inputs.stream().map(Variable::type).toList();
    }

    /**
     * The types of the results.
     *
     * @return one an output
     */
    public List<ArrayType> outputTypes() {
        return outputs.stream().map(Operand::type).toList();
    }

    /**
     * The names of all operations used, those of sub-programs among them.
     *
     * @return a set of mnemonics
     */
    public Set<String> mnemonics() {
        Set<String> names = new HashSet<>();
        for (Equation equation : equations) {
            names.add(equation.op().mnemonic());
            if (equation.op() instanceof Control control) {
                control.programs().forEach(p -> names.addAll(p.mnemonics()));
            }
        }
        return names;
    }

    /**
     * Tells whether running the program calls Java code.
     *
     * @return true if it holds a {@link Host} operation, at any depth
     */
    public boolean callsJava() {
        return equations.stream().anyMatch(e -> e.op().callsJava());
    }

    /**
     * The program without equations whose results nothing reads.
     *
     * @param effects operations that stay nevertheless
     * @return a program with the same inputs and outputs
     */
    public Program pruned(Predicate<Op> effects) {
        Set<Operand> alive = Collections.newSetFromMap(new IdentityHashMap<>());
        alive.addAll(outputs);
        List<Equation> kept = new ArrayList<>();
        for (Equation equation : equations.reversed()) {
            if (effects.test(equation.op()) || equation.outputs().stream().anyMatch(alive::contains)) {
                alive.addAll(equation.inputs());
                kept.add(equation);
            }
        }
        return kept.size() == equations.size() ? this : new Program(inputs, kept.reversed(), outputs);
    }

    /**
     * Writes the program in a versioned binary form with a checksum, which {@link #read} gives back.
     *
     * @param out where to; not closed
     * @throws ArgumentException when the program calls Java code ({@link Host}), which cannot be written
     * @throws java.io.UncheckedIOException when the stream fails
     */
    public void write(OutputStream out) {
        ProgramFormat.write(this, out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in where from; not closed
     * @return an equal program, with fresh variables
     * @throws org.gradus.error.DataException when the bytes are damaged, of another version, or no program
     */
    public static Program read(InputStream in) {
        return ProgramFormat.read(in);
    }

    /** Programs are equal that do the same operations on the same operands; names and lines do not count. */
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Program p && ProgramEquality.equal(this, p));
    }

    @Override
    public int hashCode() {
        return ProgramEquality.hash(this);
    }

    /** The equations one a line, with types; programs with equal names of inputs print alike if they are equal. */
    @Override
    public String toString() {
        return ProgramPrinter.print(this);
    }
}
