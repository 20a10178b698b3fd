package org.gradus.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.gradus.array.NdArray;

/** Writes a zip archive of arrays. Times are 1980-01-01, so equal arrays give equal files. */
final class NpzWriter {
    private static final int CHUNK = 1 << 16;
    private static final short VERSION = 20;
    private static final short FIRST_DAY = 0x21;

    private final AtomicFile out;
    private final boolean deflated;
    private final List<byte[]> directory = new ArrayList<>();
    private final byte[] packed = new byte[CHUNK];

    NpzWriter(AtomicFile out, boolean deflated) {
        this.out = out;
        this.deflated = deflated;
    }

    void member(String member, NdArray array) throws IOException {
        byte[] name = member.getBytes(StandardCharsets.UTF_8);
        byte[] header = Npy.header(array);
        long at = out.position();
        int size = header.length + array.size() * array.dtype().bytes();
        out.bytes(local(name, 0, 0, size));
        long begin = out.position();
        CRC32 crc = new CRC32();
        Deflater deflater = deflated ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : null;
        try {
            put(header, header.length, crc, deflater);
            elements(array, crc, deflater);
            if (deflater != null) {
                deflater.finish();
                drain(deflater);
            }
        } finally {
            if (deflater != null) {
                deflater.end();
            }
        }
        int taken = (int) (out.position() - begin);
        out.patch(at, local(name, (int) crc.getValue(), taken, size));
        directory.add(central(name, (int) crc.getValue(), taken, size, (int) at));
    }

    private void elements(NdArray array, CRC32 crc, Deflater deflater) throws IOException {
        Encoding encoding = Encoding.of(array.dtype());
        Object elements = array.dense();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        int step = CHUNK / encoding.bytes();
        for (int from = 0; from < array.size(); from += step) {
            int to = from + Math.min(step, array.size() - from);
            chunk.clear();
            encoding.put(elements, from, to, chunk);
            put(chunk.array(), chunk.position(), crc, deflater);
        }
    }

    private void put(byte[] bytes, int length, CRC32 crc, Deflater deflater) throws IOException {
        crc.update(bytes, 0, length);
        if (deflater == null) {
            out.bytes(bytes, length);
        } else {
            deflater.setInput(bytes, 0, length);
            drain(deflater);
        }
    }

    private void drain(Deflater deflater) throws IOException {
        for (int n = deflater.deflate(packed); n > 0; n = deflater.deflate(packed)) {
            out.bytes(packed, n);
        }
    }

    private static short flags(byte[] name) {
        for (byte b : name) {
            if (b < 0) {
                return ZipDirectory.UTF_8;
            }
        }
        return 0;
    }

    private short method() {
        return (short) (deflated ? ZipDirectory.DEFLATED : ZipDirectory.STORED);
    }

    private byte[] local(byte[] name, int crc, int taken, int size) {
        ByteBuffer header =
                ByteBuffer.allocate(ZipDirectory.LOCAL_BYTES + name.length).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(ZipDirectory.LOCAL).putShort(VERSION);
        common(header, name, crc, taken, size);
        header.put(name);
        return header.array();
    }

    private byte[] central(byte[] name, int crc, int taken, int size, int at) {
        ByteBuffer entry =
                ByteBuffer.allocate(ZipDirectory.CENTRAL_BYTES + name.length).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(ZipDirectory.CENTRAL).putShort(VERSION).putShort(VERSION);
        common(entry, name, crc, taken, size);
        entry.putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(at)
                .put(name);
        return entry.array();
    }

    private void common(ByteBuffer out, byte[] name, int crc, int taken, int size) {
        out.putShort(flags(name)).putShort(method()).putShort((short) 0).putShort(FIRST_DAY);
        out.putInt(crc).putInt(taken).putInt(size).putShort((short) name.length).putShort((short) 0);
    }

    void finish() throws IOException {
        long begin = out.position();
        for (byte[] entry : directory) {
            out.bytes(entry);
        }
        short count = (short) directory.size();
        ByteBuffer end = ByteBuffer.allocate(ZipDirectory.END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(ZipDirectory.END).putInt(0).putShort(count).putShort(count);
        end.putInt((int) (out.position() - begin)).putInt((int) begin).putShort((short) 0);
        out.bytes(end.array());
    }
}
