package org.gradus.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes of a member of a zip archive, decompressed as they are read, one after the other, and checked at the end. */
final class ZipMember implements BinaryFile.Source, AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final BinaryFile archive;
    private final ZipDirectory.Member member;
    private final CRC32 crc = new CRC32();
    private final Inflater inflater;
    private final ByteBuffer packed;
    private long taken;
    private long given;

    ZipMember(BinaryFile archive, ZipDirectory.Member member) {
        this.archive = archive;
        this.member = member;
        boolean deflated = member.method() == ZipDirectory.DEFLATED;
        this.inflater = deflated ? new Inflater(true) : null;
        this.packed = ByteBuffer.allocate(deflated ? (int) Math.min(CHUNK, member.packed()) : 0);
    }

    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        if (at != given) {
            throw new AssertionError("byte " + at + " asked for after byte " + given);
        }
        int from = buffer.position();
        int count;
        if (inflater == null) {
            count = (int) Math.min(buffer.remaining(), member.packed() - given);
            archive.fill(buffer.slice(from, count), member.begin() + given);
            buffer.position(from + count);
        } else {
            count = inflate(buffer);
        }
        if (count <= 0) {
            throw damaged("end after " + given + " of the " + member.size() + " that the directory says");
        }
        crc.update(buffer.duplicate().flip().position(from));
        given += count;
        return count;
    }

    private int inflate(ByteBuffer buffer) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(buffer);
                if (count > 0 || inflater.finished()) {
                    return count;
                }
                if (inflater.needsDictionary()) {
                    throw damaged("needs a dictionary");
                }
                int more = (int) Math.min(packed.capacity(), member.packed() - taken);
                if (more == 0) {
                    throw damaged("are cut off");
                }
                packed.clear().limit(more);
                archive.fill(packed, member.begin() + taken);
                taken += more;
                inflater.setInput(packed);
            }
        } catch (DataFormatException e) {
            throw damaged("are no deflated ones: " + e.getMessage());
        }
    }

    private RuntimeException damaged(String problem) {
        return archive.damaged(member.begin(), "the bytes of '" + member.name() + "' " + problem);
    }

    /** Checks that there were as many bytes as the directory says, and these. */
    void finish() throws IOException {
        if (inflater != null) {
            if (inflate(ByteBuffer.allocate(1)) > 0) {
                throw damaged("give more than the " + member.size() + " that the directory says");
            }
            long left = member.packed() - taken + inflater.getRemaining();
            if (left > 0) {
                throw damaged("end " + left + " bytes before the directory says");
            }
        }
        if ((int) crc.getValue() != member.crc()) {
            throw archive.damaged(
                    member.at() + 16,
                    String.format(
                            "'%s' has the checksum %08x, not %08x as the directory says",
                            member.name(), (int) crc.getValue(), member.crc()));
        }
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
