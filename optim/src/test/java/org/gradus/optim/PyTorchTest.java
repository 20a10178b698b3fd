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

    private static Schedule rate(double value) {
        return Schedules.constant(value);
    }

    private static RmsProp<Net> rmsProp(double momentum, boolean centered) {
        return new RmsProp<>(
                Schedules.constant(0.1),
                Schedules.constant(0.99),
                1e-8,
                Schedules.constant(momentum),
                centered,
                EpsilonPlace.OUTSIDE);
    }

    static Stream<Row> rows() {
        Schedule b1 = Schedules.constant(0.9);
        Schedule b2 = Schedules.constant(0.999);
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
                // The baseline is of PyTorch < 1.3, whose epsilon is added before the correction of the second moment:
                // written once by the size of epsilon, below by the form.
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
                        "Adam",
                        new Adam<>(rate(1), b1, b2, 1e-8, 0, AdamForm.EPSILON_HAT),
                        1001,
                        1e-12,
                        8.232728644466773,
                        7.971029911310943,
                        6.64384565701621,
                        6.471228028886431,
                        6.170273310651826,
                        7.150926520006559,
                        8.417903429548836,
                        6.5974869789301245,
                        7.23201797707385,
                        -6.729914394552445,
                        -7.097737106893246,
                        -6.753591316396183,
                        -6.435922417839901),
                new Row(
                        "AMSGrad, decay 1e-6",
                        decayed(1e-6, new AmsGrad<>(rate(1), b1, b2, 1e-8, AdamForm.EPSILON_HAT)),
                        1001,
                        1e-12,
                        0.0234986931355529,
                        0.11430841965659456,
                        2.616783974306594,
                        3.226808143825143,
                        1.3659901252130222,
                        2.328124446275979,
                        1.7498774217269997,
                        5.002268663873182,
                        4.649746694230509,
                        -6.299378178284937,
                        -6.617456004434928,
                        -6.491040351925264,
                        -6.250147860242402),
                new Row(
                        "Adagrad",
                        new Adagrad<>(1.0),
                        1001,
                        1e-12,
                        2.7098389356033787,
                        2.5833548721723747,
                        1.9841994925173085,
                        1.8723468731726323,
                        1.4228158926355312,
                        2.4421305315945085,
                        3.4096859099156673,
                        2.178143852041279,
                        2.6375854547611364,
                        -2.950970455420847,
                        -3.2994581338995044,
                        -2.3899651139415874,
                        -1.8922653655195538),
                new Row(
                        "Adagrad, decay 1e-2",
                        decayed(1e-2, new Adagrad<>(1.0)),
                        1001,
                        1e-12,
                        0.17963666391853464,
                        0.24250882860835232,
                        0.1796366637961457,
                        0.24250882849182892,
                        0.17963667838367048,
                        0.24250884839397405,
                        0.6287216468984883,
                        0.6287216474215305,
                        0.6287217011907862,
                        -1.4123467758545658,
                        -1.4123467746710385,
                        -1.412346924400766,
                        -2.0633688474977463),
                new Row(
                        "Adagrad, decay 1e-6, rate decay 1e-3",
                        decayed(1e-6, new Adagrad<>(rate(1), 1e-3, 0, 1e-10, EpsilonPlace.OUTSIDE)),
                        1001,
                        1e-12,
                        2.245896171868896,
                        2.252503172511477,
                        1.8886034384961108,
                        1.790893034126796,
                        1.3307102435291205,
                        2.3236474976004615,
                        3.230036385413078,
                        2.1065407459636134,
                        2.564234924960966,
                        -2.83151249424399,
                        -3.1751926295316566,
                        -2.3219682378974036,
                        -1.8434843744626481),
                new Row(
                        "RMSprop",
                        new RmsProp<>(0.1),
                        1001,
                        1e-12,
                        3.0175156205790477,
                        2.945200425145326,
                        2.291469925522963,
                        2.221721702578292,
                        1.6544730927621267,
                        2.705431441204422,
                        3.9190041004420175,
                        2.6513176244659378,
                        2.993736489599992,
                        -4.053111559341913,
                        -4.450801801162238,
                        -3.027184551913196,
                        -2.353949890597345),
                new Row(
                        "RMSprop, decay 1e-2",
                        decayed(1e-2, new RmsProp<>(0.1)),
                        1001,
                        1e-12,
                        0.2306170112270019,
                        0.29368398381778194,
                        0.23061747865501664,
                        0.29368467998690806,
                        0.2306085559563821,
                        0.2936719507340021,
                        0.680671467383083,
                        0.6806730903175792,
                        0.6806434720800854,
                        -1.4635008778278134,
                        -1.4635052859178375,
                        -1.463420837506828,
                        -2.1262432969587723),
                new Row(
                        "RMSprop, decay 1e-6, centered",
                        decayed(1e-6, rmsProp(0, true)),
                        1001,
                        1e-12,
                        0.4875468895095058,
                        0.6878747871467127,
                        0.7787871237567608,
                        1.046259254610218,
                        0.4416468896022396,
                        0.8122992916762793,
                        2.1078734515587483,
                        2.17034337037527,
                        2.066632596856854,
                        -3.9782695475825225,
                        -4.3520930551154136,
                        -3.0377809502927033,
                        -2.403496388200805),
                new Row(
                        "RMSprop, decay 1e-6, centered, momentum",
                        decayed(1e-6, rmsProp(0.9, true)),
                        1001,
                        1e-12,
                        0.10393820340367545,
                        0.1398207466618173,
                        0.0831407198272949,
                        0.10183584198629941,
                        0.13949594516972202,
                        0.17822672100147108,
                        0.34039464502063904,
                        0.2486088886235969,
                        0.31914045155310655,
                        -4.174294597914298,
                        -4.037528929635062,
                        -6.297198700024484,
                        -7.182093090194918),
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
