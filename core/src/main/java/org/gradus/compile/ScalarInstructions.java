package org.gradus.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.array.DType;
import org.gradus.evaluate.Evaluation;
import org.gradus.kernel.Elementary;
import org.gradus.kernel.Loops;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Elementwise.TernaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;

/** The instructions of one operation on numbers, with the bits of the kernels. */
final class ScalarInstructions {
    private static final ClassDesc D = ConstantDescs.CD_double;
    private static final ClassDesc F = ConstantDescs.CD_float;
    private static final ClassDesc J = ConstantDescs.CD_long;
    private static final ClassDesc I = ConstantDescs.CD_int;
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    private static final ClassDesc ELEMENTARY = ClassDesc.of(Elementary.class.getName());
    private static final ClassDesc SCALARS = ClassDesc.of(Scalars.class.getName());

    private final List<ScalarNode> nodes;
    private final List<Object> functions = new ArrayList<>();
    private final Map<Object, Integer> functionOf = new HashMap<>();

    ScalarInstructions(List<ScalarNode> nodes) {
        this.nodes = nodes;
    }

    Object[] functions() {
        return functions.toArray();
    }

    static TypeKind kind(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> TypeKind.DOUBLE;
            case FLOAT32 -> TypeKind.FLOAT;
            case INT64 -> TypeKind.LONG;
            case INT32, BOOL -> TypeKind.INT;
        };
    }

    /** Pushes a number. */
    void load(int node, Map<Integer, Integer> locals, CodeBuilder code) {
        if (nodes.get(node) instanceof ScalarNode.Number number) {
            switch (number.dtype()) {
                case FLOAT64 -> code.loadConstant(number.real());
                case FLOAT32 -> code.loadConstant((float) number.real());
                case INT64 -> code.loadConstant(number.bits());
                case INT32, BOOL -> code.loadConstant((int) number.bits());
            }
            return;
        }
        code.loadLocal(kind(nodes.get(node).dtype()), locals.get(node));
    }

    private DType dtype(int node) {
        return nodes.get(node).dtype();
    }

    private void loadAs(TypeKind to, int node, Map<Integer, Integer> locals, CodeBuilder code) {
        load(node, locals, code);
        code.conversion(kind(dtype(node)), to);
    }

    /** Pushes the result of an operation whose operands are constants or in local variables. */
    void apply(int node, Map<Integer, Integer> locals, CodeBuilder code) {
        List<Integer> of = nodes.get(node).operands();
        DType result = dtype(node);
        switch (nodes.get(node)) {
            case ScalarNode.Fma _ -> {
                of.forEach(x -> load(x, locals, code));
                ClassDesc t = result == DType.FLOAT64 ? D : F;
                code.invokestatic(MATH, "fma", MethodTypeDesc.of(t, t, t, t));
            }
            case ScalarNode.Apply(DType _, Elementwise op, List<Integer> _) -> {
                switch (op) {
                    case Elementwise.Unary(var f)
                    when dtype(of.getFirst()) == DType.BOOL -> {
                        load(of.getFirst(), locals, code);
                        code.iconst_1().ixor();
                    }
                    case Elementwise.Unary(var f)
                    when result.isFloat() -> realUnary(f, op, of.getFirst(), locals, code);
                    case Elementwise.Unary _ -> call(op, Loops.LongUnary.class, of, locals, code);
                    case Elementwise.Special _, Elementwise.Ordered _, Elementwise.RoundTo _ ->
                        call(op, Loops.DoubleUnary.class, of, locals, code);
                    case Elementwise.Binary(var f) when result.isFloat() -> realBinary(f, op, of, locals, code);
                    case Elementwise.Binary(var f) -> wholeBinary(f, op, of, locals, code);
                    case Elementwise.Ternary(var f)
                    when result.isFloat() -> call(op, Loops.DoubleTernary.class, of, locals, code);
                    case Elementwise.Ternary(var f) -> wholeTernary(f, of, locals, code);
                    case Elementwise.Compare(var c) -> compare(c, of, locals, code);
                    case Elementwise.Select _ -> select(of, locals, code);
                    case Elementwise.Convert(var to) -> convert(to, of.getFirst(), locals, code);
                }
            }
            case ScalarNode.Input _, ScalarNode.Number _ -> throw new AssertionError(node);
        }
    }

    /** A call of the kernel's function of numbers. */
    private void call(Elementwise op, Class<?> type, List<Integer> of, Map<Integer, Integer> locals, CodeBuilder code) {
        boolean real = type != Loops.LongUnary.class && type != Loops.LongBinary.class;
        int number = functionOf.computeIfAbsent(op + (real ? " real" : " whole"), _ -> {
            functions.add(Evaluation.function(op, real));
            return functions.size() - 1;
        });
        ClassDesc t = real ? D : J;
        ClassDesc description = type.describeConstable().orElseThrow();
        code.aload(2).loadConstant(number).aaload().checkcast(description);
        of.forEach(x -> loadAs(real ? TypeKind.DOUBLE : TypeKind.LONG, x, locals, code));
        code.invokeinterface(
                description,
                "apply",
                MethodTypeDesc.of(t, of.stream().map(_ -> t).toList()));
        narrow(dtype(of.getFirst()), code);
    }

    /** From the double or long that a function gives to the type of its operand. */
    private static void narrow(DType to, CodeBuilder code) {
        if (to == DType.FLOAT32) {
            code.d2f();
        } else if (to == DType.INT32) {
            code.l2i();
        }
    }

    private void realUnary(UnaryFunction f, Elementwise op, int x, Map<Integer, Integer> locals, CodeBuilder code) {
        switch (f) {
            case NEGATE,
                    ABS,
                    SQRT,
                    SQUARE,
                    RECIPROCAL,
                    RELU,
                    EXP,
                    EXPM1,
                    LOG,
                    LOG1P,
                    SIN,
                    COS,
                    TANH,
                    SIGMOID,
                    SOFTPLUS -> {
                if (f == UnaryFunction.RECIPROCAL) {
                    code.dconst_1();
                }
                loadAs(TypeKind.DOUBLE, x, locals, code);
                switch (f) {
                    case NEGATE -> code.dneg();
                    case SQUARE -> code.dup2().dmul();
                    case RECIPROCAL -> code.ddiv();
                    case ABS, SQRT -> code.invokestatic(MATH, name(f), MethodTypeDesc.of(D, D));
                    case RELU -> code.invokestatic(SCALARS, name(f), MethodTypeDesc.of(D, D));
                    default -> code.invokestatic(ELEMENTARY, name(f), MethodTypeDesc.of(D, D));
                }
                narrow(dtype(x), code);
            }
            default -> call(op, Loops.DoubleUnary.class, List.of(x), locals, code);
        }
    }

    private static String name(Enum<?> function) {
        return function.name().toLowerCase(Locale.ROOT);
    }

    private void realBinary(
            BinaryFunction f, Elementwise op, List<Integer> of, Map<Integer, Integer> locals, CodeBuilder code) {
        boolean wide = dtype(of.getFirst()) == DType.FLOAT64;
        switch (f) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> {
                of.forEach(x -> load(x, locals, code));
                switch (f) {
                    case ADD -> arithmetic(wide, code::dadd, code::fadd);
                    case SUBTRACT -> arithmetic(wide, code::dsub, code::fsub);
                    case MULTIPLY -> arithmetic(wide, code::dmul, code::fmul);
                    default -> arithmetic(wide, code::ddiv, code::fdiv);
                }
            }
            case ANNIHILATE, MAXIMUM, MINIMUM -> {
                of.forEach(x -> loadAs(TypeKind.DOUBLE, x, locals, code));
                String name = f == BinaryFunction.ANNIHILATE
                        ? "annihilatingMultiply"
                        : f == BinaryFunction.MAXIMUM ? "max" : "min";
                code.invokestatic(ELEMENTARY, name, MethodTypeDesc.of(D, D, D));
                narrow(dtype(of.getFirst()), code);
            }
            default -> call(op, Loops.DoubleBinary.class, of, locals, code);
        }
    }

    private static void arithmetic(boolean wide, Runnable ofDoubles, Runnable ofFloats) {
        (wide ? ofDoubles : ofFloats).run();
    }

    private void wholeBinary(
            BinaryFunction f, Elementwise op, List<Integer> of, Map<Integer, Integer> locals, CodeBuilder code) {
        if (dtype(of.getFirst()) == DType.BOOL) {
            of.forEach(x -> load(x, locals, code));
            switch (f) {
                case AND -> code.iand();
                case OR -> code.ior();
                case XOR -> code.ixor();
                default -> throw new AssertionError(f);
            }
            return;
        }
        call(op, Loops.LongBinary.class, of, locals, code);
    }

    private void wholeTernary(TernaryFunction f, List<Integer> of, Map<Integer, Integer> locals, CodeBuilder code) {
        if (f != TernaryFunction.CLAMP) {
            throw new AssertionError(f);
        }
        MethodTypeDesc type = MethodTypeDesc.of(J, J, J);
        loadAs(TypeKind.LONG, of.get(0), locals, code);
        loadAs(TypeKind.LONG, of.get(1), locals, code);
        code.invokestatic(MATH, "max", type);
        loadAs(TypeKind.LONG, of.get(2), locals, code);
        code.invokestatic(MATH, "min", type);
        narrow(dtype(of.getFirst()), code);
    }

    private void compare(Comparison c, List<Integer> of, Map<Integer, Integer> locals, CodeBuilder code) {
        boolean real = dtype(of.getFirst()).isFloat();
        boolean swapped = c == Comparison.GT || c == Comparison.GE;
        TypeKind kind = real ? TypeKind.DOUBLE : TypeKind.LONG;
        loadAs(kind, of.get(swapped ? 1 : 0), locals, code);
        loadAs(kind, of.get(swapped ? 0 : 1), locals, code);
        String name = switch (c) {
            case EQ -> "equal";
            case NE -> "notEqual";
            case LT, GT -> "less";
            case LE, GE -> "lessOrEqual";
        };
        ClassDesc t = real ? D : J;
        code.invokestatic(SCALARS, name, MethodTypeDesc.of(I, t, t));
    }

    private void select(List<Integer> of, Map<Integer, Integer> locals, CodeBuilder code) {
        of.forEach(x -> load(x, locals, code));
        ClassDesc t = switch (kind(dtype(of.get(1)))) {
            case DOUBLE -> D;
            case FLOAT -> F;
            case LONG -> J;
            default -> I;
        };
        code.invokestatic(SCALARS, "select", MethodTypeDesc.of(t, I, t, t));
    }

    private void convert(DType to, int x, Map<Integer, Integer> locals, CodeBuilder code) {
        DType from = dtype(x);
        if (to != DType.BOOL) {
            loadAs(kind(to), x, locals, code);
            return;
        }
        boolean real = from.isFloat();
        loadAs(real ? TypeKind.DOUBLE : TypeKind.LONG, x, locals, code);
        if (real) {
            code.dconst_0();
        } else {
            code.lconst_0();
        }
        ClassDesc t = real ? D : J;
        code.invokestatic(SCALARS, "notEqual", MethodTypeDesc.of(I, t, t));
    }
}
