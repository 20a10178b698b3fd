package org.gradus.program;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.error.NotDifferentiableException;

/**
 * Operations that run sub-programs: choices, loops, recomputation, derivative rules of the user. A sub-program is closed;
 * what it needs from outside is an operand.
 */
public sealed interface Control extends Op {

    /**
     * The sub-programs.
     *
     * @return all of them, in order
     */
    List<Program> programs();

    /**
     * The names under which the sub-programs are printed.
     *
     * @return one a sub-program
     */
    List<String> labels();

    /**
     * The same operation with other sub-programs.
     *
     * @param programs one for each of {@link #programs}, of the same types
     * @return the operation
     */
    Control with(List<Program> programs);

    @Override
    default boolean callsJava() {
        return programs().stream().anyMatch(Program::callsJava);
    }

    /**
     * {@code branch(index, x...)}: the results of the sub-program that the index names, run on the other operands.
     *
     * @param branches one or more, with equal types of inputs and of outputs
     */
    record Branch(List<Program> branches) implements Control {
        /** Copies the list. */
        public Branch {
            branches = List.copyOf(branches);
        }

        @Override
        public String mnemonic() {
            return "branch";
        }

        @Override
        public List<Program> programs() {
            return branches;
        }

        @Override
        public List<String> labels() {
            List<String> labels = new ArrayList<>();
            for (int i = 0; i < branches.size(); i++) {
                labels.add("case " + i);
            }
            return labels;
        }

        @Override
        public Control with(List<Program> programs) {
            return new Branch(programs);
        }
    }

    /**
     * {@code while(constants..., carry...)}: the body runs on the carry as long as the condition holds. Both take the
     * constants and the carry. The results are the last carry, the number of steps (i64) and, if recorded, the carry before
     * each step, stacked to {@code bound} entries, of which those after the last step repeat the last carry.
     *
     * @param condition gives one truth value
     * @param body gives the next carry
     * @param constants how many operands are not carried
     * @param bound the most steps done, or a negative number for any number
     * @param recorded whether the carry before each step is a result too, for which a bound is needed
     */
    record While(Program condition, Program body, int constants, int bound, boolean recorded) implements Control {
        @Override
        public String mnemonic() {
            return "while";
        }

        @Override
        public String attributes() {
            return "constants=" + constants + (bound < 0 ? "" : " bound=" + bound) + (recorded ? " recorded" : "");
        }

        @Override
        public List<Program> programs() {
            return List.of(condition, body);
        }

        @Override
        public List<String> labels() {
            return List.of("condition", "body");
        }

        @Override
        public Control with(List<Program> programs) {
            return new While(programs.get(0), programs.get(1), constants, bound, recorded);
        }

        /**
         * The types of the carry.
         *
         * @return one a carried value
         */
        public List<ArrayType> carry() {
            List<ArrayType> all = body.inputTypes();
            return all.subList(constants, all.size());
        }
    }

    /**
     * {@code scan(steps?, constants..., carry..., xs...)}: the body runs on each entry of the first axis of xs in turn. It
     * takes constants, carry and an entry, and gives the next carry and an entry of each y. The results are the last carry
     * and the ys, stacked.
     *
     * @param body one step
     * @param constants how many operands are the same in each step
     * @param carries how many are carried
     * @param length the number of entries
     * @param reverse whether the last entry comes first
     * @param counted whether the first operand (i64) says how many entries are visited, from the first on; the ys are zero
     *     at the others
     */
    record Scan(Program body, int constants, int carries, int length, boolean reverse, boolean counted)
            implements Control {
        @Override
        public String mnemonic() {
            return "scan";
        }

        @Override
        public String attributes() {
            return "length=" + length + " constants=" + constants + " carries=" + carries + (reverse ? " reverse" : "")
                    + (counted ? " counted" : "");
        }

        @Override
        public List<Program> programs() {
            return List.of(body);
        }

        @Override
        public List<String> labels() {
            return List.of("body");
        }

        @Override
        public Control with(List<Program> programs) {
            return new Scan(programs.getFirst(), constants, carries, length, reverse, counted);
        }
    }

    /**
     * {@code checkpoint(x...)}: the results of a sub-program, of whose derivative nothing is kept but its operands and the
     * last results.
     *
     * @param body the sub-program
     * @param saved how many of its last results are kept for its derivative
     */
    record Checkpoint(Program body, int saved) implements Control {
        @Override
        public String mnemonic() {
            return "checkpoint";
        }

        @Override
        public String attributes() {
            return saved == 0 ? "" : "saved=" + saved;
        }

        @Override
        public List<Program> programs() {
            return List.of(body);
        }

        @Override
        public List<String> labels() {
            return List.of("body");
        }

        @Override
        public Control with(List<Program> programs) {
            return new Checkpoint(programs.getFirst(), saved);
        }
    }

    /**
     * {@code custom_jvp(constants..., x...)}: a function with a forward derivative of its own.
     *
     * @param name what errors call it
     * @param forward takes constants and x, gives the results
     * @param jvp takes constants, x and the tangent of each x, gives the tangent of each result
     * @param constants how many operands have no derivative
     */
    record CustomJvp(String name, Program forward, Program jvp, int constants) implements Control {
        @Override
        public String mnemonic() {
            return "custom_jvp";
        }

        @Override
        public String attributes() {
            return name + " constants=" + constants;
        }

        @Override
        public List<Program> programs() {
            return List.of(forward, jvp);
        }

        @Override
        public List<String> labels() {
            return List.of("forward", "jvp");
        }

        @Override
        public Control with(List<Program> programs) {
            return new CustomJvp(name, programs.get(0), programs.get(1), constants);
        }
    }

    /**
     * {@code custom_vjp(constants..., x...)}: a function with a reverse derivative of its own.
     *
     * @param name what errors call it
     * @param forward takes constants and x, gives the results and then what the reverse derivative needs
     * @param backward takes what the forward program gave after the results, and the cotangent of each real result; gives
     *     the cotangent of each real x
     * @param constants how many operands have no derivative
     * @param results how many outputs of the forward program are results
     */
    record CustomVjp(String name, Program forward, Program backward, int constants, int results) implements Control {
        @Override
        public String mnemonic() {
            return "custom_vjp";
        }

        @Override
        public String attributes() {
            return name + " constants=" + constants + " results=" + results;
        }

        @Override
        public List<Program> programs() {
            return List.of(forward, backward);
        }

        @Override
        public List<String> labels() {
            return List.of("forward", "backward");
        }

        @Override
        public Control with(List<Program> programs) {
            return new CustomVjp(name, programs.get(0), programs.get(1), constants, results);
        }
    }

    /**
     * {@code custom_tangent(residuals..., tangents...)}: the forward derivative of a function of which only the reverse one
     * is known. Linear in the tangents; it has a transpose and no value.
     *
     * @param name what errors call it
     * @param backward takes the residuals and the cotangents of the results, gives the cotangent of each tangent
     * @param residuals how many operands are residuals
     */
    record CustomTangent(String name, Program backward, int residuals) implements Control {
        /**
         * The error of those who ask for the value.
         *
         * @return the error, to be thrown
         */
        public NotDifferentiableException noValue() {
            return new NotDifferentiableException(
                    name + ": has a reverse derivative of its own and no forward derivative",
                    "take its gradient with grad or vjp, or give the function a rule with customJvp");
        }

        @Override
        public String mnemonic() {
            return "custom_tangent";
        }

        @Override
        public String attributes() {
            return name + " residuals=" + residuals;
        }

        @Override
        public List<Program> programs() {
            return List.of(backward);
        }

        @Override
        public List<String> labels() {
            return List.of("backward");
        }

        @Override
        public Control with(List<Program> programs) {
            return new CustomTangent(name, programs.getFirst(), residuals);
        }
    }
}
