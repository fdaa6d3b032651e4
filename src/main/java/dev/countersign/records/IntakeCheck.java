package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.records.Intake.CheckedAttachment;
import dev.countersign.records.Records.RecordType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns what was handed in into an {@link Intake}, or refuses it with every pointer. Touches no database, and waits for the malware scanner
 * last.
 */
@Component
final class IntakeCheck {

    private static final int MAX_TITLE = 500;
    private static final int MAX_REASON = 2000;
    private static final int MAX_BUSINESS_KEY = 255;
    private final RecordTypes types;
    private final RecordsSettings settings;
    private final AttachmentCheck attachments;
    private final AttachmentScan scan;
    private final List<TypeRule> rules;

    IntakeCheck(
            RecordTypes types,
            RecordsSettings settings,
            AttachmentCheck attachments,
            AttachmentScan scan,
            List<TypeRule> rules) {
        this.rules = rules;
        this.types = types;
        this.settings = settings;
        this.attachments = attachments;
        this.scan = scan;
    }

    /** @param scanned attachments that this call has scanned already */
    Intake check(NewVersion version, List<CheckedAttachment> scanned) {
        RecordType type =
                types.find(version.type()).orElseThrow(() -> RecordsRefusal.unknownType(version.type(), types.codes()));
        checkMembers(version);
        byte[] content = canonical(version.content());
        if (content.length > settings.maxContent().toBytes()) {
            throw RecordsRefusal.TOO_LARGE.at(
                    "/content",
                    "The content has %d bytes; at most %d are accepted."
                            .formatted(content.length, settings.maxContent().toBytes()));
        }
        checkShows(version.content());
        List<InputError> errors = new ArrayList<>(types.violations(type, version.content()));
        if (errors.isEmpty()) {
            rules.stream()
                    .filter(rule -> rule.recordType().equals(type.code()))
                    .forEach(rule -> errors.addAll(rule.violations(version)));
        }
        if (!errors.isEmpty()) {
            throw RecordsRefusal.SCHEMA_VIOLATION.because(
                    "The content does not follow the schema of record type %s: %d error(s), the first at %s. %s"
                            .formatted(
                                    type.code(),
                                    errors.size(),
                                    errors.get(0).pointer(),
                                    errors.get(0).detail()),
                    errors);
        }
        List<CheckedAttachment> checked = attachments.check(version.attachments(), content.length);
        scan.demandClean(checked, scanned);
        return new Intake(
                type.code(), version.title(), content, checked, blankToNull(version.reason()), version.businessKey());
    }

    private static void checkMembers(NewVersion version) {
        if (!PlainText.isLine(version.title(), MAX_TITLE)) {
            throw RecordsRefusal.INVALID_MEMBER.at(
                    "/title",
                    "A title has 1 to %d characters on one line, without control characters.".formatted(MAX_TITLE));
        }
        String reason = blankToNull(version.reason());
        if (reason != null && !PlainText.isText(reason, MAX_REASON)) {
            throw RecordsRefusal.INVALID_MEMBER.at(
                    "/reason", "A reason has at most %d characters, without control characters.".formatted(MAX_REASON));
        }
        String businessKey = version.businessKey();
        if (businessKey != null && !PlainText.isLine(businessKey, MAX_BUSINESS_KEY)) {
            throw RecordsRefusal.INVALID_MEMBER.at(
                    "/businessKey",
                    "A business key has 1 to %d characters on one line, without control characters."
                            .formatted(MAX_BUSINESS_KEY));
        }
    }

    private static void checkShows(JsonNode content) {
        List<InputError> errors = HiddenText.in(content, "/content");
        if (!errors.isEmpty()) {
            throw RecordsRefusal.INVALID_MEMBER.because(
                    "The content does not show as it is in %d place(s), the first at %s. %s"
                            .formatted(
                                    errors.size(),
                                    errors.get(0).pointer(),
                                    errors.get(0).detail()),
                    errors);
        }
    }

    private static byte[] canonical(JsonNode content) {
        try {
            return CanonicalJson.write(content);
        } catch (JsonRefusedException e) {
            throw RecordsRefusal.INVALID_JSON.at("/content" + e.pointer(), String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
