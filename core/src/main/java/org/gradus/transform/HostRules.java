package org.gradus.transform;

import java.util.List;
import java.util.Optional;
import org.gradus.error.NotDifferentiableException;
import org.gradus.evaluate.HostFunction;
import org.gradus.evaluate.HostFunctions;
import org.gradus.program.Host;
import org.gradus.tensor.Tensor;

/**
 * Derivatives of Java code that a program calls. Code without them throws when a derivative is asked for; it never
 * returns zero.
 */
public interface HostRules extends HostFunction {

    /**
     * The forward derivative.
     *
     * @param primals the operands
     * @param outputs the results
     * @param tangents the operands' tangents, null for zero, at least one not null
     * @return the results' tangents, null for zero
     * @throws NotDifferentiableException when there is no rule
     */
    List<Tensor> jvp(List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents);

    /**
     * The transpose, for code that is linear in some operands.
     *
     * @param inputs the operands, null for those that the code is linear in
     * @param cotangents the results' cotangents, null for zero
     * @return the cotangents of the linear operands, null elsewhere and for zero
     * @throws NotDifferentiableException when the code is not linear
     */
    default List<Tensor> transpose(List<Tensor> inputs, List<Tensor> cotangents) {
        throw new NotDifferentiableException(
                "host: this Java code is not linear and has no transpose",
                "write its jvp with operations that have transposes");
    }

    /**
     * The operation that does the work of many calls at once, on operands and results with one axis more at the front.
     *
     * @param op the operation of one call
     * @param size how many calls
     * @return the operation; empty, the default, where the code is called once an example
     */
    default Optional<Host> batched(Host op, int size) {
        return Optional.empty();
    }

    /**
     * The rules of a host operation.
     *
     * @param op the operation
     * @return its rules
     * @throws NotDifferentiableException when its code was registered without rules
     */
    static HostRules of(Host op) {
        if (HostFunctions.get(op.key()) instanceof HostRules rules) {
            return rules;
        }
        throw new NotDifferentiableException(
                "host: the Java code '" + op.key().name() + "' has no derivative",
                "register it with rules, or mark its result with stopGradient");
    }
}
