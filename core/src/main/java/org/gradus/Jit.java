package org.gradus;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.compile.Backend;
import org.gradus.compile.Executable;
import org.gradus.compile.Passes;
import org.gradus.program.Constant;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Concrete;
import org.gradus.trace.Recorder;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.tree.Structure;
import org.gradus.tree.Tree;

/**
 * A function compiled once for each combination of structure, static values and types of its argument.
 *
 * @param <A> the argument's type
 * @param <B> the result's type
 */
final class Jit<A, B> {
    private static final System.Logger LOG = System.getLogger("org.gradus");
    private static final int CACHED = 64;
    private static final int CONSTANTS_WARNING = 8;
    private static final ClassValue<AtomicInteger> COMPILED_WITH_CONSTANTS = new ClassValue<>() {
        @Override
        protected AtomicInteger computeValue(Class<?> type) {
            return new AtomicInteger();
        }
    };

    private record Signature(Structure structure, List<ArrayType> types) {}

    private record Compiled<B>(Program program, Executable executable, Tree.Flat<B> result) {}

    private final Fn<A, B> f;
    private final Class<?> identity;
    private final Map<Signature, Compiled<B>> cache = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signature, Compiled<B>> eldest) {
            return size() > CACHED;
        }
    };

    /**
     * Wraps a function.
     *
     * @param f the function
     * @param identity the class of the person's own function, which counts recompilations
     */
    Jit(Fn<A, B> f, Class<?> identity) {
        this.f = f;
        this.identity = identity;
    }

    B apply(A argument) {
        Tree.Flat<A> flat = Tree.flatten(argument);
        List<Value> values = flat.leaves().stream().map(Tensor::value).toList();
        Signature signature = new Signature(
                flat.structure(), flat.leaves().stream().map(Tensor::type).toList());
        Compiled<B> compiled;
        synchronized (cache) {
            compiled = cache.get(signature);
        }
        if (compiled == null) {
            Staged<B> staged = Staged.of(f, flat, List.of());
            if (!staged.recording().captured().isEmpty()) {
                return replay(staged.recording().program(), staged.result(), joined(values, staged.recording()));
            }
            compiled = compile(staged);
            synchronized (cache) {
                cache.put(signature, compiled);
            }
        }
        if (!values.stream().allMatch(v -> v instanceof Concrete)) {
            return replay(compiled.program(), compiled.result(), values);
        }
        List<NdArray> arrays = values.stream().map(v -> ((Concrete) v).array()).toList();
        List<Tensor> outputs = new ArrayList<>();
        compiled.executable().run(arrays).forEach(a -> outputs.add(Tensor.of(new Concrete(a))));
        return compiled.result().with(outputs);
    }

    private static List<Value> joined(List<Value> values, Recorder.Recording recording) {
        List<Value> all = new ArrayList<>(values);
        all.addAll(recording.captured());
        return all;
    }

    private static <B> B replay(Program program, Tree.Flat<B> result, List<Value> values) {
        return result.with(
                Trace.replay(program, values).stream().map(Tensor::of).toList());
    }

    private Compiled<B> compile(Staged<B> staged) {
        // The marks of stopped gradients must survive in the program that later derivatives see.
        Program recorded = staged.recording().program();
        Program lean = Passes.optimize(recorded);
        // A loop of Gradus itself is no place where the person could pass an argument instead.
        boolean own = identity.getName().startsWith("org.gradus.") && !identity.getName().contains("Test");
        if (!own
                && holdsConstants(lean)
                && COMPILED_WITH_CONSTANTS.get(identity).incrementAndGet() == CONSTANTS_WARNING + 1) {
            LOG.log(
                    Level.INFO,
                    "jit: {0} was compiled more than {1} times, each time with new captured tensors; pass them as an"
                            + " argument instead, as in jit(Fn2)",
                    identity.getSimpleName(),
                    CONSTANTS_WARNING);
        }
        return new Compiled<>(recorded, Backend.interpreter().compile(lean), staged.result());
    }

    private static boolean holdsConstants(Program program) {
        return program.equations().stream()
                .flatMap(e -> e.inputs().stream())
                .anyMatch(o -> o instanceof Constant(NdArray value) && !value.isSplat() && value.size() > 1);
    }
}
