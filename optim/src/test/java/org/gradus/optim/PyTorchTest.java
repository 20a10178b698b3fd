package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.tensor;

import java.util.stream.Stream;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trajectories of PyTorch's optimizers, from test/cpp/api/optim_baseline.h of pytorch/pytorch: a network of 13
 * parameters, the sum of whose outputs is lowered. The start is printed there to four digits; here it is to sixteen,
 * recovered from the first row of SGD.
 */
class PyTorchTest {
    record Net(Tensor w1, Tensor b1, Tensor w2, Tensor b2) {}

    private static final Tensor INPUT = tensor(new double[][] {{0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}});

    private static final Net START = net(
            -0.2108988568338871,
            -0.4975560466422629,
            -0.14129216202471762,
            -0.3420288967865903,
            -0.2523635082803723,
            0.6975570255493777,
            -0.10853121966252377,
            -0.297948499687533,
            0.6892015099955717,
            -0.05080313011597659,
            -0.39413518751058996,
            -0.28433759745928844,
            -0.07113812430174116);

    private static Net net(double... p) {
        return new Net(
                tensor(Shape.of(3, 2), java.util.Arrays.copyOfRange(p, 0, 6)),
                tensor(java.util.Arrays.copyOfRange(p, 6, 9)),
                tensor(java.util.Arrays.copyOfRange(p, 9, 12)),
                tensor(java.util.Arrays.copyOfRange(p, 12, 13)));
    }

    private static Tensor sumOfOutputs(Net net) {
        Tensor hidden = sigmoid(INPUT.matmul(net.w1().t()).plus(net.b1()));
        return sigmoid(hidden.matmul(net.w2()).plus(net.b2())).sum();
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Row(String name, GradientTransformation<Net, ?> method, int steps, double tolerance, double... expected) {
        @Override
        public String toString() {
            return name + " after " + steps;
        }
    }

    private static GradientTransformation<Net, ?> decayed(double decay, GradientTransformation<Net, ?> method) {
        return new AddDecayedWeights<Net>(decay).then(method);
    }

    static Stream<Row> rows() {
        Schedule tenth = Schedules.constant(0.1);
        Schedule ninth = Schedules.constant(0.9);
        return Stream.of(
                new Row(
                        "SGD",
                        new Sgd<>(0.1),
                        1,
                        1e-15,
                        -0.21063957030131192,
                        -0.4972093725858961,
                        -0.13931849072410168,
                        -0.33939101965581686,
                        -0.25112865488453673,
                        0.6992101966874735,
                        -0.1076573444246077,
                        -0.2913064413859577,
                        0.6933846874181748,
                        -0.07998325778863398,
                        -0.42149210515421365,
                        -0.33498349553944556,
                        -0.14255126505509488),
                new Row(
                        "SGD",
                        new Sgd<>(0.1),
                        1001,
                        1e-12,
                        -0.07583232846497831,
                        -0.3172360102461862,
                        0.06309179259248046,
                        -0.06926361352067163,
                        -0.07274510848082802,
                        0.9392004636935606,
                        0.34400386060915455,
                        0.38586478679967207,
                        1.3094518934419668,
                        -1.3272851146877218,
                        -1.695273130850265,
                        -2.4301754289421593,
                        -2.877716472882302),
                new Row(
                        "SGD, decay 1e-2",
                        decayed(1e-2, new Sgd<>(0.1)),
                        1001,
                        1e-12,
                        0.052771609187326034,
                        -0.008539186625351419,
                        0.11615154444871968,
                        0.09919929206676086,
                        0.07614530177703589,
                        0.48359250162323586,
                        0.3999968617221314,
                        0.45839442009256354,
                        0.838313296680579,
                        -1.1254107858333455,
                        -1.2913604197768886,
                        -1.717739109221235,
                        -2.176236807160431),
                new Row(
                        "SGD, decay 1e-2, momentum",
                        decayed(1e-2, new Sgd<>(0.1, 0.9)),
                        1001,
                        1e-12,
                        0.17948886155124505,
                        0.24230096332204806,
                        0.17957117450689372,
                        0.242415213133214,
                        0.17982712042628354,
                        0.24278620392248687,
                        0.6281635672171683,
                        0.6284667582211863,
                        0.6294549191500092,
                        -1.4115305541843781,
                        -1.4119772978756442,
                        -1.413429652281864,
                        -2.0634616066978615),
                new Row(
                        "SGD, decay 1e-6, Nesterov",
                        decayed(1e-6, new Sgd<>(tenth, ninth, true)),
                        1001,
                        1e-12,
                        -0.07326215742204906,
                        -0.31339589848358795,
                        0.09201816976422916,
                        -0.03022421717885477,
                        -0.04795031746059936,
                        0.9713800632469923,
                        0.35396614509118257,
                        0.48529852449498895,
                        1.3920431643924076,
                        -1.8125038126190638,
                        -2.146734711618823,
                        -3.3176778240157505,
                        -4.192162739857097),
                // The baseline is of PyTorch < 1.3, whose epsilon is added before the correction of the second moment.
                new Row(
                        "Adam",
                        new Adam<>(1.0, 0.9, 0.999, 1e-8 / Math.sqrt(1 - 0.999)),
                        1,
                        1e-14,
                        0.7889791973017408,
                        0.5023527440741749,
                        0.8586918159203789,
                        0.6579591153929213,
                        0.747610883848348,
                        1.697537897359327,
                        0.8914325948147117,
                        0.7020467393446147,
                        1.6891939505415117,
                        -1.0508020464078212,
                        -1.3941340315784612,
                        -1.2843369730699878,
                        -1.0711376814874036),
                new Row(
                        "Adam, decay 1e-2",
                        decayed(1e-2, new Adam<>(1.0)),
                        1001,
                        1e-12,
                        0.1796366609840689,
                        0.24250882442244087,
                        0.1796366609840702,
                        0.2425088244224409,
                        0.17963666098407016,
                        0.2425088244224408,
                        0.6287216343837064,
                        0.6287216343837068,
                        0.6287216343837067,
                        -1.4123467490671706,
                        -1.412346749067171,
                        -1.4123467490671706,
                        -2.0633690434349052));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void reachesTheParametersOfPyTorch(Row row) {
        Net reached = Descent.run(row.method(), PyTorchTest::sumOfOutputs, START, row.steps());
        assertThat(Tree.ravel(reached).vector().toDoubles()).containsExactly(row.expected(), within(row.tolerance()));
    }

    /** Keras, adam_test.test_weight_decay: no gradient, rate 1, decay 0.004, three steps: 2·0.996³. */
    @Test
    void decoupledDecayIsThatOfKeras() {
        Tensor x = Descent.run(new AdamW<>(1, 0.004), t -> t.times(0).sum(), tensor(2.0), 3);
        assertThat(x.item()).isCloseTo(1.9760958720, within(1e-10));
    }
}
