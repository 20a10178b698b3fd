package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;

/**
 * A call of Java code that is registered under a key: a solver's iterations, a plain-Java method. Programs that hold one
 * cannot be written.
 *
 * @param key the identity under which the code is registered
 * @param outputs the types of the results
 */
public record Host(Key key, List<ArrayType> outputs) implements Op {

    /** Copies the list. */
    public Host {
        outputs = List.copyOf(outputs);
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
        return true;
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
