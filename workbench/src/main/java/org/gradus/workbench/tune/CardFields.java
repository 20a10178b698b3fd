package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An object of a card, read strictly: every entry is asked for once, has the kind that it must have, and none is left. */
final class CardFields {
    private final String path;
    private final Map<String, Object> left;

    CardFields(String path, Map<?, ?> object) {
        this.path = path;
        this.left = new LinkedHashMap<>();
        object.forEach((name, value) -> left.put((String) name, value));
    }

    /** What is wrong with a card. */
    static final class Damage extends Exception {
        private static final long serialVersionUID = 1L;

        Damage(String message) {
            super(message);
        }
    }

    /** Whether an entry is there that may be absent. */
    boolean has(String name) {
        return left.containsKey(name);
    }

    private Object take(String name) throws Damage {
        if (!left.containsKey(name)) {
            throw new Damage("'" + at(name) + "' is not there");
        }
        return left.remove(name);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private Damage wrong(String name, String expected) {
        return new Damage("'" + at(name) + "' is not " + expected);
    }

    String text(String name) throws Damage {
        if (take(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a text");
    }

    long whole(String name) throws Damage {
        if (take(name) instanceof Long number) {
            return number;
        }
        throw wrong(name, "a whole number");
    }

    double number(String name) throws Damage {
        Object value = take(name);
        double number = value instanceof Number n ? n.doubleValue() : Double.NaN;
        if (!Double.isFinite(number)) {
            throw wrong(name, "a finite number");
        }
        return number;
    }

    boolean flag(String name) throws Damage {
        if (take(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    List<String> texts(String name) throws Damage {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            if (!(item instanceof String text)) {
                throw wrong(name, "a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    CardFields object(String name) throws Damage {
        if (take(name) instanceof Map<?, ?> map) {
            return new CardFields(at(name), map);
        }
        throw wrong(name, "an object");
    }

    List<CardFields> objects(String name) throws Damage {
        List<CardFields> objects = new ArrayList<>();
        for (Object item : list(name)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw wrong(name, "a list of objects");
            }
            objects.add(new CardFields(at(name) + "[" + objects.size() + "]", map));
        }
        return objects;
    }

    private List<?> list(String name) throws Damage {
        if (take(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "a list");
    }

    Damage unknown(String name, String value) {
        return new Damage("'" + at(name) + "' is '" + value + "', which is none of the kinds");
    }

    void end() throws Damage {
        if (!left.isEmpty()) {
            throw new Damage("'" + at(left.keySet().iterator().next()) + "' is not known");
        }
    }
}
