package org.gradus.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.trace;
import static org.gradus.tensor.Tensors.concatenate;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.sigmoidCrossEntropy;
import static org.gradus.tensor.Tensors.softmaxCrossEntropy;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.where;
import static org.gradus.tensor.Tensors.zeros;

import java.util.List;
import java.util.Map;
import org.gradus.array.DType;
import org.gradus.error.SourceLine;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The exact text of small programs. */
class ProgramPrintingTest {
    private record Model(Tensor w, Tensor b) {}

    private record Batch(Tensor x, Tensor y) {}

    private static final Model MODEL = new Model(zeros(3), scalar(0));
    private static final Batch BATCH = new Batch(zeros(5, 3), zeros(5));
    private static final Fn2<Model, Batch, Tensor> LOGISTIC = (m, d) ->
            sigmoidCrossEntropy(d.x().matmul(m.w()).plus(m.b()), d.y()).mean();

    @Test
    void oneEquationALine() {
        assertThat(trace((Tensor x) -> x.times(2.0).exp().sum(), tensor(1.0, 2.0)))
                .hasToString("""
                program(x:f64[2]) {
                  a:f64[2] = multiply x 2.0
                  b:f64[2] = exp a
                  c:f64[] = sum{axes=[0]} b
                  return c
                }""");
    }

    @Test
    void logisticLoss() {
        assertThat(trace(LOGISTIC, MODEL, BATCH)).hasToString("""
                program(w:f64[3], b:f64[], x:f64[5,3], y:f64[5]) {
                  a:f64[3,1] = reshape w
                  c:f64[5,1] = matmul x a
                  d:f64[5] = reshape c
                  e:f64[5] = broadcast b
                  f:f64[5] = add d e
                  g:f64[5] = softplus f
                  h:f64[5] = multiply f y
                  i:f64[5] = subtract g h
                  j:f64[] = sum{axes=[0]} i
                  k:f64[] = divide j 5.0
                  return k
                }""");
    }

    @Test
    void logisticGradientIsShort() {
        assertThat(trace(grad(LOGISTIC), MODEL, BATCH)).hasToString("""
                program(w:f64[3], b:f64[], x:f64[5,3], y:f64[5]) {
                  a:f64[3,1] = reshape w
                  c:f64[5,1] = matmul x a
                  d:f64[5] = reshape c
                  e:f64[5] = broadcast b
                  f:f64[5] = add d e
                  g:f64[5] = sigmoid f
                  h:f64[5] = multiply -0.2 y
                  i:f64[5] = multiply 0.2 g
                  j:f64[5] = add h i
                  k:f64[] = sum{axes=[0]} j
                  l:f64[5,1] = reshape j
                  m:f64[3,1] = matmul{left^T} x l
                  n:f64[3] = reshape m
                  return n, k
                }""");
    }

    @Test
    void softmaxGradient() {
        Fn2<Model, Batch, Tensor> loss = (m, d) ->
                softmaxCrossEntropy(d.x().matmul(m.w()).plus(m.b()), d.y()).mean();
        Model model = new Model(zeros(3, 4), zeros(4));
        Batch batch = new Batch(zeros(5, 3), zeros(5).to(DType.INT64));
        assertThat(trace(grad(loss), model, batch)).hasToString("""
                program(w:f64[3,4], b:f64[4], x:f64[5,3], y:i64[5]) {
                  a:f64[5,4] = matmul x w
                  c:f64[5,4] = broadcast{axes=[1]} b
                  d:f64[5,4] = add a c
                  e:f64[5,4] = log_softmax{axis=1} d
                  f:f64[5,4] = exp e
                  g:i64[5,1] = reshape y
                  h:f64[5,4] = take_add{axis=1 batch=1 size=4} -0.2:f64[5,1] g
                  i:f64[5,4] = negate h
                  j:f64[5] = sum{axes=[1]} i
                  k:f64[5,4] = broadcast{axes=[0]} j
                  l:f64[5,4] = annihilate k f
                  m:f64[5,4] = add h l
                  n:f64[4] = sum{axes=[0]} m
                  o:f64[3,4] = matmul{left^T} x m
                  return o, n
                }""");
    }

    @Test
    void attributesOfMovingOperations() {
        assertThat(trace(
                        (Tensor x) -> {
                            Tensor y = x.transpose(1, 0).slice(0, 0, 3, 2);
                            Tensor z = concatenate(1, y, x.slice(1, 1, 3).t());
                            return List.of(
                                    Indexing.take(z, tensor(new long[] {0, 1}), 0),
                                    Linalg.tril(z, 0),
                                    Linalg.triu(z, 1),
                                    z.argmax(1),
                                    z.to(DType.FLOAT32));
                        },
                        zeros(2, 3)))
                .hasToString("""
                program(x:f64[2,3]) {
                  a:f64[3,2] = transpose{[1, 0]} x
                  b:f64[2,2] = slice{from=[0, 0] to=[3, 2] step=[2, 1]} a
                  c:f64[2,2] = slice{from=[0, 1] to=[2, 3]} x
                  d:f64[2,2] = transpose{[1, 0]} c
                  e:f64[2,4] = concatenate{axis=1} b d
                  f:f64[2,4] = take{axis=0} e [0, 1]
                  g:f64[2,4] = tril e
                  h:f64[2,4] = triu{diagonal=1} e
                  i:i64[2] = argmax{axis=1} e
                  j:f32[2,4] = convert{f32} e
                  return f, g, h, i, j
                }""");
    }

    @Test
    void attributesOfLinearAlgebraAndSampling() {
        assertThat(trace(
                        (Tensor a, Tensor b, Key key) -> List.of(
                                Linalg.cholesky(a),
                                Linalg.triangularSolve(a, b, true, true),
                                Linalg.solve(a, b),
                                where(b.gt(0), b, Random.normal(key, 2, 5))),
                        zeros(2, 2),
                        zeros(2, 5),
                        Key.of(3)))
                .hasToString("""
                program(x:f64[2,2], y:f64[2,5], bits:i64[2]) {
                  a:f64[2,2] = transpose{[1, 0]} x
                  b:f64[2,2] = add x a
                  c:f64[2,2] = multiply b 0.5
                  d:f64[2,2] = cholesky c
                  e:f64[2,5] = triangular_solve{lower transposed} x y
                  f:f64[2,5] = solve x y
                  g:bool[2,5] = gt y 0.0
                  h:f64[2,5] = sample{normal f64[2,5]} bits
                  i:f64[2,5] = select g y h
                  return d, e, f, i
                }""");
    }

    @Test
    void namesOfInputsAreNeverTakenTwice() {
        Map<String, Tensor> tree = Map.of("a", scalar(1), "b", scalar(2));
        assertThat(trace((Map<String, Tensor> m) -> m.get("a").times(m.get("b")), tree))
                .hasToString("""
                program(x[a]:f64[], x[b]:f64[]) {
                  a:f64[] = multiply x[a] x[b]
                  return a
                }""");
        assertThat(trace((Batch p, Batch q) -> p.x().times(q.x()).plus(p.y()).plus(q.y()), batch(), batch()))
                .hasToString("""
                program(x:f64[], y:f64[], a:f64[], b:f64[]) {
                  c:f64[] = multiply x a
                  d:f64[] = add c y
                  e:f64[] = add d b
                  return e
                }""");
    }

    private static Batch batch() {
        return new Batch(scalar(1), scalar(2));
    }

    @Test
    void namesGoOnAfterZ() {
        String text = trace(
                        (Tensor x) -> {
                            Tensor y = x;
                            for (int i = 0; i < 30; i++) {
                                y = y.sin();
                            }
                            return y;
                        },
                        scalar(1))
                .toString();
        assertThat(text).contains("  z:f64[] = sin y\n  aa:f64[] = sin z\n  ab:f64[] = sin aa\n", "return ae");
    }

    @Test
    void constants() {
        assertThat(trace(
                        (Tensor x) -> List.of(
                                x.plus(tensor(1.0, 2.0)),
                                x.times(tensor(0, 1, 2, 3, 4, 5).reshape(3, 2)),
                                x.plus(scalar(7)),
                                x.matmul(ones(2, 2)),
                                x.gt(Double.NaN),
                                zeros(0),
                                scalar(1).to(DType.INT64)),
                        zeros(1, 2)))
                .hasToString("""
                program(x:f64[1,2]) {
                  a:f64[1,2] = add x [[1.0, 2.0]]
                  b:f64[2] = reshape x
                  c:f64[3,2] = broadcast{axes=[1]} b
                  d:f64[3,2] = multiply c constant:f64[3,2]
                  e:f64[1,2] = add x 7.0
                  f:f64[1,2] = matmul x 1.0:f64[2,2]
                  g:bool[1,2] = gt x NaN
                  return a, d, e, f, g, [], 1
                }""");
    }

    @Test
    void sameTextForTheSameEquationsOnOtherLines() {
        Variable x = new Variable(zeros(2).type(), "x");
        Variable y = new Variable(zeros(2).type());
        Op op = new Elementwise.Unary(Elementwise.UnaryFunction.EXP);
        Equation here = new Equation(List.of(y), op, List.of(x), SourceLine.UNKNOWN);
        assertThat(new Program(List.of(x), List.of(here), List.of(y))).hasToString("""
                program(x:f64[2]) {
                  a:f64[2] = exp x
                  return a
                }""");
    }
}
