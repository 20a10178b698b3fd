package org.gradus.plainjava;

import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** What a person says of the derivative of a method. */
sealed interface Rule {

    /** Whether it is meant for a method. */
    boolean fits(Class<?> declaring, Call call);

    /** The method that a rule is for. */
    record Target(Class<?> owner, String name, MethodTypeDesc type) {
        boolean fits(Class<?> declaring, Call call) {
            return declaring == owner && call.name().equals(name) && call.type().equals(type);
        }

        @Override
        public String toString() {
            return Text.method(owner, name);
        }
    }

    /** Partial derivatives of a function of numbers; it may have a receiver, which comes first and has none. */
    record Numbers(Target target, Applied original, Class<?> type, List<Object> partials, boolean receiver)
            implements Rule {
        @Override
        public boolean fits(Class<?> declaring, Call call) {
            return target.fits(declaring, call);
        }
    }

    /** A function of an array, or of several numbers, which become one, that comes with derivatives. */
    record Array(Target target, Applied function, boolean ofNumbers, boolean toNumber) implements Rule {
        @Override
        public boolean fits(Class<?> declaring, Call call) {
            return target.fits(declaring, call);
        }
    }

    /** Methods whose results have no derivative. */
    record Constant(Class<?> owner, String name) implements Rule {
        @Override
        public boolean fits(Class<?> declaring, Call call) {
            return declaring == owner && call.name().equals(name);
        }
    }
}
