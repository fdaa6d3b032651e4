package dev.countersign.records;

import dev.countersign.crypto.Digest;
import java.nio.charset.StandardCharsets;

/** The one place that says when two intakes are the same. */
final class IntakeDigest {

    private IntakeDigest() {}

    static Digest of(Intake intake) {
        StringBuilder text = new StringBuilder("countersign/intake/v1\n");
        part(text, intake.type());
        part(text, intake.title());
        part(text, Digest.of(intake.content()).hex());
        part(text, intake.reason() == null ? "" : intake.reason());
        for (Intake.CheckedAttachment attachment : intake.attachments()) {
            part(text, attachment.name());
            part(text, attachment.mediaType());
            part(text, attachment.sha256().hex());
        }
        return Digest.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void part(StringBuilder text, String value) {
        text.append(value.length()).append(':').append(value).append('\n');
    }
}
