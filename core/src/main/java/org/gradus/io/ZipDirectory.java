package org.gradus.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * The directory of a zip archive, read and checked whole before any member: the end mark lies at the very end, the
 * directory right before it, and the members fill the rest from end to end without holes and without overlapping.
 *
 * <p>Source: PKWARE's APPNOTE.TXT 6.3.10. Archives of several disks, of zip64 directories (above 4 GiB or 65534 members)
 * and with comments are refused; zip64 fields of members, which NumPy writes, are read.
 */
final class ZipDirectory {
    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int LOCAL_BYTES = 30;
    static final int CENTRAL_BYTES = 46;
    static final int END_BYTES = 22;
    static final int STORED = 0;
    static final int DEFLATED = Deflater.DEFLATED;
    static final int UTF_8 = 0x800;

    private static final int DESCRIPTOR = 0x08074b50;
    private static final int ENCRYPTED = 0x2041;
    private static final int DESCRIBED = 8;
    private static final int LEVEL = 6;
    private static final int ZIP64_FIELD = 1;
    private static final long WIDE = 0xffffffffL;
    private static final int MOST_EXPANSION = 1032; // of 258 bytes in two bits, the best that deflate can do

    private final BinaryFile file;
    private final Map<String, Long> seen = new HashMap<>();

    /**
     * A member.
     *
     * @param name its name
     * @param at the byte of the directory at which its entry begins
     * @param flags as in the entry
     * @param method stored or deflated
     * @param crc of the bytes when decompressed
     * @param packed number of bytes in the archive
     * @param size number of bytes when decompressed
     * @param header the byte at which its own header begins
     * @param begin its first byte
     */
    record Member(
            String name, long at, int flags, int method, int crc, long packed, int size, long header, long begin) {
        Member beginningAt(long from) {
            return new Member(name, at, flags, method, crc, packed, size, header, from);
        }
    }

    private ZipDirectory(BinaryFile file) {
        this.file = file;
    }

    /** The members in the directory's order. */
    static List<Member> read(BinaryFile file) throws IOException {
        return new ZipDirectory(file).members();
    }

    private List<Member> members() throws IOException {
        long at = file.size() - END_BYTES;
        if (at < 0) {
            throw file.damaged(file.size(), "the file ends before the end mark of a zip archive");
        }
        ByteBuffer end = file.bytes(at, END_BYTES);
        if (end.getInt(0) != END) {
            throw file.damaged(
                    at, "no end mark of a zip archive: the file is cut off, or bytes or a comment follow the archive");
        }
        if (end.getShort(20) != 0) {
            throw file.damaged(at + 20, "a comment is announced, but the file ends here");
        }
        if (end.getInt(4) != 0) {
            throw file.damaged(at + 4, "the archive is one of several disks");
        }
        int count = Short.toUnsignedInt(end.getShort(10));
        long length = Integer.toUnsignedLong(end.getInt(12));
        long begin = Integer.toUnsignedLong(end.getInt(16));
        if (count == 0xffff || length == WIDE || begin == WIDE) {
            throw file.refused(
                    at + 8,
                    "a zip64 directory, of an archive above 4 GiB or 65534 members",
                    "save the arrays in several archives, or as safetensors");
        }
        if (Short.toUnsignedInt(end.getShort(8)) != count) {
            throw file.damaged(at + 8, "the number of members on this disk is not the number of all, " + count);
        }
        if (begin + length != at) {
            throw file.damaged(
                    at + 12,
                    "a directory of " + length + " bytes from byte " + begin
                            + ", which does not end at the end mark, byte " + at);
        }
        if ((long) count * CENTRAL_BYTES > length) {
            throw file.damaged(at + 10, "a directory of " + length + " bytes cannot name " + count + " members");
        }
        return placed(entries(file.bytes(begin, (int) length), begin, count), begin);
    }

    private List<Member> entries(ByteBuffer directory, long begin, int count) {
        List<Member> members = new ArrayList<>(count);
        while (directory.hasRemaining()) {
            long at = begin + directory.position();
            if (members.size() == count) {
                throw file.damaged(at, "the directory goes on after its " + count + " members");
            }
            members.add(entry(directory, at));
        }
        if (members.size() < count) {
            throw file.damaged(
                    begin + directory.limit(), "the directory names " + members.size() + " members, not " + count);
        }
        return members;
    }

    private Member entry(ByteBuffer directory, long at) {
        int from = directory.position();
        if (directory.remaining() < CENTRAL_BYTES || directory.getInt(from) != CENTRAL) {
            throw file.damaged(at, "no entry of the directory of a zip archive");
        }
        int flags = Short.toUnsignedInt(directory.getShort(from + 8));
        int method = Short.toUnsignedInt(directory.getShort(from + 10));
        int nameBytes = Short.toUnsignedInt(directory.getShort(from + 28));
        int extraBytes = Short.toUnsignedInt(directory.getShort(from + 30));
        int all = CENTRAL_BYTES + nameBytes + extraBytes + Short.toUnsignedInt(directory.getShort(from + 32));
        if (directory.remaining() < all) {
            throw file.damaged(at, "an entry of " + all + " bytes, but only " + directory.remaining() + " follow");
        }
        byte[] name = new byte[nameBytes];
        directory.get(from + CENTRAL_BYTES, name);
        String text = name(name, flags, at);
        if (directory.getShort(from + 34) != 0) {
            throw file.damaged(at + 34, "'" + text + "' lies on another disk");
        }
        long[] sizes = {
            Integer.toUnsignedLong(directory.getInt(from + 24)),
            Integer.toUnsignedLong(directory.getInt(from + 20)),
            Integer.toUnsignedLong(directory.getInt(from + 42))
        };
        widen(directory.slice(from + CENTRAL_BYTES + nameBytes, extraBytes).order(directory.order()), sizes, at);
        checkForm(text, flags, method, at);
        checkSizes(text, method, sizes, at);
        directory.position(from + all);
        int crc = directory.getInt(from + 16);
        return new Member(text, at, flags, method, crc, sizes[1], (int) sizes[0], sizes[2], 0);
    }

    private void checkForm(String name, int flags, int method, long at) {
        if ((flags & ENCRYPTED) != 0) {
            throw file.refused(at + 8, "'" + name + "' is encrypted", "save the arrays again without a password");
        }
        if ((flags & ~(UTF_8 | DESCRIBED | LEVEL)) != 0) {
            throw file.damaged(at + 8, "'" + name + "' has unknown flags, 0x" + Integer.toHexString(flags));
        }
        if (method != STORED && method != DEFLATED) {
            throw file.refused(
                    at + 10,
                    "'" + name + "' is compressed by method " + method + "; Gradus reads 0 (stored) and 8 (deflated)",
                    "save the arrays with numpy.savez or numpy.savez_compressed");
        }
        Long first = seen.putIfAbsent(name, at);
        if (first != null) {
            throw file.damaged(at, "the name '" + name + "' stands twice, first at byte " + first);
        }
    }

    private void checkSizes(String name, int method, long[] sizes, long at) {
        if (sizes[0] < 0 || sizes[0] > Integer.MAX_VALUE) {
            throw file.refused(
                    at + 24,
                    "'" + name + "' has " + Long.toUnsignedString(sizes[0]) + " bytes, more than 2^31-1",
                    "save the array with numpy.save, or split it");
        }
        if (sizes[1] < 0 || sizes[1] > file.size() || sizes[2] < 0 || sizes[2] > file.size()) {
            throw file.damaged(at + 20, "'" + name + "' would end outside of the file of " + file.size() + " bytes");
        }
        if (method == STORED && sizes[0] != sizes[1]) {
            throw file.damaged(
                    at + 20, "'" + name + "' is stored in " + sizes[1] + " bytes, but is said to have " + sizes[0]);
        }
        if (method == DEFLATED && sizes[0] > sizes[1] * MOST_EXPANSION) {
            throw file.damaged(
                    at + 24,
                    "'" + name + "' is said to have " + sizes[0] + " bytes, more than " + sizes[1]
                            + " deflated ones can hold");
        }
    }

    /** Reads the wide form of those of size, packed size and place that have no room in four bytes. */
    private void widen(ByteBuffer extra, long[] sizes, long at) {
        while (extra.hasRemaining()) {
            if (extra.remaining() < 4) {
                throw file.damaged(at, "an extra field that is cut off");
            }
            int kind = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            if (length > extra.remaining()) {
                throw file.damaged(
                        at, "an extra field of " + length + " bytes, but only " + extra.remaining() + " follow");
            }
            int end = extra.position() + length;
            for (int i = 0; kind == ZIP64_FIELD && i < sizes.length; i++) {
                if (sizes[i] == WIDE) {
                    if (end - extra.position() < Long.BYTES) {
                        throw file.damaged(at, "a zip64 field that is too short");
                    }
                    sizes[i] = extra.getLong();
                }
            }
            extra.position(end);
        }
    }

    private String name(byte[] name, int flags, long at) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException _) {
            throw file.damaged(at + CENTRAL_BYTES, "a member's name is malformed UTF-8");
        }
        if ((flags & UTF_8) == 0 && text.length() != name.length) {
            throw file.damaged(at + 8, "the name '" + text + "' is not ASCII, and not marked as UTF-8");
        }
        String problem = problem(text);
        if (problem != null) {
            throw file.refused(
                    at + CENTRAL_BYTES,
                    "a member's name '" + text + "' " + problem,
                    "save the arrays under plain names");
        }
        return text;
    }

    /** What is wrong with a name, or null: a member is an array, never a file in a folder. */
    static String problem(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '\\' || c == ':') {
                return "is a path";
            } else if (c < ' ' || c == 0x7f) {
                return "holds a control character";
            }
        }
        if (!name.endsWith(".npy")) {
            return "does not end in .npy";
        }
        return name.equals(".npy") || name.startsWith("..") ? "names no array" : null;
    }

    /** The members with the places of their bytes, all of the file before the directory belonging to one. */
    private List<Member> placed(List<Member> members, long directory) throws IOException {
        Map<Member, Long> begins = new HashMap<>();
        List<Member> byPlace = new ArrayList<>(members);
        byPlace.sort(Comparator.comparingLong(Member::header));
        long filled = 0;
        for (Member member : byPlace) {
            if (member.header != filled) {
                throw file.damaged(
                        member.at + 42,
                        "'" + member.name + "' begins at byte " + member.header + ", but what is before it ends at "
                                + filled);
            }
            long begin = begin(member, directory);
            begins.put(member, begin);
            filled = begin + member.packed;
            if (filled > directory) {
                throw file.damaged(
                        member.at + 20, "'" + member.name + "' ends at byte " + filled + ", inside the directory");
            }
            if ((member.flags & DESCRIBED) != 0) {
                filled = described(member, filled, directory);
            }
        }
        if (filled != directory) {
            throw file.damaged(
                    filled, (directory - filled) + " bytes between the last member and the directory belong to none");
        }
        return members.stream().map(m -> m.beginningAt(begins.get(m))).toList();
    }

    /** The first byte of a member, after its own header, which must say what the directory says. */
    private long begin(Member member, long directory) throws IOException {
        long at = member.header;
        if (directory - at < LOCAL_BYTES) {
            throw file.damaged(at, "'" + member.name + "' has no header");
        }
        ByteBuffer header = file.bytes(at, LOCAL_BYTES);
        int nameBytes = Short.toUnsignedInt(header.getShort(26));
        int extraBytes = Short.toUnsignedInt(header.getShort(28));
        long begin = at + LOCAL_BYTES + nameBytes + extraBytes;
        if (header.getInt(0) != LOCAL || begin > directory) {
            throw file.damaged(at, "'" + member.name + "' has no header");
        }
        ByteBuffer rest = file.bytes(at + LOCAL_BYTES, nameBytes + extraBytes);
        byte[] name = new byte[nameBytes];
        rest.get(name);
        long[] sizes = {Integer.toUnsignedLong(header.getInt(22)), Integer.toUnsignedLong(header.getInt(18))};
        widen(rest.slice().order(rest.order()), sizes, at);
        boolean described = (member.flags & DESCRIBED) != 0;
        boolean same = new String(name, StandardCharsets.UTF_8).equals(member.name)
                && Short.toUnsignedInt(header.getShort(6)) == member.flags
                && Short.toUnsignedInt(header.getShort(8)) == member.method
                && (described || header.getInt(14) == member.crc)
                && (described || sizes[0] == member.size)
                && (described || sizes[1] == member.packed);
        if (!same) {
            throw file.damaged(at, "the header of '" + member.name + "' is not what the directory says");
        }
        return begin;
    }

    /** The byte after the description that follows a member which was written to a stream. */
    private long described(Member member, long at, long directory) throws IOException {
        int most = (int) Math.min(24, directory - at);
        ByteBuffer bytes = file.bytes(at, most);
        for (int mark : new int[] {4, 0}) {
            for (int width : new int[] {4, 8}) {
                int length = mark + 4 + 2 * width;
                if (length <= most && (mark == 0 || bytes.getInt(0) == DESCRIPTOR)) {
                    boolean same = bytes.getInt(mark) == member.crc
                            && number(bytes, mark + 4, width) == member.packed
                            && number(bytes, mark + 4 + width, width) == member.size;
                    if (same) {
                        return at + length;
                    }
                }
            }
        }
        throw file.damaged(at, "what follows '" + member.name + "' is not what the directory says of it");
    }

    private static long number(ByteBuffer bytes, int at, int width) {
        return width == 4 ? Integer.toUnsignedLong(bytes.getInt(at)) : bytes.getLong(at);
    }
}
