package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.Require;
import org.gradus.evaluate.HostFunction;
import org.gradus.evaluate.HostFunctions;
import org.gradus.program.Host;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/** Calls of Java code from tensor functions; {@code org.gradus.Gradus} offers them. */
public final class HostCalls {
    private HostCalls() {}

    /**
     * Calls Java code.
     *
     * @param <A> the argument's type
     * @param name what programs and errors call it
     * @param code the code; {@link HostRules} give it derivatives
     * @param results the types of its results
     * @param x the argument
     * @return the results
     */
    public static <A> List<Tensor> call(String name, HostFunction code, List<ArrayType> results, A x) {
        Require.notNull(name, "hostCall", "the name");
        Require.notNull(code, "hostCall", "the function");
        Require.notNull(results, "hostCall", "the list of result types");
        Tree.Flat<A> argument = Tree.flatten(Require.notNull(x, "hostCall", "the argument"));
        return apply(name, code, results, argument.leaves());
    }

    /**
     * Shows values when they are computed.
     *
     * @param <A> the argument's type
     * @param label what comes before them
     * @param x what to show, a tree
     * @param sink where the text goes
     * @return x
     */
    public static <A> A print(String label, A x, Consumer<String> sink) {
        Require.notNull(label, "debugPrint", "the label");
        Require.notNull(sink, "debugPrint", "the receiver of the text");
        Tree.Flat<A> argument = Tree.flatten(Require.notNull(x, "debugPrint", "the value"));
        apply("print " + label, new Print(label, argument.paths(), sink), List.of(), argument.leaves());
        return x;
    }

    private static List<Tensor> apply(String name, HostFunction code, List<ArrayType> results, List<Tensor> inputs) {
        Host.Key key = new Host.Key(name);
        HostFunctions.register(key, code);
        return TensorOps.applyAll(new Host(key, results), inputs);
    }

    /** Has no results, so derivatives do not see it. */
    private record Print(String label, List<String> paths, Consumer<String> sink) implements HostRules {
        @Override
        public List<NdArray> evaluate(List<NdArray> inputs) {
            StringBuilder text = new StringBuilder(label);
            for (int i = 0; i < inputs.size(); i++) {
                String path = paths.get(i);
                text.append(i == 0 ? ": " : ", ").append(path.startsWith(".") ? path.substring(1) : path);
                text.append(path.isEmpty() ? "" : " = ").append(inputs.get(i));
            }
            sink.accept(text.toString());
            return List.of();
        }

        @Override
        public List<Tensor> jvp(List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
            return new ArrayList<>();
        }
    }
}
