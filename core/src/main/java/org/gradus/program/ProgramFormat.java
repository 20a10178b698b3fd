package org.gradus.program;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.DataException;
import org.gradus.error.GradusException;
import org.gradus.error.Require;
import org.gradus.error.SourceLine;

/**
 * The binary form of programs: magic, version, length, body, CRC-32 of the body. The body lists inputs, equations and
 * outputs; variables are numbered in order of definition.
 */
final class ProgramFormat {
    private static final int MAGIC = 0x47524450; // "GRDP"
    private static final int VERSION = 1;
    private static final int VARIABLE = 0;
    private static final int CONSTANT = 1;

    private ProgramFormat() {}

    static void write(Program program, OutputStream out) {
        Require.notNull(out, "program", "the stream");
        try {
            byte[] body = body(program);
            CRC32 checksum = new CRC32();
            checksum.update(body);
            DataOutputStream data = new DataOutputStream(out);
            data.writeInt(MAGIC);
            data.writeInt(VERSION);
            data.writeInt(body.length);
            data.write(body);
            data.writeLong(checksum.getValue());
            data.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Program read(InputStream in) {
        DataInputStream data = new DataInputStream(Require.notNull(in, "program", "the stream"));
        byte[] body;
        try {
            body = body(data);
        } catch (EOFException e) {
            throw damaged("ends before the program does", e);
        } catch (IOException e) {
            throw damaged("cannot be read: " + e.getMessage(), e);
        }
        try {
            return program(new RecordReader(new DataInputStream(new ByteArrayInputStream(body))));
        } catch (IOException | GradusException | IndexOutOfBoundsException e) {
            throw damaged("cannot be decoded: " + reason(e), e);
        }
    }

    private static byte[] body(DataInputStream data) throws IOException {
        if (data.readInt() != MAGIC) {
            throw damaged("does not begin with the mark of a program", null);
        }
        int version = data.readInt();
        if (version != VERSION) {
            throw damaged("has format version " + version + "; this Gradus reads version " + VERSION, null);
        }
        int length = data.readInt();
        byte[] body = length < 0 ? new byte[0] : data.readNBytes(length);
        if (body.length != length) {
            throw damaged("ends after " + body.length + " of " + length + " bytes", null);
        }
        CRC32 checksum = new CRC32();
        checksum.update(body);
        if (data.readLong() != checksum.getValue()) {
            throw damaged("does not match its checksum", null);
        }
        return body;
    }

    private static String reason(Exception e) {
        return e instanceof GradusException g ? g.problem() : e.getMessage();
    }

    private static DataException damaged(String problem, Throwable cause) {
        return new DataException(
                "program: the file " + problem,
                "write the program again with Program.write",
                SourceLine.ofCaller(),
                cause);
    }

    private static byte[] body(Program program) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        RecordWriter writer = new RecordWriter(data);
        Map<Variable, Integer> numbers = new IdentityHashMap<>();
        writeDefinitions(program.inputs(), numbers, data, writer);
        data.writeInt(program.equations().size());
        for (Equation equation : program.equations()) {
            writer.write(Op.class, equation.op());
            writeOperands(equation.inputs(), numbers, data, writer);
            writeDefinitions(equation.outputs(), numbers, data, writer);
            writer.write(SourceLine.class, equation.line());
        }
        writeOperands(program.outputs(), numbers, data, writer);
        return bytes.toByteArray();
    }

    private static void writeDefinitions(
            List<Variable> variables, Map<Variable, Integer> numbers, DataOutputStream data, RecordWriter writer)
            throws IOException {
        data.writeInt(variables.size());
        for (Variable variable : variables) {
            numbers.put(variable, numbers.size());
            writer.write(ArrayType.class, variable.type());
            data.writeUTF(variable.name());
        }
    }

    private static void writeOperands(
            List<Operand> operands, Map<Variable, Integer> numbers, DataOutputStream data, RecordWriter writer)
            throws IOException {
        data.writeInt(operands.size());
        for (Operand operand : operands) {
            switch (operand) {
                case Variable v -> {
                    data.writeByte(VARIABLE);
                    data.writeInt(numbers.get(v));
                }
                case Constant(NdArray value) -> {
                    data.writeByte(CONSTANT);
                    writer.writeArray(value);
                }
            }
        }
    }

    private static Program program(RecordReader reader) throws IOException {
        List<Variable> variables = new ArrayList<>();
        List<Variable> inputs = readDefinitions(reader, variables);
        List<Equation> equations = new ArrayList<>();
        int count = reader.count();
        for (int i = 0; i < count; i++) {
            Op op = (Op) reader.read(Op.class);
            List<Operand> operands = readOperands(reader, variables);
            List<Variable> outputs = readDefinitions(reader, variables);
            equations.add(new Equation(outputs, op, operands, (SourceLine) reader.read(SourceLine.class)));
        }
        List<Operand> outputs = readOperands(reader, variables);
        return new Program(inputs, equations, outputs);
    }

    private static List<Variable> readDefinitions(RecordReader reader, List<Variable> variables) throws IOException {
        List<Variable> defined = new ArrayList<>();
        int count = reader.count();
        for (int i = 0; i < count; i++) {
            defined.add(new Variable(
                    (ArrayType) reader.read(ArrayType.class), reader.data().readUTF()));
        }
        variables.addAll(defined);
        return defined;
    }

    private static List<Operand> readOperands(RecordReader reader, List<Variable> variables) throws IOException {
        List<Operand> operands = new ArrayList<>();
        int count = reader.count();
        for (int i = 0; i < count; i++) {
            int kind = reader.data().readByte();
            operands.add(
                    switch (kind) {
                        case VARIABLE -> variables.get(reader.data().readInt());
                        case CONSTANT -> new Constant(reader.readArray());
                        default -> throw new DataException("program: operand of unknown kind " + kind, "");
                    });
        }
        return operands;
    }
}
