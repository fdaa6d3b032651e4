package dev.countersign.evidence;

import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The check of a bundle as a person reads it: named checks, then one sentence (CPY-02). No database, no network, no Spring. */
public final class OfflineCheck {

    private static final long LONGEST_TRUST = 1_000_000;

    private OfflineCheck() {}

    /**
     * Checks a bundle and tells the outcome.
     *
     * @param trust the trust file; null if there is none
     * @return whether everything holds
     * @throws IOException if one of the files cannot be read
     */
    public static boolean run(Path bundle, @Nullable Path trust, PrintWriter out) throws IOException {
        byte[] trusted = null;
        if (trust != null) {
            if (Files.size(trust) > LONGEST_TRUST) {
                throw new IOException(trust + " is no trust file: it is too long");
            }
            trusted = Files.readAllBytes(trust);
        }
        Verdict verdict = verdict(bundle, trusted);
        for (Report.Check check : verdict.report().checks()) {
            switch (check.result()) {
                case PASSED -> out.println("ok      " + check.name());
                case INDETERMINATE -> out.println("open    " + check.name() + ": " + check.detail());
                case FAILED -> out.println("FAILED  " + check.name() + ": " + check.detail());
            }
        }
        conclude(verdict, out);
        return verdict.holds();
    }

    private static Verdict verdict(Path bundle, byte @Nullable [] trust) throws IOException {
        try (FileChannel file = FileChannel.open(bundle, StandardOpenOption.READ)) {
            if (file.size() > Integer.MAX_VALUE) {
                return BundleVerifier.tooLong(trust != null);
            }
            ByteBuffer zip = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            return BundleVerifier.verify(zip, trust);
        }
    }

    private static void conclude(Verdict verdict, PrintWriter out) {
        out.println();
        if (verdict.failure().isPresent()) {
            out.println("NOT VERIFIED: " + verdict.failure().get().name());
            return;
        }
        verdict.fingerprints().forEach(out::println);
        verdict.report().checks().stream()
                .filter(check -> check.result() == Report.Result.INDETERMINATE)
                .forEach(check -> out.println("NOT APPROVED: " + check.detail()));
        out.println(verdict.anchored() ? "VERIFIED" : "VERIFIED, trust not anchored");
    }
}
