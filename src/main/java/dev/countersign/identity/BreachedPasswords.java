package dev.countersign.identity;

import dev.countersign.identity.BreachedFile.Line;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Passwords that became public, in a file of the administrator's own: lines of upper-case hexadecimal SHA-1, ascending, each with a
 * count after a colon or without one, as Have I Been Pwned publishes them. Searched on disk, however large it is; nothing is sent
 * anywhere.
 */
class BreachedPasswords implements AutoCloseable {

    private final @Nullable BreachedFile file;

    private BreachedPasswords(@Nullable BreachedFile file) {
        this.file = file;
    }

    /**
     * @param file none without one
     * @throws IllegalStateException that names file, place and expectation, if it cannot be read or is not such a list
     */
    static BreachedPasswords open(@Nullable Path file) {
        return new BreachedPasswords(file == null || file.toString().isEmpty() ? null : BreachedFile.open(file));
    }

    /** @param password in its normal form */
    boolean contains(char[] password) {
        if (file == null) {
            return false;
        }
        String hash = sha1(password);
        long low = 0;
        long high = file.size();
        while (low < high) {
            Line line = file.lineAt((low + high) >>> 1);
            int order = line.hash().compareTo(hash);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = line.end();
            } else {
                high = line.start();
            }
        }
        return false;
    }

    /** What the published lists hold; nothing here rests on its strength. */
    private static String sha1(char[] password) {
        byte[] bytes = new byte[0];
        try {
            bytes = Secrets.take(password.clone());
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        } finally {
            Secrets.wipe(bytes);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
