package dev.countersign.evidence.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A ZIP file of which every byte is accounted for: files one behind the other, stored, each header as the one way there is to
 * write it (docs/formats.md). So there is nothing to inflate, nothing hidden between files, and no path out of the folder.
 */
final class Archive {

    static final int MOST_FILES = 0xFFFE;
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int CENTRAL_LENGTH = 46;
    private static final int END_LENGTH = 22;
    private static final int DATE = 0x0021;

    private final ByteBuffer zip;
    private final Map<String, ByteBuffer> files = new LinkedHashMap<>();

    private Archive(ByteBuffer zip) {
        this.zip = zip;
    }

    /** Why a file is no bundle: a sentence. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    /** @throws Refused if the bytes are anything but such a ZIP file */
    static Archive read(ByteBuffer bytes) throws Refused {
        Archive archive = new Archive(bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        try {
            archive.walk();
        } catch (IndexOutOfBoundsException e) {
            throw new Refused("the ZIP file is cut off, or says it is longer than it is");
        }
        return archive;
    }

    Set<String> names() {
        return files.keySet();
    }

    boolean has(String name) {
        return files.containsKey(name);
    }

    /** @throws IllegalArgumentException if there is no such file */
    ByteBuffer file(String name) {
        ByteBuffer file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("the bundle lacks " + name);
        }
        return file.duplicate();
    }

    /** @throws IllegalArgumentException if there is no such file */
    byte[] bytes(String name) {
        ByteBuffer file = file(name);
        byte[] bytes = new byte[file.remaining()];
        file.get(bytes);
        return bytes;
    }

    private void walk() throws Refused {
        int directory = locals();
        int at = directory;
        int local = 0;
        for (Map.Entry<String, ByteBuffer> file : files.entrySet()) {
            byte[] name = file.getKey().getBytes(StandardCharsets.US_ASCII);
            int size = file.getValue().remaining();
            ByteBuffer expected =
                    ByteBuffer.allocate(CENTRAL_LENGTH + name.length).order(ByteOrder.LITTLE_ENDIAN);
            expected.putInt(CENTRAL).putShort((short) 20);
            common(expected, zip.getInt(local + 14), size, name.length);
            expected.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
            expected.putInt(local).put(name);
            at = demand(at, expected, "its directory does not describe " + file.getKey() + " as it is");
            local += LOCAL_LENGTH + name.length + size;
        }
        ByteBuffer end = ByteBuffer.allocate(END_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(END).putInt(0).putShort((short) files.size()).putShort((short) files.size());
        end.putInt(at - directory).putInt(directory).putShort((short) 0);
        if (demand(at, end, "its end is not the end of such a file") != zip.limit()) {
            throw new Refused("there is something behind the end of the ZIP file");
        }
    }

    /** @return where the directory begins */
    private int locals() throws Refused {
        int at = 0;
        while (zip.getInt(at) == LOCAL) {
            int method = zip.getShort(at + 8);
            int size = zip.getInt(at + 18);
            int nameLength = Short.toUnsignedInt(zip.getShort(at + 26));
            if (method != 0 || size != zip.getInt(at + 22)) {
                throw new Refused(
                        "a file in it is compressed: bundles store every file as it is, and nothing is inflated");
            }
            if (size < 0 || (long) at + LOCAL_LENGTH + nameLength + size > zip.limit()) {
                throw new Refused("a file in it is longer than the whole");
            }
            String name = StandardCharsets.ISO_8859_1
                    .decode(zip.slice(at + LOCAL_LENGTH, nameLength))
                    .toString();
            if (!PATH.matcher(name).matches()) {
                throw new Refused("a file in it has a path that no bundle has: " + printable(name));
            }
            ByteBuffer expected = ByteBuffer.allocate(LOCAL_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
            expected.putInt(LOCAL);
            ByteBuffer file = zip.slice(at + LOCAL_LENGTH + nameLength, size);
            common(expected, crc(file), size, nameLength);
            demand(at, expected, "the header of " + name + " does not describe it");
            if (files.putIfAbsent(name, file) != null) {
                throw new Refused(name + " is in it twice");
            }
            if (files.size() > MOST_FILES) {
                throw new Refused("there are more files in it than a bundle has");
            }
            at += LOCAL_LENGTH + nameLength + size;
        }
        if (files.isEmpty()) {
            throw new Refused("it is no ZIP file, or an empty one");
        }
        return at;
    }

    private static void common(ByteBuffer header, int crc, int size, int nameLength) {
        header.putShort((short) 20).putShort((short) 0).putShort((short) 0);
        header.putShort((short) 0).putShort((short) DATE);
        header.putInt(crc)
                .putInt(size)
                .putInt(size)
                .putShort((short) nameLength)
                .putShort((short) 0);
    }

    private int demand(int at, ByteBuffer expected, String otherwise) throws Refused {
        expected.flip();
        int length = expected.remaining();
        if (at + length > zip.limit() || !zip.slice(at, length).equals(expected)) {
            throw new Refused(otherwise);
        }
        return at + length;
    }

    private static int crc(ByteBuffer file) {
        CRC32 crc = new CRC32();
        crc.update(file.duplicate());
        return (int) crc.getValue();
    }

    private static String printable(String name) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        return shown.replaceAll("[^\\x20-\\x7e…]", "?");
    }
}
