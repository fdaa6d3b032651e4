package dev.countersign.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.EntryFormat.Sequence;
import dev.countersign.worm.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@Requirement("AUD-01")
class EntryFormatTest {

    private static final UUID ENTRY = UUID.fromString("0192f0c1-0000-7000-8000-000000000001");
    private static final UUID RECORD = UUID.fromString("0192f0c1-0000-7000-8000-000000000002");
    private final EntryFormat format = new EntryFormat(
            new Installation("demo", UUID.fromString("0192f0c1-0000-7000-8000-000000000003"), "demo"),
            "countersign/0.1.0");

    record Event(
            String subject,
            Map<String, Object> after,
            @Nullable String reason) implements AuditEvent {
        @Override
        public String type() {
            return "record.status-changed";
        }

        @Override
        public RecordReference record() {
            return new RecordReference(RECORD, 2, true);
        }

        @Override
        public Map<String, Object> before() {
            return Map.of("status", "draft");
        }
    }

    private byte[] write(Event event) {
        return format.write(
                ENTRY,
                Instant.parse("2026-11-21T10:00:00.123456Z"),
                Caller.person("reviewer", "s-1", "127.0.0.1"),
                event,
                new Sequence(2, Digest.of(new byte[0]).hex()));
    }

    /** Entries live for decades: these bytes must never change under this version string. */
    @Test
    void writesThePinnedBytes() throws IOException {
        byte[] bytes = write(new Event(
                "record:" + RECORD, Map.of("status", "in-review", "steps", List.of("review", 1)), "new tolerance"));
        try (InputStream sample = getClass().getResourceAsStream("/formats/audit-entry.json")) {
            assertThat(new String(bytes, UTF_8)).isEqualTo(new String(sample.readAllBytes(), UTF_8).strip());
        }
    }

    @Test
    void holdsWhatARefusedCallerSentEvenIfItIsNoText() {
        byte[] bytes = write(new Event("person:x\u0000\ud800", Map.of(), null));
        assertThat(CanonicalJson.parse(bytes).get("subject").textValue()).isEqualTo("person:x\ufffd\ufffd");
    }

    @Test
    void refusesAnEntryThatIsTooLong() {
        assertThatThrownBy(() -> write(new Event("x".repeat(70_000), Map.of(), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65535");
    }
}
