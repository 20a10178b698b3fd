package org.gradus.workbench.tune;

import java.util.Arrays;
import java.util.Optional;
import org.gradus.workbench.data.Column;
import org.gradus.workbench.data.Labels;
import org.gradus.workbench.data.Names;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.TableException;

/**
 * The model for a target, and why it is this one. Text is classes. Numbers are classes when they are whole and of at
 * most 20 different values, otherwise a quantity. Two classes make {@code logistic}, more {@code softmax}, a quantity
 * {@code ridge}.
 *
 * @param model the model
 * @param reason one line for the person
 */
public record ModelChoice(Model model, String reason) {
    private static final int MOST_CODES = 20;

    /**
     * Chooses, or checks what was asked for.
     *
     * @param target the target column, without missing values
     * @param asked the model that was asked for, if any
     * @param file the file, for errors
     * @return the choice
     * @throws TableException when the target does not vary, or does not suit the model
     */
    public static ModelChoice of(Column target, Optional<Model> asked, String file) {
        Labels labels = Labels.of(target, file);
        requireFinite(target, file);
        requireVaried(labels, file);
        ModelChoice natural = natural(target, labels);
        if (asked.isEmpty()) {
            return natural;
        }
        Model model = asked.get();
        switch (model) {
            case RIDGE -> requireNumbers(target, labels, file);
            case LOGISTIC -> requireTwo(target, labels, file);
            case SOFTMAX -> requireClasses(target, labels, natural, file);
            case MLP, MLP_REGRESSOR -> {
                return asked(natural.model().classifies() ? Model.MLP : Model.MLP_REGRESSOR);
            }
            case GP, GP_REGRESSOR -> {
                return asked(natural.model().classifies() ? Model.GP : Model.GP_REGRESSOR);
            }
        }
        return asked(model);
    }

    private static ModelChoice asked(Model model) {
        return new ModelChoice(model, model + ", as asked for");
    }

    private static ModelChoice natural(Column target, Labels labels) {
        int n = labels.classes().size();
        String name = "the target '" + target.name() + "'";
        Model classifier = n == 2 ? Model.LOGISTIC : Model.SOFTMAX;
        return switch (target) {
            case Column.Texts _ ->
                new ModelChoice(
                        classifier,
                        classifier + ", because " + name + " has " + n + " classes: " + Names.list(labels.classes()));
            case Column.Numbers numbers
            when isCode(numbers, n) ->
                new ModelChoice(
                        classifier,
                        classifier + ", because " + name + " has " + n + " different whole numbers, taken as classes"
                                + " (to predict the number itself: --model ridge)");
            case Column.Numbers _ ->
                new ModelChoice(Model.RIDGE, "ridge, because " + name + " has " + n + " different numbers");
        };
    }

    private static boolean isCode(Column.Numbers numbers, int different) {
        return different <= MOST_CODES && Arrays.stream(numbers.values()).allMatch(v -> v == Math.rint(v));
    }

    private static void requireFinite(Column target, String file) {
        if (target instanceof Column.Numbers numbers) {
            for (int row = 0; row < numbers.size(); row++) {
                if (!Double.isFinite(numbers.values()[row])) {
                    throw new TableException(
                            "tune: the target '" + target.name() + "' is infinite",
                            Place.of(file, target.name()).atRow(row),
                            "correct the value, or remove the row");
                }
            }
        }
    }

    private static void requireVaried(Labels labels, String file) {
        if (labels.classes().size() < 2) {
            throw new TableException(
                    "tune: the target '" + labels.column() + "' is '"
                            + labels.classes().getFirst() + "' in all " + labels.codes().length + " rows",
                    Place.of(file, labels.column()),
                    "choose a target that varies: there is nothing to learn from one class");
        }
    }

    private static void requireNumbers(Column target, Labels labels, String file) {
        if (target instanceof Column.Texts) {
            throw unsuited(
                    "ridge predicts a number, but the target '" + target.name() + "' holds text: "
                            + Names.list(labels.classes()),
                    target,
                    file,
                    "use --model " + (labels.classes().size() == 2 ? Model.LOGISTIC : Model.SOFTMAX)
                            + ", or leave --model out");
        }
    }

    private static void requireTwo(Column target, Labels labels, String file) {
        int n = labels.classes().size();
        if (n != 2) {
            boolean quantity = target instanceof Column.Numbers && n > MOST_CODES;
            throw unsuited(
                    "logistic separates 2 classes, but the target '" + target.name() + "' has " + n
                            + (quantity ? " different numbers" : ": " + Names.list(labels.classes())),
                    target,
                    file,
                    "use --model " + (quantity ? Model.RIDGE : Model.SOFTMAX) + ", or leave --model out");
        }
    }

    private static void requireClasses(Column target, Labels labels, ModelChoice natural, String file) {
        int n = labels.classes().size();
        boolean whole = target instanceof Column.Numbers numbers
                && Arrays.stream(numbers.values()).allMatch(v -> v == Math.rint(v));
        if (natural.model() == Model.RIDGE && !whole && n > MOST_CODES) {
            throw unsuited(
                    "softmax predicts classes, but the target '" + target.name() + "' has " + n + " different numbers",
                    target,
                    file,
                    "use --model ridge, or leave --model out");
        }
    }

    private static TableException unsuited(String problem, Column target, String file, String remedy) {
        return new TableException("tune: --model " + problem, Place.of(file, target.name()), remedy);
    }
}
