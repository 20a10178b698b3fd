package org.gradus;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.compile.Backend;
import org.gradus.compile.Executable;
import org.gradus.compile.Passes;
import org.gradus.error.Require;
import org.gradus.error.SourceLine;
import org.gradus.program.Constant;
import org.gradus.program.Control;
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
    private static final Map<SourceLine, AtomicInteger> COMPILED_WITH_CONSTANTS = new ConcurrentHashMap<>();

    private record Signature(Structure structure, List<ArrayType> types) {}

    private record Compiled<B>(Program program, Executable executable, Tree.Flat<B> result) {}

    private final Fn<A, B> f;
    private final SourceLine line;
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
     * @param line where the person asked for it; compilations are counted by line
     */
    Jit(Fn<A, B> f, SourceLine line) {
        this.f = f;
        this.line = line;
    }

    /**
     * Where the person asked for a function to be compiled; unknown where Gradus itself did, for a loop of its own. Not
     * told by the function's class: {@code jit(grad(f))} compiles a function of Gradus for the person.
     */
    static SourceLine place() {
        SourceLine line = SourceLine.ofCaller();
        Optional<String> caller = StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> !name.equals(Jit.class.getName()) && !name.equals(Gradus.class.getName()))
                        .findFirst());
        return caller.isPresent() && caller.get().equals(line.className()) ? line : SourceLine.UNKNOWN;
    }

    B apply(A argument) {
        Tree.Flat<A> flat = Tree.flatten(Require.notNull(argument, "jit", "the argument"));
        List<Value> values = flat.leaves().stream().map(Tensor::value).toList();
        Signature signature = new Signature(
                flat.structure(), flat.leaves().stream().map(Tensor::type).toList());
        Compiled<B> compiled;
        synchronized (cache) {
            compiled = cache.get(signature);
        }
        if (compiled == null) {
            Staged<B> staged = Staged.of("jit", f, flat, List.of());
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
        if (holdsConstants(lean)) {
            warn(COMPILED_WITH_CONSTANTS.computeIfAbsent(line, _ -> new AtomicInteger()));
        }
        return new Compiled<>(recorded, Backend.jvm().compile(lean), staged.result());
    }

    private void warn(AtomicInteger compilations) {
        if (line.isKnown() && compilations.incrementAndGet() == CONSTANTS_WARNING + 1) {
            LOG.log(
                    Level.INFO,
                    "jit: the function at {0} was compiled more than {1} times, each time with captured tensors as"
                            + " constants; pass them as an argument instead, as in jit(Fn2)",
                    line,
                    CONSTANTS_WARNING);
        }
    }

    private static boolean holdsConstants(Program program) {
        boolean inside = program.equations().stream()
                .anyMatch(e ->
                        e.op() instanceof Control c && c.programs().stream().anyMatch(Jit::holdsConstants));
        return inside
                || Stream.concat(
                                program.equations().stream().flatMap(e -> e.inputs().stream()),
                                program.outputs().stream())
                        .anyMatch(o -> o instanceof Constant(NdArray value) && !value.isSplat() && value.size() > 1);
    }
}
