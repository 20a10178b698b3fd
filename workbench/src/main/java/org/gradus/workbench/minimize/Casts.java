package org.gradus.workbench.minimize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where methods that a function reaches, in its file, turn numbers into steps: there the derivative is 0 by definition. */
final class Casts {
    private static final Set<String> STEPS = Set.of("floor", "ceil", "rint", "round", "signum", "floorDiv", "floorMod");

    private Casts() {}

    /** One warning a place, in the order of lines. */
    static List<String> of(CompiledFile file, Class<?> type, String method) {
        Map<String, ClassModel> models = file.classes().stream()
                .collect(Collectors.toMap(c -> c.getName().replace('.', '/'), Casts::model));
        List<String> warnings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deque<String> waiting = new ArrayDeque<>(List.of(type.getName().replace('.', '/') + "." + method));
        while (!waiting.isEmpty()) {
            String next = waiting.poll();
            if (!seen.add(next)) {
                continue;
            }
            int dot = next.indexOf('.');
            ClassModel model = models.get(next.substring(0, dot));
            String name = next.substring(dot + 1);
            if (model != null) {
                for (MethodModel m : model.methods()) {
                    boolean lambda = m.methodName().stringValue().startsWith("lambda$" + name + "$");
                    if (lambda || m.methodName().stringValue().equals(name)) {
                        scan(m, file.path().getFileName().toString(), warnings, waiting);
                    }
                }
            }
        }
        return warnings.stream().distinct().sorted(Casts::byLine).toList();
    }

    private static int byLine(String a, String b) {
        return Integer.compare(line(a), line(b));
    }

    private static int line(String warning) {
        String digits = warning.replaceFirst("^[^:]*:(\\d+).*", "$1");
        return digits.equals(warning) ? 0 : Integer.parseInt(digits);
    }

    private static ClassModel model(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void scan(MethodModel method, String file, List<String> warnings, Deque<String> waiting) {
        method.code().ifPresent(code -> {
            int line = 0;
            for (Object element : code) {
                if (!(element instanceof CodeElement)) {
                    continue;
                }
                switch (element) {
                    case LineNumber number -> line = number.line();
                    case ConvertInstruction convert -> {
                        Opcode op = convert.opcode();
                        boolean cuts = op == Opcode.D2I || op == Opcode.D2L || op == Opcode.F2I || op == Opcode.F2L;
                        if (cuts) {
                            warnings.add(place(file, line) + "a cast to an integer");
                        }
                    }
                    case InvokeInstruction call -> {
                        String owner = call.owner().asInternalName();
                        String name = call.name().stringValue();
                        boolean math = owner.equals("java/lang/Math") || owner.equals("java/lang/StrictMath");
                        if (math && STEPS.contains(name)) {
                            warnings.add(place(file, line) + "Math." + name);
                        } else {
                            waiting.add(owner + "." + name);
                        }
                    }
                    default -> {}
                }
            }
        });
    }

    private static String place(String file, int line) {
        return file + ":" + line + ": no derivative passes, it is 0 by definition: ";
    }
}
