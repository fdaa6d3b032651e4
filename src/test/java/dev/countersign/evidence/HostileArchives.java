package dev.countersign.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that are no bundles, for each door that takes one: each is refused as an archive, and nothing of it is unpacked or written. */
public final class HostileArchives {

    /** As many as the end of a ZIP file can count, less one: what a bundle has at most. */
    public static final int MOST_FILES = 0xFFFE;

    private static final int BOMB = 50_000_000;
    private static final int SIZE = 22;

    private HostileArchives() {}

    /** Each by its name, made of a bundle that holds. */
    public static Map<String, byte[]> of(byte[] bundle) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (int length :
                new int[] {0, 1, 4, 29, 31, 1_000, bundle.length / 2, bundle.length - 22, bundle.length - 1}) {
            all.put("cut off after " + length, Arrays.copyOf(bundle, length));
        }
        all.put("something behind its end", Arrays.copyOf(bundle, bundle.length + 1));
        for (String path : new String[] {
            "../evil.sh", "/etc/passwd", "record/../../x", "C:/x", "record\\x", "record//x", ".hidden", "record/."
        }) {
            all.put(
                    "path " + path,
                    TestBundle.of(bundle).with(path, new byte[1]).zip());
        }
        all.put("bomb of zeros", deflated(new byte[BOMB]));
        all.put("says that it is longer than it is", saying(bundle, 0x7FFF_FFFF));
        all.put("says that it is longer than anything", saying(bundle, 0xFFFF_FFFF));
        all.put("twice the same file", twice(bundle));
        all.put("packed again", packedAgain(bundle));
        all.put("one file more than a bundle has", files(MOST_FILES + 1));
        return all;
    }

    /** So many empty files, written as bundles are. */
    public static byte[] files(int count) {
        return stored(zip -> {
            for (int file = 0; file < count; file++) {
                zip.file("f" + file, new byte[0]);
            }
        });
    }

    private interface Writing {
        void into(StoredZip zip) throws IOException;
    }

    private static byte[] stored(Writing writing) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        StoredZip zip = new StoredZip(stream);
        try {
            writing.into(zip);
            zip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stream.toByteArray();
    }

    private static byte[] twice(byte[] bundle) {
        return stored(zip -> {
            for (Map.Entry<String, byte[]> file : TestBundle.of(bundle).files().entrySet()) {
                zip.file(file.getKey(), file.getValue());
            }
            zip.file("record/content", new byte[1]);
        });
    }

    private static byte[] deflated(byte[] content) {
        return packed(Map.of("record/content", content));
    }

    private static byte[] packedAgain(byte[] bundle) {
        return packed(TestBundle.of(bundle).files());
    }

    private static byte[] packed(Map<String, byte[]> files) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(stream)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stream.toByteArray();
    }

    /** The first file's two lengths. */
    private static byte[] saying(byte[] bundle, int length) {
        byte[] changed = bundle.clone();
        ByteBuffer.wrap(changed)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(18, length)
                .putInt(SIZE, length);
        return changed;
    }
}
