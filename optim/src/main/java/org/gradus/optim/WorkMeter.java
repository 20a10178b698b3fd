package org.gradus.optim;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.gradus.Differentiable;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.evaluate.HostFunctions;
import org.gradus.program.Host;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.transform.HostRules;
import org.gradus.tree.Tree;

/**
 * Measures how much work is done with a function, in gradient evaluations: what runs is counted when it runs, also inside
 * compiled steps. Of a condition only the branch that is taken counts, of a loop every round, of a batch every member; what
 * is shared or left out because nothing reads it does not count.
 *
 * <p>The convention: the function forward is a third of a gradient evaluation, its derivative along a direction as much,
 * its derivative backward two thirds. So
 *
 * <pre>
 * value                       1/3
 * value and gradient          1
 * Hessian-vector product      2
 * n of them at one point      n + 1, or n where the gradient there is taken anyway: two of four passes are the same
 * Jacobian of n rows          1/3 + n * 2/3, backward
 * </pre>
 *
 * <p>The work of a method besides is not counted. A function that is mapped over the examples of a batch counts as many
 * backward passes as there are examples; give it the batch as a whole.
 */
public final class WorkMeter {
    private final AtomicLong thirds = new AtomicLong();
    private final Map<Ticks, Host.Key> keys = new ConcurrentHashMap<>();

    /** A kind of work, in thirds of a gradient evaluation. */
    private enum Pass {
        FORWARD(1),
        ALONG(1),
        BACKWARD(2);

        private final int thirds;

        Pass(int thirds) {
            this.thirds = thirds;
        }
    }

    /** So many passes at once. */
    private record Ticks(Pass pass, long times) {}

    /** A meter that stands at zero. */
    public WorkMeter() {}

    /**
     * What it shows.
     *
     * @return gradient evaluations so far
     */
    public double gradients() {
        return thirds.get() / 3.0;
    }

    /**
     * The same function, measured.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param <R> the results' type
     * @param f a function of parameters, by which it may be differentiated, and data
     * @return the function with the same bits; programs that hold it cannot be written
     */
    public <P, D, R> Fn2<P, D, R> of(Fn2<P, D, R> f) {
        return (p, d) -> {
            Tree.Flat<P> flat = Tree.flatten(p);
            return f.apply(flat.with(forward(flat.leaves())), d);
        };
    }

    /**
     * The same function, measured. A gradient where the last value was taken counts its backward pass alone.
     *
     * @param f the function
     * @return the function with the same results
     */
    public Differentiable of(Differentiable f) {
        return new Measured(f);
    }

    private List<Tensor> forward(List<Tensor> leaves) {
        return leaves.isEmpty() ? leaves : call(Pass.FORWARD, 1, leaves, List.of());
    }

    /**
     * Derivatives pass with a number of the point beside them, so that the pass of a constant direction is not taken for a
     * constant. Null stays null: a derivative that is zero costs nothing.
     */
    private List<Tensor> derivatives(Pass pass, long times, List<Tensor> leaves, Tensor point) {
        List<Tensor> some = leaves.stream().filter(leaf -> leaf != null).toList();
        if (some.isEmpty()) {
            return leaves;
        }
        var results = call(pass, times, some, List.of(point)).iterator();
        List<Tensor> all = new ArrayList<>();
        leaves.forEach(leaf -> all.add(leaf == null ? null : results.next()));
        return all;
    }

    private List<Tensor> call(Pass pass, long times, List<Tensor> leaves, List<Tensor> beside) {
        Host op = new Host(key(pass, times), leaves.stream().map(Tensor::type).toList(), true);
        List<Value> operands = Stream.concat(leaves.stream(), beside.stream())
                .map(Tensor::value)
                .toList();
        return Trace.apply(op, operands).stream().map(Tensor::of).toList();
    }

    private Host.Key key(Pass pass, long times) {
        return keys.computeIfAbsent(new Ticks(pass, times), ticks -> {
            Host.Key key = new Host.Key("count-" + pass.name().toLowerCase(java.util.Locale.ROOT));
            HostFunctions.register(key, new Tick(thirds, new WeakReference<>(this), ticks));
            return key;
        });
    }

    /** Passes its operands on and counts. The registry holds it, so it must not hold the keys of the meter. */
    private record Tick(AtomicLong thirds, WeakReference<WorkMeter> owner, Ticks ticks) implements HostRules {
        @Override
        public List<NdArray> evaluate(List<NdArray> inputs) {
            thirds.addAndGet(ticks.pass().thirds * ticks.times());
            return ticks.pass() == Pass.FORWARD ? inputs : inputs.subList(0, inputs.size() - 1);
        }

        @Override
        public List<Tensor> jvp(List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
            boolean forward = ticks.pass() == Pass.FORWARD;
            Tensor point = forward ? number(primals) : primals.getLast();
            return next(forward ? Pass.ALONG : ticks.pass(), tangents.subList(0, outputs.size()), point);
        }

        @Override
        public List<Tensor> transpose(List<Tensor> inputs, List<Tensor> cotangents) {
            Pass pass = ticks.pass() == Pass.BACKWARD ? Pass.ALONG : Pass.BACKWARD;
            List<Tensor> all = new ArrayList<>(next(pass, cotangents, inputs.getLast()));
            all.add(null);
            return all;
        }

        private static Tensor number(List<Tensor> primals) {
            return primals.stream()
                    .filter(leaf -> leaf.size() > 0)
                    .findFirst()
                    .map(leaf -> leaf.reshape(leaf.size()).get(0))
                    .orElseGet(() -> Tensors.scalar(0));
        }

        @Override
        public Optional<Host> batched(Host op, int size) {
            WorkMeter meter = owner.get();
            List<ArrayType> types = op.outputs().stream()
                    .map(type -> type.with(type.shape().insert(0, size)))
                    .toList();
            return Optional.ofNullable(meter)
                    .map(m -> new Host(m.key(ticks.pass(), ticks.times() * size), types, true));
        }

        /** Without its meter nobody can read the count. */
        private List<Tensor> next(Pass pass, List<Tensor> leaves, Tensor point) {
            WorkMeter meter = owner.get();
            return meter == null ? leaves : meter.derivatives(pass, ticks.times(), leaves, point);
        }
    }

    /** Counts the calls. */
    private final class Measured implements Differentiable {
        private final Differentiable f;
        private volatile double[] valued = new double[0];

        Measured(Differentiable f) {
            this.f = f;
        }

        @Override
        public double value(double[] x) {
            thirds.addAndGet(1);
            valued = x.clone();
            return f.value(x);
        }

        @Override
        public double[] gradient(double[] x) {
            backward(x);
            return f.gradient(x);
        }

        @Override
        public double valueAndGradient(double[] x, double[] gradient) {
            thirds.addAndGet(3);
            return f.valueAndGradient(x, gradient);
        }

        @Override
        public double jvp(double[] x, double[] v) {
            thirds.addAndGet(2);
            return f.jvp(x, v);
        }

        @Override
        public double[] vjp(double[] x, double cotangent) {
            backward(x);
            return f.vjp(x, cotangent);
        }

        @Override
        public double[] hvp(double[] x, double[] v) {
            thirds.addAndGet(6);
            return f.hvp(x, v);
        }

        private void backward(double[] x) {
            thirds.addAndGet(Arrays.equals(valued, x) ? 2 : 3);
        }
    }
}
