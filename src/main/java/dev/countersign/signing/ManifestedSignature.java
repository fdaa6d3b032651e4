package dev.countersign.signing;

import dev.countersign.crypto.ReadableTime;
import dev.countersign.records.PlainText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signature as it is manifested (11.50): printed name, title, meaning, the signer's local time and UTC.
 *
 * @param language of the sentence, as it was signed
 * @param fault why it does not verify; null if it does
 */
public record ManifestedSignature(
        String signatureId,
        int version,
        String planStep,
        String printedName,
        String title,
        String sentence,
        String language,
        boolean approves,
        @Nullable String reason,
        String localTime,
        String utcTime,
        @Nullable String fault) {

    private static final String CLOCK = "HH:mm:ss";

    /** @param reader language of whoever reads it: that of times, never of the sentence */
    public static ManifestedSignature of(Signature signature, Optional<String> fault, Locale reader) {
        return new ManifestedSignature(
                signature.signatureId().toString(),
                signature.version(),
                signature.planStep(),
                signature.printedName(),
                signature.title(),
                signature.sentence(),
                signature.language(),
                signature.approve(),
                reason(signature.reason()),
                ReadableTime.in(ZoneId.of(signature.zone()), signature.signedAt(), CLOCK + " zzz", reader),
                ReadableTime.inUtc(signature.signedAt(), CLOCK, reader),
                fault.orElse(null));
    }

    private static @Nullable String reason(@Nullable String reason) {
        return reason == null ? null : PlainText.visible(reason);
    }

    /** A moment as the signer's clock showed it, with the zone; in English, as on copies. */
    public static String local(Instant moment, String zone) {
        return ReadableTime.in(ZoneId.of(zone), moment, CLOCK + " zzz", Locale.ENGLISH);
    }

    /** The same moment for everybody. */
    public static String utc(Instant moment) {
        return ReadableTime.inUtc(moment, CLOCK, Locale.ENGLISH);
    }
}
