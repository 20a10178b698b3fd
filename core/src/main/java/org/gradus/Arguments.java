package org.gradus;

import java.util.ArrayList;
import java.util.List;

/** Several arguments as one tree, so that every transformation is written for functions of one. */
final class Arguments {
    private Arguments() {}

    record Two<A, B>(A first, B second) {}

    record Three<A, B, C>(A first, B second, C third) {}

    /**
     * Names of inputs for printing, from their paths: components by their names, bare tensors x, y, z.
     *
     * @param paths paths in an argument, or in a {@link Two} or {@link Three}
     * @param arguments how many arguments there are
     */
    static List<String> names(List<String> paths, int arguments) {
        List<String> names = new ArrayList<>();
        for (String path : paths) {
            String rest = path;
            String bare = "x";
            if (arguments > 1) {
                List<String> prefixes = List.of(".first", ".second", ".third");
                for (int i = 0; i < prefixes.size(); i++) {
                    if (path.startsWith(prefixes.get(i))) {
                        rest = path.substring(prefixes.get(i).length());
                        bare = List.of("x", "y", "z").get(i);
                    }
                }
            }
            String name = rest.startsWith(".") ? rest.substring(1) : rest.isEmpty() ? bare : bare + rest;
            names.add(names.contains(name) ? "" : name);
        }
        return names;
    }
}
