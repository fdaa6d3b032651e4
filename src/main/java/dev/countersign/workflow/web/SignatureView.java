package dev.countersign.workflow.web;

import dev.countersign.records.PlainText;
import dev.countersign.signing.Signature;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signature as it is manifested (11.50): printed name, title, meaning, the signer's local time and UTC.
 *
 * @param fault why it does not verify; null if it does
 */
record SignatureView(
        String signatureId,
        int version,
        String printedName,
        String title,
        String sentence,
        boolean approves,
        @Nullable String reason,
        String localTime,
        String utcTime,
        @Nullable String fault) {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss zzz", Locale.ENGLISH);
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss 'UTC'", Locale.ENGLISH);

    static SignatureView of(Signature signature, Optional<String> fault) {
        return new SignatureView(
                signature.signatureId().toString(),
                signature.version(),
                signature.printedName(),
                signature.title(),
                signature.sentence(),
                signature.approve(),
                reason(signature.reason()),
                local(signature.signedAt(), signature.zone()),
                UTC.format(signature.signedAt().atOffset(ZoneOffset.UTC)),
                fault.orElse(null));
    }

    private static @Nullable String reason(@Nullable String reason) {
        return reason == null ? null : PlainText.visible(reason);
    }

    static String local(Instant moment, String zone) {
        return LOCAL.format(moment.atZone(ZoneId.of(zone)));
    }
}
