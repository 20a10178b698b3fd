package org.gradus.compile;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.DType;
import org.gradus.kernel.Elementary;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Operand;
import org.gradus.program.Variable;

/**
 * Makes a hidden class of a loop. The loop stands in a method of its own and indexes all its arrays alike, as the JVM wants it
 * for vector code. Classes are kept for loops of equal form; the numbers in a loop are arguments.
 */
final class LoopCompiler {
    private static final int KEPT = 512;
    private static final Map<String, LoopCode> CACHE =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, LoopCode> eldest) {
                    return size() > KEPT;
                }
            });

    private static final ClassDesc SELF = ClassDesc.of(LoopCompiler.class.getPackageName(), "Loop");
    private static final ClassDesc CODE = ClassDesc.of(LoopCode.class.getName());
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    private static final ClassDesc ELEMENTARY = ClassDesc.of(Elementary.class.getName());
    private static final ClassDesc D = ConstantDescs.CD_double;
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(
            ConstantDescs.CD_void, ConstantDescs.CD_Object.arrayType(), D.arrayType(), ConstantDescs.CD_int);

    private final LoopBody body;
    private final List<Variable> outputs;
    private final boolean wide;
    private final ClassDesc element;
    private final TypeKind kind;

    private LoopCompiler(LoopBody body, List<Variable> outputs) {
        this.body = body;
        this.outputs = outputs;
        this.wide = body.dtype() == DType.FLOAT64;
        this.element = wide ? D : ConstantDescs.CD_float;
        this.kind = wide ? TypeKind.DOUBLE : TypeKind.FLOAT;
    }

    /**
     * The code of a loop.
     *
     * @param body what it computes
     * @param outputs which of its values it writes
     * @return code that takes inputs and outputs in order
     */
    static LoopCode compile(LoopBody body, List<Variable> outputs) {
        String key = body.key(outputs);
        LoopCode known = CACHE.get(key);
        if (known == null) {
            known = new LoopCompiler(body, outputs).compile();
            CACHE.put(key, known);
        }
        return known;
    }

    private LoopCode compile() {
        byte[] bytes = ClassFile.of().build(SELF, type -> {
            type.withInterfaceSymbols(CODE);
            type.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    ClassFile.ACC_PUBLIC,
                    code -> code.aload(0)
                            .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .return_());
            for (boolean careful : new boolean[] {false, true}) {
                String loop = careful ? "carefulLoop" : "loop";
                type.withMethodBody(
                        loop, signature(), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, code -> loop(careful, code));
                type.withMethodBody(
                        careful ? "runCarefully" : "run", RUN, ClassFile.ACC_PUBLIC, code -> call(loop, code));
            }
        });
        try {
            return (LoopCode) MethodHandles.lookup()
                    .defineHiddenClass(bytes, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("generated code", e);
        }
    }

    private int arrays() {
        return body.inputs().size() + outputs.size();
    }

    /** Arrays, constants, number of elements. */
    private MethodTypeDesc signature() {
        List<ClassDesc> parameters = new ArrayList<>();
        for (int i = 0; i < arrays(); i++) {
            parameters.add(element.arrayType());
        }
        parameters.add(D.arrayType());
        parameters.add(ConstantDescs.CD_int);
        return MethodTypeDesc.of(ConstantDescs.CD_void, parameters);
    }

    private void call(String loop, CodeBuilder code) {
        for (int i = 0; i < arrays(); i++) {
            code.aload(1).loadConstant(i).aaload().checkcast(element.arrayType());
        }
        code.aload(2).iload(3).invokestatic(SELF, loop, signature()).return_();
    }

    private void loop(boolean careful, CodeBuilder code) {
        int[] constants = new int[body.constants().length];
        for (int i = 0; i < constants.length; i++) {
            constants[i] = code.allocateLocal(kind);
            code.aload(arrays()).loadConstant(i).daload();
            code.conversion(TypeKind.DOUBLE, kind);
            code.storeLocal(kind, constants[i]);
        }
        int n = arrays() + 1;
        int index = code.allocateLocal(TypeKind.INT);
        code.iconst_0().istore(index);
        Label next = code.newBoundLabel();
        Label end = code.newLabel();
        code.iload(index).iload(n).if_icmpge(end);
        int[] inputs = new int[body.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = code.allocateLocal(kind);
            code.aload(i).iload(index).arrayLoad(kind);
            code.storeLocal(kind, inputs[i]);
        }
        int[] steps = new int[body.equations().size()];
        int constant = 0;
        for (int i = 0; i < steps.length; i++) {
            if (body.unary(i) == UnaryFunction.RECIPROCAL) {
                one(code);
            }
            for (Operand operand : body.equations().get(i).inputs()) {
                Integer step = body.step(operand);
                int local = LoopBody.isNumber(operand)
                        ? constants[constant++]
                        : step != null ? steps[step] : inputs[body.inputNumber(operand)];
                code.loadLocal(kind, local);
            }
            apply(i, careful, code);
            steps[i] = code.allocateLocal(kind);
            code.storeLocal(kind, steps[i]);
        }
        for (int i = 0; i < outputs.size(); i++) {
            code.aload(inputs.length + i).iload(index);
            code.loadLocal(kind, steps[body.step(outputs.get(i))]).arrayStore(kind);
        }
        code.iinc(index, 1).goto_(next).labelBinding(end).return_();
    }

    private void one(CodeBuilder code) {
        if (wide) {
            code.dconst_1();
        } else {
            code.fconst_1();
        }
    }

    private void apply(int step, boolean careful, CodeBuilder code) {
        UnaryFunction unary = body.unary(step);
        if (unary != null) {
            switch (unary) {
                case NEGATE -> arithmetic(code::dneg, code::fneg);
                case ABS -> code.invokestatic(MATH, "abs", MethodTypeDesc.of(element, element));
                case SQUARE -> {
                    arithmetic(code::dup2, code::dup);
                    arithmetic(code::dmul, code::fmul);
                }
                case RECIPROCAL -> arithmetic(code::ddiv, code::fdiv);
                case RELU -> {
                    // Of −0 and 0 the larger is 0, and NaN stays, as the kernel has it.
                    arithmetic(code::dconst_0, code::fconst_0);
                    code.invokestatic(MATH, "max", MethodTypeDesc.of(element, element, element));
                }
                case SQRT -> {
                    code.conversion(kind, TypeKind.DOUBLE);
                    code.invokestatic(MATH, "sqrt", MethodTypeDesc.of(D, D));
                    code.conversion(TypeKind.DOUBLE, kind);
                }
                default -> throw new AssertionError(unary);
            }
            return;
        }
        BinaryFunction binary = body.binary(step);
        switch (binary) {
            case ADD -> arithmetic(code::dadd, code::fadd);
            case SUBTRACT -> arithmetic(code::dsub, code::fsub);
            case MULTIPLY -> arithmetic(code::dmul, code::fmul);
            case DIVIDE -> arithmetic(code::ddiv, code::fdiv);
            case ANNIHILATE -> {
                if (careful) {
                    annihilate(code);
                } else {
                    arithmetic(code::dmul, code::fmul);
                }
            }
            case MAXIMUM -> code.invokestatic(MATH, "max", MethodTypeDesc.of(element, element, element));
            case MINIMUM -> code.invokestatic(MATH, "min", MethodTypeDesc.of(element, element, element));
            default -> throw new AssertionError(binary);
        }
    }

    private void annihilate(CodeBuilder code) {
        if (!wide) {
            int y = code.allocateLocal(TypeKind.FLOAT);
            code.fstore(y).f2d().fload(y).f2d();
        }
        code.invokestatic(ELEMENTARY, "annihilatingMultiply", MethodTypeDesc.of(D, D, D));
        code.conversion(TypeKind.DOUBLE, kind);
    }

    private void arithmetic(Runnable ofDoubles, Runnable ofFloats) {
        (wide ? ofDoubles : ofFloats).run();
    }
}
