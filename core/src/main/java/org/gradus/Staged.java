package org.gradus;

import java.util.ArrayList;
import java.util.List;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Recorder;
import org.gradus.tree.Tree;

/**
 * A function recorded on the types of an argument.
 *
 * @param <B> the result's type
 * @param recording the program and what it captured
 * @param result the result taken apart, its leaves without numbers
 */
record Staged<B>(Recorder.Recording recording, Tree.Flat<B> result) {

    static <A, B> Staged<B> of(String operation, Fn<A, B> f, Tree.Flat<A> argument, List<String> names) {
        Tree.refuseArrays(operation, argument, "is a Java array, and has no numbers while the function is recorded");
        try (Recorder recorder = Recorder.ofFunction()) {
            List<Tensor> inputs = new ArrayList<>();
            for (int i = 0; i < argument.leaves().size(); i++) {
                String name = names.isEmpty() ? "" : names.get(i);
                inputs.add(Tensor.of(recorder.input(argument.leaves().get(i).type(), name)));
            }
            Tree.Flat<B> result = Tree.flatten(f.apply(argument.with(inputs)));
            return new Staged<>(
                    recorder.finish(result.leaves().stream().map(Tensor::value).toList()), result);
        }
    }
}
