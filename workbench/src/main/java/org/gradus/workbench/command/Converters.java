package org.gradus.workbench.command;

import java.util.Arrays;
import java.util.List;
import org.gradus.error.GradusException;
import org.gradus.workbench.data.Names;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.minimize.SolverName;
import org.gradus.workbench.tune.Estimator;
import org.gradus.workbench.tune.Hyper;
import org.gradus.workbench.tune.Model;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options. */
final class Converters {
    private Converters() {}

    /** Reads {@code --model}. */
    static final class ModelConverter implements ITypeConverter<Model> {
        @Override
        public Model convert(String value) {
            return oneOf(value, Model.values());
        }
    }

    /** Reads {@code --hyper}. */
    static final class HyperConverter implements ITypeConverter<Hyper> {
        @Override
        public Hyper convert(String value) {
            return oneOf(value, Hyper.values());
        }
    }

    /** Reads {@code --hypergradient}. */
    static final class EstimatorConverter implements ITypeConverter<Estimator> {
        @Override
        public Estimator convert(String value) {
            try {
                return Estimator.parse(value);
            } catch (GradusException e) {
                throw new TypeConversionException(e.problem().replaceFirst("^tune: ", "") + "; " + e.remedy());
            }
        }
    }

    /** Reads {@code --split}. */
    static final class SplitConverter implements ITypeConverter<SplitShares> {
        @Override
        public SplitShares convert(String value) {
            try {
                return SplitShares.parse(value);
            } catch (GradusException e) {
                throw new TypeConversionException(e.problem().replaceFirst("^tune: ", "") + "; " + e.remedy());
            }
        }
    }

    /** Reads {@code --method}. */
    static final class SolverConverter implements ITypeConverter<SolverName> {
        @Override
        public SolverName convert(String value) {
            return oneOf(value, SolverName.values());
        }
    }

    /** Reads {@code --start} and {@code --at}: numbers with commas between. */
    static final class NumbersConverter implements ITypeConverter<Numbers> {
        @Override
        public Numbers convert(String value) {
            String[] words = value.strip().split("\\s*,\\s*|\\s+", -1);
            double[] numbers = new double[words.length];
            for (int i = 0; i < words.length; i++) {
                try {
                    numbers[i] = Double.parseDouble(words[i]);
                } catch (NumberFormatException e) {
                    throw new TypeConversionException(
                            "'" + words[i] + "' is not a number; give numbers with commas between, as 1,0.5,-2");
                }
            }
            return new Numbers(numbers);
        }
    }

    /** Numbers of one option; an array would be an option given several times. */
    @SuppressWarnings("ArrayRecordComponent")
    record Numbers(double[] values) {
        static double[] orNull(Numbers given) {
            return given == null ? null : given.values();
        }
    }

    private static <E extends Enum<E>> E oneOf(String value, E[] values) {
        for (E candidate : values) {
            if (candidate.toString().equals(value)) {
                return candidate;
            }
        }
        List<String> names =
                Arrays.stream(values).map(Object::toString).distinct().toList();
        String all = String.join(", ", names);
        String hint = Names.meant(value, names)
                .map(meant -> "; did you mean '" + meant + "'?")
                .orElse("");
        throw new TypeConversionException("'" + value + "' is not one of " + all + hint);
    }
}
