package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.compile.Passes;
import org.gradus.evaluate.Interpreter;
import org.gradus.program.Program;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.transform.OpCase.Operands;
import org.gradus.tree.Tree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation and its derivatives: eager, compiled, written and read give the same bits. */
class OpStagingTest {
    private static final List<DType> REALS = List.of(DType.FLOAT64, DType.FLOAT32);

    static List<OpCase> rows() {
        return OpTable.rows();
    }

    static List<OpCase> differentiable() {
        return OpTable.differentiable();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void valueIsTheSameInEveryForm(OpCase row) {
        for (DType real : REALS) {
            Operands at = row.operands(real, 7);
            sameInEveryForm(row.function(), at);
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void gradientIsTheSameInEveryForm(OpCase row) {
        for (DType real : REALS) {
            Operands at = row.operands(real, 7);
            sameInEveryForm((x, data) -> Gradus.grad(row.loss()).apply(x, data), at);
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void hessianProductIsTheSameInEveryForm(OpCase row) {
        for (DType real : REALS) {
            Operands at = row.operands(real, 7);
            List<Tensor> v = Differences.directions(at.reals(), 8);
            sameInEveryForm((x, data) -> Gradus.hvp(row.loss()).apply(x, v, data), at);
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void forwardDerivativeIsTheSameInEveryForm(OpCase row) {
        for (DType real : REALS) {
            Operands at = row.operands(real, 7);
            List<Tensor> v = Differences.directions(at.reals(), 8);
            sameInEveryForm(
                    (x, data) -> Derivatives.jvp(
                                    (List<Tensor> a) -> row.function().apply(a, data), x, v)
                            .tangent(),
                    at);
        }
    }

    /** The gradient of a compiled function, and the compiled gradient of a compiled function. */
    @ParameterizedTest
    @MethodSource("differentiable")
    void compilingInsideAndOutsideADerivativeIsTheSame(OpCase row) {
        for (DType real : REALS) {
            Operands at = row.operands(real, 7);
            List<Tensor> plain = Gradus.grad(row.loss()).apply(at.reals(), at.others());
            Fn2<List<Tensor>, List<Tensor>, Tensor> compiled = Gradus.jit(row.loss());
            Same.bits("grad of jit", plain, Gradus.grad(compiled).apply(at.reals(), at.others()));
            Same.bits(
                    "jit of grad of jit",
                    plain,
                    Gradus.jit(Gradus.grad(compiled)).apply(at.reals(), at.others()));
        }
    }

    private static <B> void sameInEveryForm(Fn2<List<Tensor>, List<Tensor>, B> f, Operands at) {
        List<Tensor> eager = Tree.flatten(f.apply(at.reals(), at.others())).leaves();
        Fn2<List<Tensor>, List<Tensor>, B> jit = Gradus.jit(f);
        Same.bits("jit", eager, Tree.flatten(jit.apply(at.reals(), at.others())).leaves());
        Same.bits(
                "jit again",
                eager,
                Tree.flatten(jit.apply(at.reals(), at.others())).leaves());

        Program program = Gradus.trace(f, at.reals(), at.others());
        List<NdArray> arguments = new ArrayList<>();
        at.reals().forEach(t -> arguments.add(t.array()));
        at.others().forEach(t -> arguments.add(t.array()));
        Same.bits("program", eager, tensors(new Interpreter(program).run(arguments)));
        Program read = rewritten(program);
        Same.bits("program written and read", eager, tensors(new Interpreter(read).run(arguments)));
        assertThat(read.toString()).isEqualTo(program.toString());
        assertThat(Passes.optimize(program).toString()).as("optimized twice").isEqualTo(program.toString());
    }

    private static List<Tensor> tensors(List<NdArray> arrays) {
        return arrays.stream().map(org.gradus.tensor.Tensors::tensor).toList();
    }

    /** A program written and read back. */
    static Program rewritten(Program program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        program.write(bytes);
        return Program.read(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
