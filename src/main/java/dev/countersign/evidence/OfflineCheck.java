package dev.countersign.evidence;

import dev.countersign.crypto.TimestampAuthorities;
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

    private static final long LONGEST = 1_000_000;

    private OfflineCheck() {}

    /**
     * Checks a bundle and tells the outcome.
     *
     * @param trust the trust file; null if there is none
     * @param authorities certificates (PEM) of those whose timestamps count; null leaves that to the trust file
     * @return whether everything holds
     * @throws IOException if one of the files cannot be read
     * @throws IllegalArgumentException if authorities are named and the file holds no certificates
     */
    public static boolean run(Path bundle, @Nullable Path trust, @Nullable Path authorities, PrintWriter out)
            throws IOException {
        byte[] certificates = authorities == null ? null : bytes(authorities);
        if (certificates != null) {
            TimestampAuthorities.ofPem(certificates);
        }
        Verdict verdict = verdict(bundle, trust == null ? null : bytes(trust), certificates);
        for (Report.Check check : verdict.report().checks()) {
            switch (check.result()) {
                case PASSED ->
                    out.println("ok      " + check.name() + (isOfOthers(check) ? ": " + check.detail() : ""));
                case INDETERMINATE -> out.println("open    " + check.name() + ": " + check.detail());
                case FAILED -> out.println("FAILED  " + check.name() + ": " + check.detail());
            }
        }
        verdict.report()
                .certificates()
                .forEach((signatureId, state) ->
                        out.println("state   signature " + signatureId + ": certificate " + state.words()));
        conclude(verdict, out);
        return verdict.holds();
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is too long to be a trust file or certificates");
        }
        return Files.readAllBytes(file);
    }

    /** Who else spoke of the checkpoint, and when, is worth reading also where it holds. */
    private static boolean isOfOthers(Report.Check check) {
        return check.name().equals("witnesses") || check.name().equals("timestamp authorities");
    }

    private static Verdict verdict(Path bundle, byte @Nullable [] trust, byte @Nullable [] authorities)
            throws IOException {
        try (FileChannel file = FileChannel.open(bundle, StandardOpenOption.READ)) {
            if (file.size() > Integer.MAX_VALUE) {
                return BundleVerifier.tooLong(trust != null);
            }
            ByteBuffer zip = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            return BundleVerifier.verify(zip, trust, authorities);
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
                .forEach(check ->
                        out.println((isOfOthers(check) ? "NOT ANCHORED: " : "NOT APPROVED: ") + check.detail()));
        out.println(verdict.anchored() ? "VERIFIED" : "VERIFIED, trust not anchored");
    }
}
