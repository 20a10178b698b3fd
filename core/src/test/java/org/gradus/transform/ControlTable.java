package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.program.Constant;
import org.gradus.program.Control;
import org.gradus.program.Elementwise;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Recorder;

/** The rows of operations with sub-programs. */
final class ControlTable {
    private static final ArrayType COUNT = new ArrayType(DType.INT64, Shape.SCALAR);

    private final List<OpCase> rows = new ArrayList<>();

    private ControlTable() {}

    static List<OpCase> rows() {
        ControlTable table = new ControlTable();
        for (Shape s : List.of(Shape.of(3), Shape.SCALAR, Shape.of(2, 1), Shape.of(0))) {
            table.branches(s);
            table.whiles(s);
            table.scans(s);
            table.rules(s);
        }
        table.products();
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private static ArrayType real(Shape shape) {
        return new ArrayType(DType.FLOAT64, shape);
    }

    private static Draw draw(Shape shape) {
        return uniform(shape, 0.2, 1.5);
    }

    private static Draw count(int low, int high) {
        return Draw.whole(DType.INT64, Shape.SCALAR, low, high);
    }

    private static Program program(UnaryOperator<List<Tensor>> f, ArrayType... types) {
        try (Recorder recorder = Recorder.ofFunction()) {
            List<Tensor> inputs = Arrays.stream(types)
                    .map(t -> Tensor.of(recorder.input(t, "")))
                    .toList();
            return recorder.finish(f.apply(inputs).stream().map(Tensor::value).toList())
                    .program();
        }
    }

    private void branches(Shape s) {
        ArrayType x = real(s);
        Program product = program(in -> List.of(in.get(0).times(in.get(1)).sin(), in.get(1)), x, x);
        Program one =
                program(in -> List.of(in.get(0).exp(), Tensors.full(2, in.get(0).type())), x, x);
        Program other = program(in -> List.of(in.get(1), in.get(0).square()), x, x);
        row(new Control.Branch(List.of(product, one, other)), count(0, 3), draw(s), draw(s));
        Draw index = Draw.whole(DType.INT32, Shape.SCALAR, 0, 2);
        row(new Control.Branch(List.of(one, other)), index, draw(s), draw(s));
        row(new Control.Branch(List.of(product)), count(0, 1), draw(s), draw(s));
        Program counter = program(in -> List.of(in.get(0).plus(1), in.get(1)), COUNT, x);
        row(new Control.Branch(List.of(counter, counter)), count(0, 2), count(0, 5), draw(s));
    }

    /** Operands: limit, factor; counter, x, y: y starts to move only when x has. */
    private void whiles(Shape s) {
        ArrayType x = real(s);
        ArrayType[] types = {COUNT, x, COUNT, x, x};
        Program condition = program(in -> List.of(in.get(2).lt(in.get(0))), types);
        Program body = program(
                in -> List.of(
                        in.get(2).plus(1),
                        in.get(3).times(in.get(1)).sin().plus(0.5),
                        in.get(3).times(in.get(4))),
                types);
        Draw[] draws = {count(0, 4), draw(s), count(0, 2), draw(s), draw(s)};
        row(new Control.While(condition, body, 2, -1, false), draws);
        for (int bound : new int[] {0, 1, 5}) {
            row(new Control.While(condition, body, 2, bound, false), draws);
            row(new Control.While(condition, body, 2, bound, true), draws);
        }
        Program still = program(in -> List.of(in.get(2).plus(1), in.get(3), in.get(4)), types);
        row(new Control.While(condition, still, 2, 3, true), draws);
    }

    /** Operands: factor; counter, x, y; entries, whole entries. */
    private void scans(Shape s) {
        ArrayType x = real(s);
        Program body = program(
                in -> {
                    Tensor factor = in.get(0)
                            .times(in.get(4))
                            .plus(in.get(5).to(in.get(0).dtype()));
                    Tensor next = in.get(2).times(factor).sin();
                    Tensor y = in.get(2).plus(in.get(3));
                    return List.of(in.get(1).plus(in.get(5)), next, y, next.times(in.get(4)), in.get(1));
                },
                x,
                COUNT,
                x,
                x,
                x,
                COUNT);
        for (int length : new int[] {0, 1, 3}) {
            for (int flags = 0; flags < 4; flags++) {
                boolean counted = (flags & 1) != 0;
                Draw[] draws = {
                    count(0, length + 1),
                    draw(s),
                    count(0, 3),
                    draw(s),
                    draw(s),
                    draw(s.insert(0, length)),
                    Draw.whole(DType.INT64, Shape.of(length), 0, 3)
                };
                row(
                        new Control.Scan(body, 1, 3, length, (flags & 2) != 0, counted),
                        counted ? draws : Arrays.copyOfRange(draws, 1, draws.length));
            }
        }
        Program map = program(in -> List.of(in.get(0).exp()), x);
        row(new Control.Scan(map, 0, 0, 2, false, false), draw(s.insert(0, 2)));
        Program inner = program(
                in -> OpCase.applyAll(new Control.Scan(body, 1, 3, 2, true, false), in)
                        .subList(0, 4),
                x,
                COUNT,
                x,
                x,
                real(s.insert(0, 2)),
                COUNT.with(Shape.of(2)));
        row(
                new Control.Scan(inner, 1, 3, 2, false, false),
                draw(s),
                count(0, 3),
                draw(s),
                draw(s),
                draw(s.insert(0, 2).insert(0, 2)),
                Draw.whole(DType.INT64, Shape.of(2, 2), 0, 2));
    }

    private void rules(Shape s) {
        ArrayType x = real(s);
        Program f = program(in -> List.of(in.get(0).times(in.get(1)).sin(), in.get(1)), x, x);
        row(new Control.Checkpoint(f, 0), draw(s), draw(s));
        Program jvp = program(
                in -> {
                    Tensor c = in.get(0).times(in.get(1)).cos();
                    Tensor inside = in.get(2).times(in.get(1)).plus(in.get(0).times(in.get(3)));
                    return List.of(inside.times(c), in.get(3));
                },
                x,
                x,
                x,
                x);
        row(new Control.CustomJvp("own", f, jvp, 0), draw(s), draw(s));
        Program forward = program(in -> List.of(in.get(0).times(in.get(1)).sin(), in.get(0), in.get(1)), x, x);
        Program backward = program(
                in -> {
                    Tensor c = in.get(0).times(in.get(1)).cos().times(in.get(2));
                    return List.of(c.times(in.get(1)), c.times(in.get(0)));
                },
                x,
                x,
                x);
        row(new Control.CustomVjp("own", forward, backward, 0, 1), draw(s), draw(s));
    }

    private void products() {
        ArrayType square = real(Shape.of(2, 2));
        Program f = program(
                in -> {
                    Tensor p = in.get(0).matmul(in.get(1));
                    return List.of(p.sin().matmul(in.get(0)), p);
                },
                square,
                square);
        for (int saved : new int[] {0, 1, 2}) {
            row(new Control.Checkpoint(f, saved), draw(square.shape()), draw(square.shape()));
        }
    }

    // ---- the same operation on other element types -----------------------------------------------------------------

    /** The operation with sub-programs of f32 instead of f64 if its operands are. */
    static Op typed(Op op, List<ArrayType> operands) {
        return op instanceof Control control && operands.stream().anyMatch(t -> t.dtype() == DType.FLOAT32)
                ? narrow(control)
                : op;
    }

    private static Op narrow(Op op) {
        return switch (op) {
            case Control c ->
                c.with(c.programs().stream().map(ControlTable::narrow).toList());
            case Elementwise.Convert(DType to) when to == DType.FLOAT64 -> new Elementwise.Convert(DType.FLOAT32);
            default -> op;
        };
    }

    private static Program narrow(Program program) {
        Map<Variable, Variable> renamed = new IdentityHashMap<>();
        List<Variable> inputs = define(program.inputs(), renamed);
        List<Equation> equations = new ArrayList<>();
        for (Equation e : program.equations()) {
            List<Operand> operands = refer(e.inputs(), renamed);
            equations.add(new Equation(define(e.outputs(), renamed), narrow(e.op()), operands, e.line()));
        }
        return new Program(inputs, equations, refer(program.outputs(), renamed));
    }

    private static ArrayType narrow(ArrayType type) {
        return type.dtype() == DType.FLOAT64 ? type.with(DType.FLOAT32) : type;
    }

    private static List<Variable> define(List<Variable> variables, Map<Variable, Variable> renamed) {
        variables.forEach(v -> renamed.put(v, new Variable(narrow(v.type()), v.name())));
        return variables.stream().map(renamed::get).toList();
    }

    private static List<Operand> refer(List<Operand> operands, Map<Variable, Variable> renamed) {
        return operands.stream()
                .map(o -> switch (o) {
                    case Variable v -> renamed.get(v);
                    case Constant(NdArray value) -> {
                        Tensor narrowed =
                                Tensors.tensor(value).to(narrow(value.type()).dtype());
                        yield new Constant(narrowed.array());
                    }
                })
                .toList();
    }
}
