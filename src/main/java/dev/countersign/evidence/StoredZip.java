package dev.countersign.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a ZIP file of which every byte is decided by names and contents (docs/formats.md): files stored one behind the other, no
 * times, no attributes, nothing optional. Holds one file at a time.
 */
final class StoredZip {

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int CENTRAL_LENGTH = 46;
    private static final int END_LENGTH = 22;
    private static final short VERSION = 20;
    /** The first day that ZIP can name, for every file. */
    private static final short DATE = 0x0021;

    private final OutputStream stream;
    private final List<ByteBuffer> directory = new ArrayList<>();
    private int written;

    StoredZip(OutputStream stream) {
        this.stream = stream;
    }

    void file(String path, byte[] bytes) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ByteBuffer central =
                header(CENTRAL_LENGTH + name.length).putInt(CENTRAL).putShort(VERSION);
        common(central, crc, bytes.length, name.length);
        central.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
        directory.add(central.putInt(written).put(name));
        ByteBuffer local = header(LOCAL_LENGTH + name.length).putInt(LOCAL);
        common(local, crc, bytes.length, name.length);
        write(local.put(name).array());
        write(bytes);
    }

    /** Writes the directory. The stream stays open. */
    void finish() throws IOException {
        int begin = written;
        for (ByteBuffer central : directory) {
            write(central.array());
        }
        short files = (short) directory.size();
        ByteBuffer end =
                header(END_LENGTH).putInt(END).putInt(0).putShort(files).putShort(files);
        write(end.putInt(written - begin).putInt(begin).putShort((short) 0).array());
    }

    private static ByteBuffer header(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void common(ByteBuffer header, CRC32 crc, int size, int nameLength) {
        header.putShort(VERSION).putShort((short) 0).putShort((short) 0);
        header.putShort((short) 0).putShort(DATE);
        header.putInt((int) crc.getValue()).putInt(size).putInt(size);
        header.putShort((short) nameLength).putShort((short) 0);
    }

    private void write(byte[] bytes) throws IOException {
        stream.write(bytes);
        written = Math.addExact(written, bytes.length);
    }
}
