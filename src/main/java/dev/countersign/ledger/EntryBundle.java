package dev.countersign.ledger;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** An entry tile (C2SP tlog-tiles): each entry behind its length, two bytes, big-endian. */
final class EntryBundle {

    private EntryBundle() {}

    static byte[] write(List<byte[]> entries) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > EntryFormat.MAXIMUM_LENGTH) {
                throw new IllegalArgumentException("an entry has at most " + EntryFormat.MAXIMUM_LENGTH + " bytes");
            }
            bundle.write(entry.length >> 8);
            bundle.write(entry.length);
            bundle.writeBytes(entry);
        }
        return bundle.toByteArray();
    }
}
