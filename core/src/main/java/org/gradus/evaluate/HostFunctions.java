package org.gradus.evaluate;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.gradus.error.ArgumentException;
import org.gradus.program.Host;

/** Where Java code is kept under its key, for as long as the key is reachable. */
public final class HostFunctions {
    private static final Map<Host.Key, HostFunction> FUNCTIONS = Collections.synchronizedMap(new WeakHashMap<>());

    private HostFunctions() {}

    /**
     * Keeps code under a key.
     *
     * @param key a fresh key, not referred to by the function
     * @param function the code
     */
    public static void register(Host.Key key, HostFunction function) {
        FUNCTIONS.put(key, function);
    }

    /**
     * Finds code.
     *
     * @param key the key of a registered function
     * @return the code
     * @throws ArgumentException when nothing is registered under the key
     */
    public static HostFunction get(Host.Key key) {
        HostFunction function = FUNCTIONS.get(key);
        if (function == null) {
            throw new ArgumentException(
                    "host: no Java code is registered under '" + key.name() + "'",
                    "register it before running the program");
        }
        return function;
    }
}
