package dev.countersign.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.records.Intake.CheckedAttachment;
import dev.countersign.records.RecordEventFormat.Move;
import dev.countersign.records.RecordVersion.Author;
import dev.countersign.records.VersionManifest.Draft;
import dev.countersign.worm.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Versions and events live for decades: these bytes must never change under their version strings. */
@Requirement({"REC-01", "REC-02"})
class VersionManifestTest {

    private static final Installation HOME =
            new Installation("demo", UUID.fromString("0192f0c1-0000-7000-8000-000000000003"), "demo");
    private static final UUID RECORD = UUID.fromString("0192f0c1-0000-7000-8000-000000000002");
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.000120Z");

    private static byte[] manifest() {
        byte[] pdf = "%PDF-1.7".getBytes(UTF_8);
        Intake intake = new Intake(
                "sop",
                "Calibration of balances ± daily check",
                "{\"documentNumber\":\"SOP-12\"}".getBytes(UTF_8),
                List.of(new CheckedAttachment("Data sheet.pdf", "application/pdf", pdf, Digest.of(pdf))),
                "second check weight",
                "LIMS-4711");
        Draft draft = new Draft(intake, new Author("lims", "service-account", "lims"), "lims");
        return VersionManifest.write(HOME, RECORD, 2, draft, Digest.of(new byte[0]), TIME);
    }

    @Test
    void writesThePinnedManifest() throws IOException {
        assertThat(new String(manifest(), UTF_8)).isEqualTo(sample("version.json"));
    }

    @Test
    void readsWhatItWrote() {
        RecordVersion version = VersionManifest.read(manifest());
        assertThat(version.sha256()).isEqualTo(Digest.of(manifest()));
        assertThat(version.recordId()).isEqualTo(RECORD);
        assertThat(version.version()).isEqualTo(2);
        assertThat(version.businessKey()).isEqualTo("LIMS-4711");
        assertThat(version.createdAt()).isEqualTo(TIME);
        assertThat(version.author().isPerson()).isFalse();
        assertThat(version.attachments()).hasSize(1);
    }

    @Test
    void writesThePinnedEvent() throws IOException {
        Move move = new Move(VersionManifest.read(manifest()), RecordStatus.DRAFT, RecordStatus.WITHDRAWN, "obsolete");
        byte[] event = RecordEventFormat.write(
                HOME,
                UUID.fromString("0192f0c1-0000-7000-8000-000000000001"),
                move,
                Caller.person("author", "s-1", "127.0.0.1"),
                TIME);
        assertThat(new String(event, UTF_8)).isEqualTo(sample("record-event.json"));
    }

    private static String sample(String name) throws IOException {
        try (InputStream sample = VersionManifestTest.class.getResourceAsStream("/formats/" + name)) {
            return new String(sample.readAllBytes(), UTF_8).strip();
        }
    }
}
