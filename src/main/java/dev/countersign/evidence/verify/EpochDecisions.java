package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.evidence.verify.StoredRows.Row;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether epochs of the log were decided by two people whose enrolments lead to the founders, one epoch after the other. */
final class EpochDecisions {

    private static final int STATEMENT = 1;
    private static final int ORIGIN = 2;
    private static final int SIZE = 3;
    private static final int ROOT = 4;
    private static final int[] KEYS = {6, 8};

    private final Enrolments enrolments;
    private final @Nullable Set<String> founders;
    private final String name;
    private int number = 1;
    private long base;

    /** @param founders SHA-256 of the founders' public keys as a trust file names them; null if there is none */
    EpochDecisions(Enrolments enrolments, @Nullable Set<String> founders) {
        this.enrolments = enrolments;
        this.founders = founders;
        this.name = "countersign.dev/" + enrolments.home().installation() + "/";
    }

    /** Whether a row follows the one before it and is what two people decided. */
    boolean follows(Row row) {
        String before = name + number;
        long kept = base;
        int next = Integer.parseInt(Objects.requireNonNull(row.text(0)));
        boolean later = next > number;
        number = next;
        base = Long.parseLong(Objects.requireNonNull(row.text(SIZE)));
        return later && base >= kept && isStated(row, before) && isDecided(row);
    }

    private boolean isStated(Row row, String before) {
        Json said = Json.read(statement(row));
        String origin = name + row.text(0);
        return enrolments.home().isOf(said, "countersign/log-epoch/v1")
                && said.path("epoch").asText().equals(row.text(0))
                && said.path("baseOrigin").asText().equals(before)
                && origin.equals(row.text(ORIGIN))
                && origin.equals(said.path("origin").asText())
                && said.path("baseSize").asText().equals(row.text(SIZE))
                && said.path("baseRoot").asText().equals(row.text(ROOT));
    }

    private boolean isDecided(Row row) {
        byte[] statement = statement(row);
        Instant moment = Facts.time(Json.read(statement).path("proposedAt"));
        CertificateChecks certificates = new CertificateChecks(enrolments);
        Set<String> people = new HashSet<>();
        for (int key : KEYS) {
            String keyId = String.valueOf(row.text(key));
            Optional<String> signer = certificates.signer(keyId, moment, founders);
            byte[] certificate = enrolments.enrolment(keyId).orElseThrow().certificate();
            if (signer.isPresent()
                    && Certificate.parse(certificate)
                            .key()
                            .verifies(statement, Objects.requireNonNull(row.bytes(key + 1)))) {
                people.add(signer.get());
            }
        }
        return people.size() == 2;
    }

    private static byte[] statement(Row row) {
        return Objects.requireNonNull(row.bytes(STATEMENT));
    }
}
