package org.gradus.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import org.gradus.error.DataException;

/**
 * Reads the JSON (RFC 8259) of a header piece by piece: objects, arrays, strings and whole numbers, each asked for by
 * the caller, so nesting is never deeper than the caller goes. Text that is anything else is refused, and so are
 * malformed UTF-8, lone surrogates, control characters in strings, and numbers with a sign, a fraction or an exponent.
 */
final class JsonReader {
    private final byte[] text;
    private final BiFunction<Integer, String, DataException> error;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private int at;

    /**
     * Starts at the first byte.
     *
     * @param text the header
     * @param error makes an error of a position in the text and a problem
     */
    JsonReader(byte[] text, BiFunction<Integer, String, DataException> error) {
        this.text = text;
        this.error = error;
    }

    /** The position of the next thing, white space skipped. */
    int position() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
        return at;
    }

    /**
     * Goes into an object or array.
     *
     * @param opening { or [
     * @param what is expected, for the error
     */
    void open(char opening, String what) {
        if (!next(opening)) {
            throw expected(what);
        }
    }

    /**
     * Tells whether an object or array goes on, and steps over the comma or out of it.
     *
     * @param first whether nothing of it has been read
     * @param closing } or ]
     */
    boolean more(boolean first, char closing) {
        if (next(closing)) {
            return false;
        }
        if (!first && !next(',')) {
            throw expected("',' or '" + closing + "'");
        }
        return true;
    }

    /** Reads a string and the colon after it. */
    String name() {
        String name = string("a name in quotes");
        if (!next(':')) {
            throw expected("':' after the name \"" + name + "\"");
        }
        return name;
    }

    /** Refuses anything but white space up to the end. */
    void end() {
        if (position() < text.length) {
            throw expected("nothing after the last '}'");
        }
    }

    /** Reads a whole number from 0 to 2^63−1. */
    long whole(String what) {
        int start = position();
        long value = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            int digit = text[at] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw error.apply(start, "the number is larger than 2^63-1");
            }
            value = value * 10 + digit;
            at++;
        }
        boolean fraction = at < text.length && (text[at] == '.' || text[at] == 'e' || text[at] == 'E');
        if (at == start || fraction) {
            at = start;
            throw expected(what + ", a whole number of zero or more");
        }
        if (text[start] == '0' && at > start + 1) {
            throw error.apply(start, "the number begins with a superfluous 0");
        }
        return value;
    }

    /** Reads a string. */
    String string(String what) {
        if (!next('"')) {
            throw expected(what);
        }
        StringBuilder out = new StringBuilder();
        while (true) {
            int start = at;
            while (at < text.length && text[at] != '"' && text[at] != '\\' && (text[at] < 0 || text[at] >= ' ')) {
                at++;
            }
            decode(start, out);
            if (at == text.length) {
                throw error.apply(at, "the header ends inside a string");
            }
            byte stop = text[at++];
            if (stop == '"') {
                return out.toString();
            } else if (stop == '\\') {
                escape(out);
            } else {
                throw error.apply(at - 1, String.format("a control character (0x%02x) in a string", stop));
            }
        }
    }

    private void decode(int start, StringBuilder out) {
        ByteBuffer bytes = ByteBuffer.wrap(text, start, at - start);
        try {
            CharBuffer characters = utf8.decode(bytes);
            out.append(characters);
        } catch (CharacterCodingException _) {
            throw error.apply(bytes.position(), "malformed UTF-8");
        }
    }

    private void escape(StringBuilder out) {
        int start = at - 1;
        if (at == text.length) {
            throw error.apply(at, "the header ends inside a string");
        }
        byte kind = text[at++];
        switch (kind) {
            case '"', '\\', '/' -> out.append((char) kind);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> unicode(start, out);
            default -> throw error.apply(start, "a backslash before neither of \" \\ / b f n r t u");
        }
    }

    private void unicode(int start, StringBuilder out) {
        char first = hex(start);
        if (!Character.isSurrogate(first)) {
            out.append(first);
            return;
        }
        boolean pair =
                Character.isHighSurrogate(first) && at + 1 < text.length && text[at] == '\\' && text[at + 1] == 'u';
        if (pair) {
            at += 2;
            char second = hex(at - 2);
            if (Character.isLowSurrogate(second)) {
                out.append(first).append(second);
                return;
            }
        }
        throw error.apply(start, "half of a surrogate pair");
    }

    private char hex(int start) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length ? Character.digit(text[at], 16) : -1;
            if (digit < 0) {
                throw error.apply(start, "\\u without four hexadecimal digits");
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private boolean next(char wanted) {
        if (position() < text.length && text[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private DataException expected(String what) {
        int here = position();
        return error.apply(
                here, "expected " + what + ", found " + FileProblem.found(text, here, "the end of the header"));
    }
}
