package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;

/**
 * A call of Java code that is registered under a key: a solver's iterations, a plain-Java method. Programs that hold one
 * cannot be written.
 *
 * @param key the identity under which the code is registered
 * @param outputs the types of the results
 * @param pure whether the code does nothing but compute its results, so that a call is left out where nothing reads them
 */
public record Host(Key key, List<ArrayType> outputs, boolean pure) implements Op {

    /** Copies the list. */
    public Host {
        outputs = List.copyOf(outputs);
    }

    /**
     * A call of code that may have effects.
     *
     * @param key the identity under which the code is registered
     * @param outputs the types of the results
     */
    public Host(Key key, List<ArrayType> outputs) {
        this(key, outputs, false);
    }

    /** Identity of a piece of Java code; code is forgotten when its key is unreachable. */
    public static final class Key {
        private final String name;

        /**
         * A new key, different from all others.
         *
         * @param name what programs print
         */
        public Key(String name) {
            this.name = name;
        }

        /**
         * What programs print.
         *
         * @return the name
         */
        public String name() {
            return name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public boolean callsJava() {
        return !pure;
    }

    @Override
    public String mnemonic() {
        return "host";
    }

    @Override
    public String attributes() {
        return key.name();
    }
}
