package org.gradus.workbench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Reads objects, and writes them as one line of JSON. JSON has no NaN and no infinity: such a number becomes {@code null}, and the
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

    /**
     * Reads a text that is one object.
     *
     * @param text JSON
     * @return its entries in order; numbers are {@code Long} or {@code Double}
     * @throws IOException when it is no JSON, or an object has two entries of one name; the message says so, and where
     */
    public static Map<String, Object> read(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it does not begin with {");
            }
            Map<String, Object> object = readObject(parser);
            if (parser.nextToken() != null) {
                throw new IOException("something follows its end");
            }
            return object;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new IOException("it is not JSON at line " + place.getLineNr() + ", column " + place.getColumnNr(), e);
        }
    }

    private static Map<String, Object> readObject(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, readValue(parser));
        }
        return object;
    }

    private static Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(readValue(parser));
                }
                yield array;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getDoubleValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw new IOException("it ends too early");
        };
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
