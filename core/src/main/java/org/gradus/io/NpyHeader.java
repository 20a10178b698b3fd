package org.gradus.io;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.error.DataException;

/**
 * The header of a {@code .npy} file: a Python dictionary with descr, fortran_order and shape, each once, in any order.
 *
 * @param encoding how the elements are laid down
 * @param order of the bytes of an element
 * @param fortran whether the first axis is the one whose entries are neighbors
 * @param shape the axis lengths
 */
record NpyHeader(Encoding encoding, ByteOrder order, boolean fortran, Shape shape) {
    private static final int MOST_AXES = 64;

    static NpyHeader parse(BinaryFile file, byte[] text, int offset) {
        return new Parser(file, text, offset).header();
    }

    private static final class Parser {
        private final BinaryFile file;
        private final byte[] text;
        private final int offset;
        private int at;
        private Encoding encoding;
        private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        private Shape shape;
        private Boolean fortran;

        Parser(BinaryFile file, byte[] text, int offset) {
            this.file = file;
            this.text = text;
            this.offset = offset;
        }

        NpyHeader header() {
            need('{', "a dictionary that begins with '{'");
            while (!next('}')) {
                entry();
                if (!next(',')) {
                    need('}', "',' or '}'");
                    break;
                }
            }
            skipSpace();
            if (at < text.length) {
                throw expected("nothing after the last '}'");
            }
            if (encoding == null || shape == null || fortran == null) {
                String missing = encoding == null ? "descr" : shape == null ? "shape" : "fortran_order";
                throw file.damaged(offset, "the header has no '" + missing + "'");
            }
            return new NpyHeader(encoding, order, fortran, shape);
        }

        private void entry() {
            skipSpace();
            int start = at;
            String key = quoted("a key in quotes");
            need(':', "':' after '" + key + "'");
            boolean again = switch (key) {
                case "descr" -> encoding != null;
                case "fortran_order" -> fortran != null;
                case "shape" -> shape != null;
                default -> throw file.damaged(offset + start, "a key '" + key + "' beside descr, fortran_order, shape");
            };
            if (again) {
                throw file.damaged(offset + start, "the key '" + key + "' stands twice");
            }
            switch (key) {
                case "descr" -> encoding = descr();
                case "fortran_order" -> fortran = fortranOrder();
                default -> shape = shape();
            }
        }

        private Encoding descr() {
            skipSpace();
            int start = at;
            String descr = quoted("an element type in quotes");
            if (descr.startsWith(">")) {
                order = ByteOrder.BIG_ENDIAN;
            }
            return switch (descr) {
                case "<f8", ">f8" -> Encoding.F64;
                case "<f4", ">f4" -> Encoding.F32;
                case "<f2", ">f2" -> Encoding.F16;
                case "<i8", ">i8" -> Encoding.I64;
                case "<i4", ">i4" -> Encoding.I32;
                case "|b1" -> Encoding.BOOL;
                default ->
                    throw file.refused(
                            offset + start,
                            "element type '" + descr + "', which Gradus does not read",
                            "convert the array before, as in array.astype('<f8')");
            };
        }

        private boolean fortranOrder() {
            skipSpace();
            int start = at;
            String word = word();
            if (!word.equals("True") && !word.equals("False")) {
                at = start;
                throw expected("True or False");
            }
            return word.equals("True");
        }

        private Shape shape() {
            skipSpace();
            int start = at;
            List<Integer> dims = new ArrayList<>();
            long size = 1;
            boolean comma = false;
            need('(', "a shape in parentheses");
            while (!next(')')) {
                if (dims.size() == MOST_AXES) {
                    throw file.damaged(offset + start, "more than " + MOST_AXES + " axes");
                }
                long dim = whole();
                size *= dim;
                if (dim > Integer.MAX_VALUE || size > Integer.MAX_VALUE) {
                    throw file.refused(
                            offset + start,
                            "more than 2^31-1 elements",
                            "split the array before: one Java array holds at most 2^31-1 elements");
                }
                dims.add((int) dim);
                comma = next(',');
                if (!comma) {
                    need(')', "',' or ')'");
                    break;
                }
            }
            if (dims.size() == 1 && !comma) {
                throw file.damaged(offset + start, "a shape of one axis is written with a comma, as in (3,)");
            }
            return Shape.of(dims);
        }

        private long whole() {
            skipSpace();
            int start = at;
            long value = 0;
            while (at < text.length && text[at] >= '0' && text[at] <= '9') {
                value = Math.min(value * 10 + (text[at] - '0'), 1L << 32);
                at++;
            }
            if (at == start) {
                throw expected("an axis length, a whole number of zero or more");
            }
            return value;
        }

        private String word() {
            int start = at;
            while (at < text.length && Character.isLetter(text[at])) {
                at++;
            }
            return ascii(start, at);
        }

        private String quoted(String what) {
            skipSpace();
            if (at == text.length || (text[at] != '\'' && text[at] != '"')) {
                throw expected(what);
            }
            byte quote = text[at++];
            int start = at;
            while (at < text.length && text[at] != quote) {
                if (text[at] < ' ' || text[at] == '\\') {
                    throw expected("printable ASCII without backslashes inside quotes");
                }
                at++;
            }
            if (at == text.length) {
                throw expected("a closing quote");
            }
            return ascii(start, at++);
        }

        private String ascii(int from, int to) {
            StringBuilder out = new StringBuilder();
            for (int i = from; i < to; i++) {
                out.append((char) text[i]);
            }
            return out.toString();
        }

        private void skipSpace() {
            while (at < text.length && (text[at] == ' ' || text[at] == '\n')) {
                at++;
            }
        }

        private boolean next(char wanted) {
            skipSpace();
            if (at < text.length && text[at] == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private void need(char wanted, String what) {
            if (!next(wanted)) {
                throw expected(what);
            }
        }

        private DataException expected(String what) {
            skipSpace();
            return file.damaged(
                    offset + at,
                    "expected " + what + ", found " + FileProblem.found(text, at, "the end of the header"));
        }
    }
}
