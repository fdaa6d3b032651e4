package dev.countersign.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.identity.EnrolmentFormat.Officer;
import dev.countersign.identity.EnrolmentFormat.Subject;
import dev.countersign.identity.Enrolments.Proofing;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Enrolments are verified for decades: these bytes must never change under their version strings. */
@Requirement("KEY-01")
class EnrolmentFormatTest {

    private static final Installation HOME = new Installation("demo", id(3), "demo");
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.000120Z");
    private static final VerifyingKey KEY = VerifyingKey.ofRaw(
            HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));

    @Test
    void writesThePinnedEnrolment() throws IOException {
        Person person =
                new Person("reviewer", "Zoë Reviewer", "QA Analyst", ZoneId.of("UTC"), Person.State.ACTIVE, null);
        byte[] statement = EnrolmentFormat.statement(
                HOME,
                id(1),
                new Subject(person, id(4), KEY, Digest.of(new byte[0])),
                new Officer("approver", id(5)),
                new Proofing("passport", LocalDate.of(2026, 11, 2), "in person"),
                false,
                TIME);

        assertThat(new String(statement, UTF_8)).isEqualTo(sample("enrolment.json"));
    }

    @Test
    void writesThePinnedEndOfACertificate() throws IOException {
        byte[] event = EnrolmentFormat.certificateEnded(
                HOME, id(2), id(4), "reviewer", Caller.person("itadmin", "s-1", null), "device lost", TIME);

        assertThat(new String(event, UTF_8)).isEqualTo(sample("certificate-event.json"));
    }

    private static UUID id(int number) {
        return UUID.fromString("0192f0c1-0000-7000-8000-00000000000" + number);
    }

    private static String sample(String name) throws IOException {
        try (InputStream sample = EnrolmentFormatTest.class.getResourceAsStream("/formats/" + name)) {
            return new String(sample.readAllBytes(), UTF_8).strip();
        }
    }
}
