package dev.countersign.crypto;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Where a PKCS#11 token is.
 *
 * @param library the vendor's PKCS#11 library
 * @param slot id of its slot; empty: the slot at that place of the library's list
 * @param place counted from 0
 */
public record TokenPlace(Path library, OptionalLong slot, int place) {

    private static final String SENSITIVE = " = {\n  CKA_SENSITIVE = true\n  CKA_EXTRACTABLE = false\n}\n";

    /** As SunPKCS11 reads it; what is made in the token is never given out. */
    String configuration() {
        String path = library.toString();
        if (path.indexOf('"') >= 0 || path.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the path of a PKCS#11 library has no quotes and no line feeds");
        }
        return "--name = countersign\nlibrary = \"" + path + "\"\n"
                + (slot.isPresent() ? "slot = " + slot.getAsLong() : "slotListIndex = " + place) + "\n"
                + "attributes(generate,CKO_SECRET_KEY,*)" + SENSITIVE
                + "attributes(generate,CKO_PRIVATE_KEY,*)" + SENSITIVE;
    }

    @Override
    public String toString() {
        return library + (slot.isPresent() ? ", slot " + slot.getAsLong() : ", slot number " + place + " of its list");
    }
}
