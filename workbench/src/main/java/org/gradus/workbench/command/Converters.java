package org.gradus.workbench.command;

import java.util.Arrays;
import java.util.List;
import org.gradus.error.GradusException;
import org.gradus.solve.RobustLoss;
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

    /** {@code huber}, {@code cauchy}, with the scale behind a colon. */
    static final class LossConverter implements ITypeConverter<RobustLoss> {
        private static final double HUBER = 1.345;
        private static final double CAUCHY = 2.385;

        @Override
        public RobustLoss convert(String value) {
            String[] parts = value.strip().split(":", -1);
            if (parts.length > 2 || !(parts[0].equals("huber") || parts[0].equals("cauchy"))) {
                throw new TypeConversionException(
                        "'" + value + "' is no loss; give huber, cauchy, or one with its scale, as huber:2");
            }
            boolean huber = parts[0].equals("huber");
            double scale = huber ? HUBER : CAUCHY;
            if (parts.length == 2) {
                try {
                    scale = Double.parseDouble(parts[1]);
                } catch (NumberFormatException e) {
                    scale = Double.NaN;
                }
                if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
                    throw new TypeConversionException(
                            "the scale '" + parts[1] + "' is not a positive number; give one, as huber:2");
                }
            }
            return huber ? RobustLoss.huber(scale) : RobustLoss.cauchy(scale);
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
