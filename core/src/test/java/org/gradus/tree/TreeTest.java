package org.gradus.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.gradus.error.StructureException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree.Flat;
import org.gradus.tree.Tree.Raveled;
import org.junit.jupiter.api.Test;

/** Trees of every kind: taken apart, put together, compared, joined into vectors. */
class TreeTest {
    private enum Activation {
        RELU,
        TANH
    }

    private record Layer(Tensor w, Tensor b, Activation activation) {}

    private record Network(List<Layer> layers, Map<String, Tensor> extras, Tensor[] heads, String name, int depth) {}

    private record Pair<A, B>(A first, B second) {}

    private record Positive(Tensor value) {
        Positive {
            if (value.size() > 3) {
                throw new IllegalArgumentException("at most three");
            }
        }
    }

    private record Empty() {}

    private static Network network() {
        Map<String, Tensor> extras = new LinkedHashMap<>();
        extras.put("scale", scalar(2));
        extras.put("bias", tensor(1.0, 2));
        return new Network(
                List.of(
                        new Layer(ones(2, 3), zeros(3), Activation.RELU),
                        new Layer(ones(3, 1), zeros(1), Activation.TANH)),
                extras,
                new Tensor[] {scalar(5), scalar(6)},
                "net",
                2);
    }

    @Test
    void pathsOfLeaves() {
        Flat<Network> flat = Tree.flatten(network());
        assertThat(flat.paths())
                .containsExactly(
                        ".layers[0].w",
                        ".layers[0].b",
                        ".layers[1].w",
                        ".layers[1].b",
                        ".extras[bias]",
                        ".extras[scale]",
                        ".heads[0]",
                        ".heads[1]");
        assertThat(Tree.flatten(scalar(1)).paths()).containsExactly("");
        assertThat(Tree.flatten(List.of(scalar(1))).paths()).containsExactly("[0]");
    }

    @Test
    void takenApartAndPutTogether() {
        Network network = network();
        Network twice = Tree.map(t -> t.times(2.0), network);
        assertThat(twice.layers().get(1).activation()).isEqualTo(Activation.TANH);
        assertThat(twice.name()).isEqualTo("net");
        assertThat(twice.depth()).isEqualTo(2);
        assertThat(twice.heads()).hasSize(2);
        assertThat(twice.heads()[1].item()).isEqualTo(12);
        assertThat(twice.extras().get("scale").item()).isEqualTo(4);
        assertThat(Tree.flatten(twice).structure())
                .isEqualTo(Tree.flatten(network).structure());
        assertThat(Tree.size(network)).isEqualTo(6 + 3 + 3 + 1 + 2 + 1 + 2);
    }

    @Test
    void derivativesHaveTheTreesOfTheirArguments() {
        Fn<Network, Tensor> f = n -> n.layers()
                .get(0)
                .w()
                .square()
                .sum()
                .times(n.extras().get("scale"))
                .plus(n.heads()[0].times(n.heads()[1]));
        Network g = grad(f).apply(network());
        assertThat(g.layers().get(0).w().toDoubles()).containsOnly(4);
        assertThat(g.layers().get(1).w().toDoubles()).containsOnly(0);
        assertThat(g.extras().get("scale").item()).isEqualTo(6);
        assertThat(g.heads()[0].item()).isEqualTo(6);
        Network compiled = jit(grad(f)).apply(network());
        assertThat(compiled.heads()[1].item()).isEqualTo(5);
        Network hv = hvp(f).apply(network(), g);
        assertThat(hv.heads()[0].item()).isEqualTo(5);
    }

    @Test
    void leavesOfJavaArrays() {
        Pair<double[], float[]> pair = new Pair<>(new double[] {1, 2}, new float[] {3});
        Flat<Pair<double[], float[]>> flat = Tree.flatten(pair);
        assertThat(flat.leaves().get(0).dtype()).isEqualTo(DType.FLOAT64);
        assertThat(flat.leaves().get(1).dtype()).isEqualTo(DType.FLOAT32);
        Pair<double[], float[]> twice = Tree.scale(2, pair);
        assertThat(twice.first()).containsExactly(2, 4);
        assertThat(twice.second()).containsExactly(6);
        assertThat(pair.first()).containsExactly(1, 2);
        double[][] rows = Tree.scale(3, new double[][] {{1}, {2, 3}});
        assertThat(rows[1]).containsExactly(6, 9);
        assertThatThrownBy(() ->
                        grad((Pair<double[], Tensor> p) -> p.second()).apply(new Pair<>(new double[1], scalar(1))))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("grad: leaf 'first' is a Java array")
                .hasMessageContaining("hold it as a Tensor, as in tensor(array)");
    }

    @Test
    void integersAndKeysAreRefusedInDifferentiatedArguments() {
        assertThatThrownBy(() -> grad((Pair<Tensor, Key> p) -> p.first()).apply(new Pair<>(scalar(1), Key.of(1))))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("grad: leaf 'second.bits' is i64[2], and whole numbers carry no derivative")
                .hasMessageContaining("pass it in the second argument, as data");
        assertThatThrownBy(() -> grad((Tensor x) -> x).apply(tensor(new int[] {1})))
                .hasMessageContaining("grad: the argument is i32[1]");
        assertThatThrownBy(() -> grad((Empty e) -> scalar(1)).apply(new Empty()))
                .hasMessageContaining("grad: the first argument, of type Empty, holds no tensors");
    }

    @Test
    void nullsAndOptionalsAreStatic() {
        Pair<Tensor, Tensor> half = new Pair<>(scalar(3), null);
        Pair<Tensor, Tensor> g =
                grad((Pair<Tensor, Tensor> p) -> p.first().square()).apply(half);
        assertThat(g.first().item()).isEqualTo(6);
        assertThat(g.second()).isNull();
        Pair<Tensor, Optional<String>> named = new Pair<>(scalar(3), Optional.of("label"));
        assertThat(Tree.scale(2, named).second()).contains("label");
        Map<String, Tensor> map = new HashMap<>();
        map.put("a", null);
        map.put("b", scalar(2));
        assertThat(Tree.scale(2, map)).containsEntry("a", null);
        List<Tensor> list = new ArrayList<>(Arrays.asList(scalar(1), null));
        assertThat(Tree.scale(2, list).get(1)).isNull();
    }

    @Test
    void tensorsWhereTheyWouldBeHeldConstant() {
        assertThatThrownBy(() -> Tree.flatten(new Pair<>(scalar(1), Optional.of(scalar(2)))))
                .isInstanceOf(StructureException.class)
                .hasMessageContaining(
                        "tree: leaf 'second' is an Optional with tensors in it, which would be held constant")
                .hasMessageContaining("hold them in a record, list, map or array");
        assertThatThrownBy(() -> Tree.flatten(List.of(Set.of(scalar(1)))))
                .hasMessageContaining("tree: leaf '[0]' is a Set with tensors in it");
    }

    @Test
    void mapsAreOrderedByTheirKeys() {
        Map<String, Tensor> forward = new LinkedHashMap<>();
        Map<String, Tensor> backward = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            forward.put("k" + i, scalar(i));
            backward.put("k" + (19 - i), scalar(19 - i));
        }
        Map<String, Tensor> hash = new HashMap<>(forward);
        for (Map<String, Tensor> other : List.of(backward, hash, Map.copyOf(forward), new TreeMap<>(forward))) {
            assertThat(Tree.flatten(other).structure())
                    .isEqualTo(Tree.flatten(forward).structure());
            assertThat(Tree.dot(forward, other).item()).isEqualTo(19 * 20 * 39 / 6.0);
        }
        Map<Integer, Tensor> numbers = Map.of(10, scalar(1), 9, scalar(2));
        assertThat(Tree.flatten(numbers).paths()).containsExactly("[9]", "[10]");
        Map<Object, Tensor> mixed = new LinkedHashMap<>();
        mixed.put("b", scalar(1));
        mixed.put(1, scalar(2));
        assertThat(Tree.flatten(mixed).paths()).containsExactly("[b]", "[1]");
    }

    @Test
    void localAndGenericRecords() {
        record Local(Tensor x, Pair<Tensor, List<Tensor>> rest) {}
        Local local = new Local(scalar(1), new Pair<>(scalar(2), List.of(scalar(3), scalar(4))));
        Local twice = Tree.scale(2, local);
        assertThat(twice.rest().second().get(1).item()).isEqualTo(8);
        assertThat(Tree.norm(local).item()).isEqualTo(Math.sqrt(30));
    }

    @Test
    void constructorsThatRefuseAreHeard() {
        assertThatThrownBy(() -> Tree.map(t -> zeros(4), new Positive(scalar(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at most three");
    }

    @Test
    @SuppressWarnings("JdkObsolete")
    void componentsOfOtherCollections() {
        record Linked(LinkedList<Tensor> items) {}
        assertThatThrownBy(() -> Tree.scale(2, new Linked(new LinkedList<>(List.of(scalar(1))))))
                .isInstanceOf(StructureException.class)
                .hasMessageContaining("record Linked: component items is declared as LinkedList")
                .hasMessageContaining("to do: declare it as List or Map");
        record Growable(ArrayList<Tensor> items) {}
        assertThat(Tree.scale(2, new Growable(new ArrayList<>(List.of(scalar(1)))))
                        .items()
                        .getFirst()
                        .item())
                .isEqualTo(2);
    }

    @Test
    void differencesAreNamedByTheirPaths() {
        Network network = network();
        Layer other = new Layer(ones(2, 3), zeros(3), Activation.TANH);
        Network changed =
                new Network(List.of(other, network.layers().get(1)), network.extras(), network.heads(), "net", 2);
        assertDifference(network, changed, "tree.layers[0].activation: expected the value RELU, got the value TANH");
        assertDifference(
                List.of(scalar(1)), List.of(scalar(1), scalar(2)), "tree: expected a list of 1, got a list of 2");
        assertDifference(
                new Pair<>(scalar(1), scalar(2)),
                new Pair<>(scalar(1), null),
                "tree.second: expected a Tensor, got the value null");
        assertDifference(
                Map.of("a", scalar(1)),
                Map.of("b", scalar(1)),
                "tree: expected a map with keys [a], got a map with keys [b]");
        assertDifference(
                new Object[] {scalar(1)}, new Object[] {scalar(1), 2}, "tree: expected Object[1], got Object[2]");
        assertDifference(List.of(new double[1]), List.of(new float[1]), "tree[0]: expected a double[], got a float[]");
        assertDifference((Object) new Empty(), scalar(1), "tree: expected a record Empty, got a Tensor");
        assertThatThrownBy(() -> jvp((List<Tensor> x) -> x.get(0), List.of(scalar(1)), List.of(zeros(2))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("jvp: tangent[0] is f64[2], where the argument has f64[]");
    }

    private static <T> void assertDifference(T x, T y, String text) {
        assertThatThrownBy(() -> Tree.plus(x, y))
                .isInstanceOf(StructureException.class)
                .hasMessageStartingWith("plus: " + text);
    }

    @Test
    void vectorSpace() {
        Pair<Tensor, Tensor> x = new Pair<>(tensor(1.0, 2), scalar(3).to(DType.FLOAT32));
        Pair<Tensor, Tensor> y = new Pair<>(tensor(4.0, 5), scalar(6).to(DType.FLOAT32));
        assertThat(Tree.plus(x, y).first().toDoubles()).containsExactly(5, 7);
        assertThat(Tree.minus(y, x).second().item()).isEqualTo(3);
        assertThat(Tree.axpy(2, x, y).first().toDoubles()).containsExactly(6, 9);
        assertThat(Tree.axpy(scalar(2), x, y).second().type())
                .isEqualTo(x.second().type());
        assertThat(Tree.scale(scalar(2), x).second().type())
                .isEqualTo(x.second().type());
        assertThat(Tree.scale(2, x).second().dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Tree.dot(x, y).item()).isEqualTo(32);
        assertThat(Tree.dot(x, y).dtype()).isEqualTo(DType.FLOAT64);
        assertThat(Tree.norm(x).item()).isEqualTo(Math.sqrt(14));
        assertThat(Tree.zerosLike(x).second().type()).isEqualTo(x.second().type());
        assertThat(Tree.allFinite(x)).isTrue();
        assertThat(Tree.allFinite(List.of(x, scalar(Double.NaN)))).isFalse();
        assertThat(Tree.dot(new Empty(), new Empty()).item()).isZero();
    }

    @Test
    void raveledAndUnraveled() {
        Pair<Tensor, List<Tensor>> tree = new Pair<>(
                tensor(new double[][] {{1, 2}, {3, 4}}),
                List.of(scalar(5).to(DType.FLOAT32), zeros(0), tensor(new long[] {6, 7})));
        Raveled<Pair<Tensor, List<Tensor>>> raveled = Tree.ravel(tree);
        assertThat(raveled.vector().toDoubles()).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(raveled.vector().dtype()).isEqualTo(DType.FLOAT64);
        Pair<Tensor, List<Tensor>> back = raveled.unravel().apply(raveled.vector());
        Flat<?> expected = Tree.flatten(tree);
        Flat<?> actual = Tree.flatten(back);
        for (int i = 0; i < expected.leaves().size(); i++) {
            NdArray leaf = expected.leaves().get(i).array();
            assertThat(actual.leaves().get(i).array().sameBits(leaf))
                    .as(expected.paths().get(i))
                    .isTrue();
        }
        Tensor single = tensor(new double[][] {{1, 2}});
        assertThat(Tree.ravel(single).unravel().apply(tensor(3.0, 4)).shape()).isEqualTo(Shape.of(1, 2));
        assertThatThrownBy(() -> Tree.ravel(new Empty())).hasMessageContaining("ravel: Empty[] has no tensors in it");
    }

    @Test
    void ravelingIsDifferentiable() {
        Pair<Tensor, Tensor> at = new Pair<>(tensor(1.0, 2), scalar(3));
        Raveled<Pair<Tensor, Tensor>> raveled = Tree.ravel(at);
        Fn<Tensor, Tensor> f = v -> {
            Pair<Tensor, Tensor> p = raveled.unravel().apply(v);
            return p.first().square().sum().times(p.second());
        };
        assertThat(grad(f).apply(raveled.vector()).toDoubles()).containsExactly(6, 12, 5);
        Fn<Pair<Tensor, Tensor>, Tensor> norm =
                p -> Tree.ravel(p).vector().square().sum();
        assertThat(grad(norm).apply(at).second().item()).isEqualTo(6);
    }
}
