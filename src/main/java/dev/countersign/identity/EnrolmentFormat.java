package dev.countersign.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.identity.Enrolments.Proofing;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.Installation;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Writes {@code countersign/enrolment/v1} and {@code countersign/certificate-event/v1} (docs/formats.md). */
final class EnrolmentFormat {

    private EnrolmentFormat() {}

    record Officer(String userId, UUID keyId) {}

    record Subject(Person person, UUID keyId, VerifyingKey key, Digest certificateSha256) {}

    static byte[] statement(
            Installation installation,
            UUID enrolmentId,
            Subject subject,
            Officer officer,
            Proofing proofing,
            boolean founder,
            Instant enrolledAt) {
        ObjectNode statement = head("countersign/enrolment/v1", installation);
        statement.put("enrolmentId", enrolmentId.toString());
        statement
                .putObject("person")
                .put("userId", subject.person().userId())
                .put("printedName", subject.person().printedName())
                .put("title", subject.person().title());
        statement
                .putObject("key")
                .put("keyId", subject.keyId().toString())
                .put("algorithm", "Ed25519")
                .put(
                        "publicKey",
                        Base64.getEncoder().encodeToString(subject.key().raw()))
                .put("spkiSha256", subject.key().fingerprint().hex());
        statement.put("certificateSha256", subject.certificateSha256().hex());
        ObjectNode proofed = statement.putObject("proofing");
        proofed.putObject("officer")
                .put("userId", officer.userId())
                .put("keyId", officer.keyId().toString());
        proofed.put("documentType", proofing.documentType())
                .put("checkedOn", proofing.checkedOn().toString())
                .put("method", proofing.method());
        statement.put("founder", founder).put("enrolledAt", UtcTime.write(enrolledAt));
        return CanonicalJson.write(statement);
    }

    static byte[] certificateEnded(
            Installation installation,
            UUID eventId,
            UUID keyId,
            String userId,
            Caller actor,
            String reason,
            Instant createdAt) {
        ObjectNode event = head("countersign/certificate-event/v1", installation);
        event.put("eventId", eventId.toString())
                .put("keyId", keyId.toString())
                .put("userId", userId)
                .put("event", "ended");
        event.putObject("actor")
                .put("id", actor.actorId())
                .put("kind", actor.kind().code());
        event.put("reason", reason).put("createdAt", UtcTime.write(createdAt));
        return CanonicalJson.write(event);
    }

    private static ObjectNode head(String format, Installation installation) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", format)
                .put("organisation", installation.organisation())
                .put("installation", installation.installationId().toString())
                .put("environment", installation.environment());
    }
}
