package dev.countersign.evidence.verify;

import dev.countersign.crypto.TimestampAuthorities;
import dev.countersign.crypto.TimestampRefusedException;
import dev.countersign.crypto.TimestampToken;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What others than the log say of a bundle's checkpoint: cosignatures of witnesses, and timestamps (AUD-02, KEY-04). */
final class AttestationChecks {

    static final String WITNESSES = "witnesses";
    static final String AUTHORITIES = "timestamp authorities";

    private final Archive archive;
    private final LogChecks log;

    AttestationChecks(Archive archive, LogChecks log) {
        this.archive = archive;
        this.log = log;
    }

    void run(Findings findings, Anchors anchors) {
        boolean cosigned = findings.expect(
                "cosignatures",
                "each line of audit/checkpoint behind the log's own is a cosignature over it and over its time, by the key in"
                        + " the same place in audit/witness-keys; there is no other key",
                this::isCosigned);
        boolean stamped = findings.expect(
                "timestamps",
                "each token in audit/timestamps/ is over the log's note and the tokens before it, not older than those, and signed"
                        + " by the certificate it names",
                this::isStamped);
        if (cosigned && !keys().isEmpty()) {
            witnesses(findings, anchors);
        }
        if (stamped && archive.has(EvidenceLayout.timestamp(1))) {
            authorities(findings, anchors);
        }
    }

    /**
     * Verifier keys, one a line.
     *
     * @throws IllegalArgumentException if the file has lines that are not ended, or not in their order
     */
    List<String> keys() {
        if (!archive.has(EvidenceLayout.WITNESS_KEYS)) {
            return List.of();
        }
        String text = new String(archive.bytes(EvidenceLayout.WITNESS_KEYS), StandardCharsets.ISO_8859_1);
        List<String> lines = List.of(text.split("\n", -1));
        for (int i = 1; i < lines.size() - 1; i++) {
            demand(lines.get(i - 1).compareTo(lines.get(i)) < 0, "audit/witness-keys is not in its order");
        }
        demand(lines.size() > 1 && text.endsWith("\n"), "the last line of audit/witness-keys is not complete");
        return lines.subList(0, lines.size() - 1);
    }

    private boolean isCosigned() {
        AttestedNote note = note();
        Checkpoint.parse(note.own(), log.key());
        List<String> keys = keys();
        demand(keys.size() == note.cosignatures().size(), "there are not as many cosignatures as keys of witnesses");
        for (int i = 0; i < keys.size(); i++) {
            Checkpoint.Key key = Checkpoint.Key.ofWitness(keys.get(i));
            demand(note.cosignatures().get(i).isBy(key, note.body()), key.name() + " did not sign this");
        }
        return true;
    }

    private boolean isStamped() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(note().own());
        Instant before = Instant.MIN;
        int number = 0;
        for (TimestampToken token : tokens()) {
            String name = EvidenceLayout.timestamp(++number);
            demand(token.covers(message.toByteArray()), name + " is over something else");
            demand(!token.time().isBefore(before), name + " is older than the one before it");
            try {
                token.signerSha256();
            } catch (TimestampRefusedException e) {
                throw new Findings.Broken(name + ": " + e.why());
            }
            before = token.time();
            message.writeBytes(token.der());
        }
        return true;
    }

    /** A key that nobody outside knows says nothing: it is named, and counts for nothing. */
    private void witnesses(Findings findings, Anchors anchors) {
        Set<String> known = anchors.witnessKeys();
        List<String> anchored = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<Cosignature> cosignatures = note().cosignatures();
        List<String> keys = keys();
        for (int i = 0; i < keys.size(); i++) {
            Cosignature one = cosignatures.get(i);
            (known.contains(keys.get(i)) ? anchored : unknown).add(one.name() + " at " + one.moment());
        }
        if (!anchored.isEmpty()) {
            findings.expect(WITNESSES, "cosigned by witnesses of the trust file: " + joined(anchored), () -> true);
        }
        if (!unknown.isEmpty()) {
            findings.undecided(
                    WITNESSES, "cosigned by keys that no trust file names, so not anchored: " + joined(unknown));
        }
    }

    private void authorities(Findings findings, Anchors anchors) {
        TimestampAuthorities trusted = anchors.authorities();
        if (trusted == null) {
            String times = joined(
                    tokens().stream().map(token -> token.time().toString()).toList());
            findings.undecided(
                    AUTHORITIES,
                    "timestamps of " + times
                            + ", by whom is not anchored: name the certificates of authorities that count"
                            + " (--timestamp-authorities)");
            return;
        }
        try {
            String told = judged(trusted);
            findings.expect(AUTHORITIES, told, () -> true);
        } catch (TimestampRefusedException e) {
            findings.failed(AUTHORITIES, "each token is by a trusted authority (" + e.why() + ")");
        } catch (Findings.Broken e) {
            findings.failed(AUTHORITIES, String.valueOf(e.getMessage()));
        }
    }

    private String judged(TimestampAuthorities trusted) throws TimestampRefusedException {
        List<String> told = new ArrayList<>();
        Instant end = Instant.MAX;
        for (TimestampToken token : tokens()) {
            demand(!token.time().isAfter(end), "a token was made after the one before it ended, " + end);
            end = trusted.judge(token);
            told.add(token.time().toString());
        }
        return "timestamps by trusted authorities, of " + joined(told) + "; the last proves something until " + end;
    }

    private List<TimestampToken> tokens() {
        List<TimestampToken> tokens = new ArrayList<>();
        for (int number = 1; archive.has(EvidenceLayout.timestamp(number)); number++) {
            String name = EvidenceLayout.timestamp(number);
            try {
                tokens.add(TimestampToken.parse(archive.bytes(name)));
            } catch (TimestampRefusedException e) {
                throw new Findings.Broken(name + ": " + e.why());
            }
        }
        return tokens;
    }

    private AttestedNote note() {
        return AttestedNote.parse(archive.bytes(EvidenceLayout.CHECKPOINT));
    }

    private static String joined(List<String> some) {
        return String.join(", ", some);
    }

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new Findings.Broken(otherwise);
        }
    }
}
