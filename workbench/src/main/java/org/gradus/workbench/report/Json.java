package org.gradus.workbench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes objects as one line of JSON. JSON has no NaN and no infinity: such a number becomes {@code null}, and the
 * object that holds it gets a {@code reason} at its end.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /**
     * An object with its keys in order.
     *
     * @param keysAndValues a text, its value, the next text, and so on; values are texts, numbers, booleans, nulls,
     *     lists and other objects
     * @return the object, to which more can be put
     */
    public static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    /**
     * Writes an object.
     *
     * @param object the object
     * @return its text without line breaks
     * @throws IllegalArgumentException for a value of another kind
     */
    public static String write(Map<String, ?> object) {
        return text(object);
    }

    /**
     * Writes an array.
     *
     * @param array the array
     * @return its text without line breaks
     * @throws IllegalArgumentException for a value of another kind
     */
    public static String write(List<?> array) {
        return text(array);
    }

    private static String text(Object object) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> writeDouble(json, number);
            case List<?> list -> {
                json.writeStartArray();
                for (Object item : list) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Map<?, ?> map -> writeMap(json, map);
            default ->
                throw new IllegalArgumentException(
                        "json: no form for a " + value.getClass().getName());
        }
    }

    private static void writeDouble(JsonGenerator json, double number) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> map) throws IOException {
        StringJoiner reasons = new StringJoiner("; ");
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName((String) entry.getKey());
            write(json, entry.getValue());
            if (entry.getValue() instanceof Double number && !Double.isFinite(number)) {
                reasons.add(entry.getKey() + " is " + number);
            }
        }
        if (reasons.length() > 0) {
            json.writeStringField("reason", reasons.toString());
        }
        json.writeEndObject();
    }
}
