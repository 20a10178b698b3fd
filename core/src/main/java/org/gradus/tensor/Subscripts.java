package org.gradus.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;

/**
 * The text of {@link Contractions#einsum} read: names of axes, letters by their code, axes of the ellipsis by −1 for the
 * last, −2 for the one before it.
 *
 * @param inputs the names of each operand's axes
 * @param output the names of the result's axes
 */
record Subscripts(List<List<Integer>> inputs, List<Integer> output) {

    static Subscripts parse(String text, Tensor... operands) {
        String plain = text.indexOf(' ') < 0 ? text : text.replace(" ", "");
        int arrow = plain.indexOf("->");
        String[] fields = (arrow < 0 ? plain : plain.substring(0, arrow)).split(",", -1);
        if (fields.length != operands.length) {
            throw new ArgumentException(
                    "einsum: \"" + text + "\" names " + fields.length + " operands, but " + operands.length
                            + " were given",
                    "write one list of letters for each operand, between commas");
        }
        List<List<Integer>> inputs = new ArrayList<>();
        int rest = 0;
        for (int i = 0; i < fields.length; i++) {
            inputs.add(axes(text, fields[i], i, operands[i]));
            rest = Math.max(
                    rest, (int) inputs.get(i).stream().filter(l -> l < 0).count());
        }
        demandEqualLengths(text, inputs, operands);
        List<Integer> output =
                arrow < 0 ? implied(inputs, rest) : explicit(text, plain.substring(arrow + 2), inputs, rest);
        return new Subscripts(inputs, output);
    }

    private static List<Integer> axes(String text, String field, int operand, Tensor x) {
        int letters = (int) field.chars().filter(c -> c != '.').count();
        boolean open = field.contains("...");
        if (open ? letters > x.rank() : letters != x.rank()) {
            throw new ShapeException(
                    "einsum: \"" + field + "\" in \"" + text + "\" names " + letters + " axes of operand " + operand
                            + ", which is " + x.type() + " of " + x.rank(),
                    "write one letter for each axis, or ... for those without");
        }
        return labels(text, field, x.rank() - letters);
    }

    /** The names in a list of letters whose ellipsis stands for a number of axes. */
    private static List<Integer> labels(String text, String field, int rest) {
        List<Integer> labels = new ArrayList<>();
        boolean open = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (field.startsWith("...", i) && !open) {
                for (int axis = rest; axis > 0; axis--) {
                    labels.add(-axis);
                }
                open = true;
                i += 2;
            } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                labels.add((int) c);
            } else {
                throw new ArgumentException(
                        "einsum: '" + c + "' in \"" + text + "\" is no subscript",
                        "write letters, at most one ... an operand, commas and one ->, as in \"...ij,jk->...ik\"");
            }
        }
        return labels;
    }

    private static void demandEqualLengths(String text, List<List<Integer>> inputs, Tensor... operands) {
        Map<Integer, Integer> lengths = new HashMap<>();
        Map<Integer, Integer> from = new HashMap<>();
        for (int i = 0; i < operands.length; i++) {
            List<Integer> labels = inputs.get(i);
            for (int axis = 0; axis < labels.size(); axis++) {
                int label = labels.get(axis);
                int length = operands[i].dim(axis);
                int before = lengths.getOrDefault(label, 1);
                boolean repeated = labels.indexOf(label) < axis && operands[i].dim(labels.indexOf(label)) != length;
                if (repeated || (before != 1 && length != 1 && before != length)) {
                    int other = repeated ? i : from.get(label);
                    int known = repeated ? operands[i].dim(labels.indexOf(label)) : before;
                    throw new ShapeException(
                            "einsum: " + name(label) + " in \"" + text + "\" is " + known + " in operand " + other
                                    + ", " + operands[other].type() + ", but " + length + " in operand " + i + ", "
                                    + operands[i].type(),
                            "axes of one letter have equal lengths, or 1 in another operand");
                }
                if (before == 1) {
                    lengths.put(label, length);
                    from.put(label, i);
                }
            }
        }
    }

    private static String name(int label) {
        return label > 0 ? "'" + (char) label + "'" : "axis " + label + " of ...";
    }

    private static List<Integer> implied(List<List<Integer>> inputs, int rest) {
        Map<Integer, Integer> counts = new TreeMap<>();
        inputs.forEach(labels -> labels.forEach(l -> counts.merge(l, 1, Integer::sum)));
        List<Integer> output = new ArrayList<>();
        for (int axis = rest; axis > 0; axis--) {
            output.add(-axis);
        }
        counts.forEach((label, count) -> {
            if (label > 0 && count == 1) {
                output.add(label);
            }
        });
        return output;
    }

    private static List<Integer> explicit(String text, String field, List<List<Integer>> inputs, int rest) {
        List<Integer> output = labels(text, field, rest);
        if (rest > 0 && !field.contains("...")) {
            throw new ArgumentException(
                    "einsum: the result of \"" + text + "\" has no ..., but operands have " + rest
                            + " axes without letters",
                    "write ... behind the arrow, or letters for axes to be summed over");
        }
        for (int i = 0; i < output.size(); i++) {
            int label = output.get(i);
            boolean known = inputs.stream().anyMatch(labels -> labels.contains(label));
            if (!known || output.indexOf(label) < i) {
                throw new ArgumentException(
                        "einsum: " + name(label) + " of the result in \"" + text + "\" is "
                                + (known ? "named twice" : "in no operand"),
                        "name each axis of the result once, by a letter of an operand");
            }
        }
        return output;
    }
}
