package org.gradus.workbench.tune;

import java.util.List;
import java.util.stream.IntStream;

/** Names the hyperparameters of training rows by the rows of the person's table. */
final class RowNames {
    private RowNames() {}

    /** The name of a row of the table, counted from 1 without the header. */
    static String of(int number) {
        return "row " + number;
    }

    static List<Hyperparameter> of(Hyper hyper, List<Hyperparameter> named, Part train) {
        if (hyper != Hyper.EXAMPLE_WEIGHTS) {
            return named;
        }
        return IntStream.range(0, named.size())
                .mapToObj(i ->
                        new Hyperparameter(of(train.numbers()[i]), named.get(i).value()))
                .toList();
    }
}
