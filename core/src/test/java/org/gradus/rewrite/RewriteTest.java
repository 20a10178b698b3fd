package org.gradus.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.compile.Passes;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.error.SourceLine;
import org.gradus.program.Elementwise;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.junit.jupiter.api.Test;

/** Strategies, rules, dual numbers. */
class RewriteTest {
    private static final Term X = new Term.Var("x");
    private static final Term Y = new Term.Var("y");
    private static final Term ONE = Term.of(1);

    /** Literals become one less, down to 0. */
    private static final Strategy<Term> LESS = Strategy.rule(
            t -> t instanceof Term.Num(double v) && v > 0 ? Optional.of(Term.of(v - 1)) : Optional.empty());

    private static double number(Term term, Map<String, Datum> inputs) {
        return ((Datum.Scalar) Evaluated.of(term, inputs).value()).value();
    }

    @Test
    void combinatorsSucceedFailAndCount() {
        Term two = Term.of(2);
        assertThat(LESS.then(LESS).apply(two)).isEqualTo(new Rewrite<>(Term.of(0), true, 2));
        assertThat(LESS.then(LESS).apply(ONE)).isEqualTo(new Rewrite<>(ONE, false, 0));
        assertThat(LESS.repeat().apply(two)).isEqualTo(new Rewrite<>(Term.of(0), true, 2));
        assertThat(LESS.repeat(2).apply(two).applications()).isEqualTo(2);
        assertThatThrownBy(() -> LESS.repeat(1).apply(two)).isInstanceOf(ConvergenceException.class);
        assertThatThrownBy(() -> Strategy.<Term>id().repeat().apply(X)).isInstanceOf(ConvergenceException.class);
        assertThatThrownBy(() -> LESS.repeat(0)).isInstanceOf(ArgumentException.class);
        assertThat(Strategy.<Term>firstOf().apply(X).succeeded()).isFalse();
    }

    @Test
    void traversalsGoToTheFirstOrToAllChildren() {
        Term pair = new Term.Pair(X, new Term.Pair(ONE, ONE));
        assertThat(Strategy.one(LESS).apply(pair).succeeded()).isFalse();
        assertThat(Strategy.topDown(LESS).apply(pair).result().text()).isEqualTo("(x, (0, 1))");
        assertThat(Strategy.normalize(LESS).apply(pair).result().text()).isEqualTo("(x, (0, 0))");
        assertThat(Strategy.all(LESS).apply(pair).succeeded()).isFalse();
        assertThat(Strategy.all(LESS).apply(new Term.Pair(ONE, ONE)))
                .isEqualTo(new Rewrite<>(new Term.Pair(Term.of(0), Term.of(0)), true, 2));
        assertThat(Strategy.all(LESS).apply(X).succeeded()).isTrue();
        Strategy<Term> first = Strategy.rule(t -> t instanceof Term.First(Term p) ? Optional.of(p) : Optional.empty());
        Term nested = new Term.First(new Term.Second(new Term.First(X)));
        assertThat(Strategy.topDown(first).apply(nested).result().text()).isEqualTo("snd fst x");
        assertThat(Strategy.bottomUp(first).apply(nested).result().text()).isEqualTo("fst snd x");
    }

    @Test
    void programsAreRewrittenByTheSameStrategies() {
        ArrayType number = new ArrayType(DType.FLOAT64, Shape.of());
        List<Variable> v =
                List.of(new Variable(number), new Variable(number), new Variable(number), new Variable(number));
        Op sin = new Elementwise.Unary(Elementwise.UnaryFunction.SIN);
        Op product = new Elementwise.Binary(Elementwise.BinaryFunction.MULTIPLY);
        Program program = new Program(
                List.of(v.get(0)),
                List.of(
                        new Equation(List.of(v.get(1)), sin, List.of(v.get(0)), SourceLine.UNKNOWN),
                        new Equation(List.of(v.get(2)), sin, List.of(v.get(0)), SourceLine.UNKNOWN),
                        new Equation(List.of(v.get(3)), product, List.of(v.get(1), v.get(2)), SourceLine.UNKNOWN)),
                List.of(v.get(3)));
        Rewrite<Program> lean = Strategy.changing(Passes::optimize).repeat().apply(program);
        assertThat(lean.applications()).isEqualTo(1);
        assertThat(lean.result().equations()).hasSize(2);
        assertThat(Strategy.changing(Passes::optimize).apply(lean.result()).succeeded())
                .isFalse();
    }

    @Test
    void substitutionCapturesNothing() {
        Term function = new Term.Lambda("y", X.plus(Y));
        assertThat(function.substitute("x", Y).sameAs(new Term.Lambda("z", Y.plus(new Term.Var("z")))))
                .isTrue();
        assertThat(function.substitute("y", X)).isEqualTo(function);
        assertThat(function.sameAs(new Term.Lambda("x", X.plus(X)))).isFalse();
        Term reduce = new Term.Reduce("s", "y", X.plus(new Term.Var("s")), Y, new Term.Var("v"));
        Term both = reduce.substitute("x", new Term.Var("s").times(Y));
        assertThat(both.free()).containsExactlyInAnyOrder("s", "y", "v");
        assertThat(number(both, Map.of("s", Datum.of(2), "y", Datum.of(3), "v", Datum.vector(0, 0))))
                .isEqualTo(15);
    }

    @Test
    void aNewNameIsNotTheOneReplaced() {
        Term reduce = new Term.Reduce("s", "x", new Term.Var("s").plus(X), new Term.Var("x1"), new Term.Var("v"));
        Term replaced = reduce.substitute("x1", X);
        assertThat(number(replaced, Map.of("x", Datum.of(10), "v", Datum.vector(1, 2))))
                .isEqualTo(13);
    }

    @Test
    void everyGroupKeepsTheValueOfRandomTerms() {
        RandomTerms random = new RandomTerms(7, 3);
        int applied = 0;
        for (int i = 0; i < 300; i++) {
            Term term = random.next(5);
            Map<String, Datum> inputs = random.inputs();
            double expected = number(term, inputs);
            for (var group : Schedule.ofGradients().groups()) {
                Rewrite<Term> rewrite = term.rewrite(group.strategy());
                applied += rewrite.applications();
                assertThat(number(rewrite.result(), inputs))
                        .as(() -> group.name() + ": " + term.text() + " became "
                                + rewrite.result().text())
                        .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
            }
            Term all = Schedule.ofGradients().run(term).result();
            assertThat(number(all, inputs)).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
            assertThat(term.free()).containsAll(all.free());
        }
        assertThat(applied).isGreaterThan(1000);
    }

    @Test
    void tangentsOfRandomTermsAreDifferences() {
        RandomTerms random = new RandomTerms(11, 3);
        Map<String, Type> types = Map.of("y", Type.number(), "v", Type.vector(), "w", Type.vector());
        int moving = 0;
        for (int i = 0; i < 60; i++) {
            // The vector of one element whose element is x.
            Term x = new Term.Get(new Term.Var("u"), Term.of(0));
            Term term = random.next(4).substitute("x", x);
            Map<String, Datum> inputs = new HashMap<>(random.inputs());
            double[] at = {0.3, 0.3 + 1e-4, 0.3 - 1e-4};
            double[] values = new double[3];
            for (int k = 2; k >= 0; k--) {
                inputs.put("u", Datum.vector(at[k]));
                values[k] = number(term, inputs);
            }
            Term gradient = DualNumbers.gradient(term, "u", 1, types);
            Term lean = Schedule.ofGradients().run(gradient).result();
            double tangent = ((Datum.Array) Evaluated.of(gradient, inputs).value()).toDoubles()[0];
            double quotient = (values[1] - values[2]) / 2e-4;
            double scale = Math.max(1, Math.max(Math.abs(values[0]), Math.abs(tangent)));
            assertThat(tangent).as(term.text()).isCloseTo(quotient, within(1e-6 * scale));
            assertThat(((Datum.Array) Evaluated.of(lean, inputs).value()).toDoubles()[0])
                    .as(lean.text())
                    .isCloseTo(tangent, within(1e-12 * scale));
            moving += tangent == 0 ? 0 : 1;
        }
        assertThat(moving).isGreaterThan(10);
    }

    @Test
    void functionsOfOneNumberHaveTheirDerivatives() {
        Map<Term.UnaryFunction, Double> slopes = Map.of(
                Term.UnaryFunction.NEGATE,
                -1.0,
                Term.UnaryFunction.SIN,
                Math.cos(0.7),
                Term.UnaryFunction.COS,
                -Math.sin(0.7),
                Term.UnaryFunction.EXP,
                Math.exp(0.7),
                Term.UnaryFunction.LOG,
                1 / 0.7);
        for (var f : Term.UnaryFunction.values()) {
            Datum dual = Evaluated.of(
                            DualNumbers.of(new Term.Unary(f, X)),
                            Map.of("x", new Datum.Pair(Datum.of(0.7), Datum.of(2))))
                    .value();
            assertThat(((Datum.Scalar) ((Datum.Pair) dual).second()).value())
                    .as(f.name())
                    .isCloseTo(2 * slopes.get(f), within(1e-15 * 8));
        }
        Term quotient = new Term.Second(DualNumbers.of(X.dividedBy(Y)));
        Map<String, Datum> duals =
                Map.of("x", new Datum.Pair(Datum.of(3), Datum.of(1)), "y", new Datum.Pair(Datum.of(2), Datum.of(5)));
        assertThat(number(quotient, duals)).isEqualTo((1 * 2 - 3 * 5) / 4.0);
    }

    @Test
    void invariantLoopsMoveInFrontButNotOutOfEmptyOnes() {
        Term sum = Term.sum(new Term.Var("v"));
        Term loop = new Term.Build(4, "i", sum.times(new Term.Var("i")));
        Rewrite<Term> moved = loop.rewrite(Strategy.normalize(Rules.motion()));
        assertThat(moved.result()).isInstanceOf(Term.Let.class);
        Map<String, Datum> inputs = Map.of("v", Datum.vector(1, 2, 3));
        assertThat(Evaluated.of(moved.result(), inputs).value()).isEqualTo(Datum.vector(0, 6, 12, 18));
        assertThat(Evaluated.of(moved.result(), inputs).cost())
                .isLessThan(Evaluated.of(loop, inputs).cost());
        Term empty = new Term.Build(0, "i", sum);
        assertThat(empty.rewrite(Strategy.normalize(Rules.motion())).result()).isEqualTo(empty);
    }

    @Test
    void unitVectorsAreSummedOnlyOverTheirWholeRange() {
        Term at = new Term.Var("k");
        Term j = new Term.Var("j");
        Term entry = new Term.Get(new Term.Var("v"), j).times(new Term.Indicator(3, at, j));
        assertThat(Term.sum(new Term.Build(3, "j", entry))
                        .rewrite(Rules.oneHot())
                        .succeeded())
                .isTrue();
        assertThat(Term.sum(new Term.Build(2, "j", entry))
                        .rewrite(Rules.oneHot())
                        .succeeded())
                .isFalse();
        Term own = new Term.Indicator(3, j, j);
        assertThat(Term.sum(new Term.Build(3, "j", own)).rewrite(Rules.oneHot()).succeeded())
                .isFalse();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        for (Term term : List.of(
                X,
                new Term.First(ONE),
                ONE.plus(new Term.Pair(ONE, ONE)),
                Term.sum(ONE),
                new Term.Apply(ONE, ONE),
                new Term.Get(Term.oneHot(2, ONE), Term.of(2)),
                new Term.Get(Term.oneHot(2, ONE), Term.of(0.5)),
                Term.oneHot(2, Term.of(2)),
                new Term.Zip(Term.oneHot(2, ONE), Term.oneHot(3, ONE)))) {
            assertThatThrownBy(() -> Evaluated.of(term, Map.of()))
                    .as(term.text())
                    .isInstanceOf(ArgumentException.class);
        }
        assertThatThrownBy(() -> new Term.Build(-1, "i", X)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> X.with(List.of(X))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new RandomTerms(0, 0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> DualNumbers.gradient(X, "v", 2, Map.of())).hasMessageContaining("'x' has no type");
        assertThatThrownBy(() -> Schedule.ofGradients().withFirst("none"))
                .hasMessageContaining("choose one of projections");
    }
}
