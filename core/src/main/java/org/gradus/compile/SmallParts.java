package org.gradus.compile;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;

/**
 * Finds the equations that are run as straight-line code on numbers. Those between which no other equation has to run have
 * one level, so each level is one piece of code.
 */
final class SmallParts {
    /** Fewer are not worth a class of their own. */
    private static final int FEWEST = 6;
    /** More numbers than that would be more code than a cache holds. */
    private static final int MOST_NUMBERS = 1 << 18;

    private SmallParts() {}

    /**
     * Where equations stand. A small equation comes after the others of lower levels, any other equation after the small ones of
     * its own level: so equations of one level can be run together, and those of different levels cannot, lest two pieces of
     * code read each other.
     *
     * @param all of each equation its level
     * @param small of each equation the level of the straight-line code that it is part of, or −1
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Levels(int[] all, int[] small) {}

    /**
     * The levels of a program without straight-line code.
     *
     * @param program the program
     * @return one level
     */
    static Levels none(Program program) {
        int[] small = new int[program.equations().size()];
        Arrays.fill(small, -1);
        return new Levels(new int[small.length], small);
    }

    /**
     * The levels.
     *
     * @param program the program
     * @return of each equation its level
     */
    static Levels levels(Program program) {
        List<Equation> equations = program.equations();
        int[] levels = new int[equations.size()];
        boolean[] small = new boolean[equations.size()];
        Map<Variable, Integer> definedBy = new IdentityHashMap<>();
        for (int i = 0; i < levels.length; i++) {
            small[i] = ScalarGraph.takes(equations.get(i));
            for (Operand operand : equations.get(i).inputs()) {
                Integer producer = operand instanceof Variable v ? definedBy.get(v) : null;
                if (producer != null) {
                    int after = small[i] && !small[producer] ? 1 : 0;
                    levels[i] = Math.max(levels[i], levels[producer] + after);
                }
            }
            for (Variable output : equations.get(i).outputs()) {
                definedBy.put(output, i);
            }
        }
        int[] members = new int[equations.size() + 1];
        long[] numbers = new long[equations.size() + 1];
        for (int i = 0; i < levels.length; i++) {
            if (small[i]) {
                members[levels[i]]++;
                numbers[levels[i]] += equations.get(i).output().type().shape().size();
            }
        }
        int[] result = new int[levels.length];
        Arrays.fill(result, -1);
        for (int i = 0; i < levels.length; i++) {
            int level = levels[i];
            if (small[i] && members[level] >= FEWEST && numbers[level] <= MOST_NUMBERS) {
                result[i] = level;
            }
        }
        boolean some = Arrays.stream(result).anyMatch(level -> level >= 0);
        return some ? new Levels(levels, result) : none(program);
    }
}
