package org.gradus.program;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
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
     * The names of all operations used.
     *
     * @return a set of mnemonics
     */
    public Set<String> mnemonics() {
        Set<String> names = new HashSet<>();
        equations.forEach(e -> names.add(e.op().mnemonic()));
        return names;
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

    /** The equations one a line, with types; equal programs print alike. */
    @Override
    public String toString() {
        return ProgramPrinter.print(this);
    }
}
