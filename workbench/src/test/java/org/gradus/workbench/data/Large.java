package org.gradus.workbench.data;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Runs a piece of a test as if the table were too large: nothing is held or loaded, and batches are small. */
public final class Large {
    private Large() {}

    /**
     * Runs with everything in temporary files.
     *
     * @param batch the rows of a batch
     * @param body what to run
     * @return what it returned
     */
    public static <R> R spooled(int batch, Callable<R> body) throws Exception {
        return with(Map.of("gradus.held", "0", "gradus.loaded", "0", "gradus.batch", "" + batch), body);
    }

    /**
     * Runs with everything in memory.
     *
     * @param batch the rows of a batch
     * @param body what to run
     * @return what it returned
     */
    public static <R> R held(int batch, Callable<R> body) throws Exception {
        return with(Map.of("gradus.held", "" + Long.MAX_VALUE / 2, "gradus.batch", "" + batch), body);
    }

    static <R> R with(Map<String, String> properties, Callable<R> body) throws Exception {
        Map<String, String> before = new HashMap<>();
        properties.keySet().forEach(name -> before.put(name, System.getProperty(name)));
        try {
            properties.forEach(System::setProperty);
            return body.call();
        } finally {
            before.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
        }
    }
}
