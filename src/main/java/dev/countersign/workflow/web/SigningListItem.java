package dev.countersign.workflow.web;

import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Refusal;
import dev.countersign.signing.SigningList;
import dev.countersign.signing.SigningList.Item;
import dev.countersign.signing.SigningList.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list that is signed with one proof, as programs see it.
 *
 * @param listSha256 what the proof is bound to
 * @param reading {@code opened} if each record must have been opened in this session, {@code summary} if its line here suffices
 * @param state {@code shown}, {@code signing}, {@code ended}
 * @param signed how many records are signed
 */
record SigningListItem(
        UUID listId,
        String listSha256,
        String meaning,
        String reading,
        String state,
        String expiresAt,
        int size,
        int signed,
        int refused,
        int notReached,
        List<RecordItem> records) {

    /**
     * @param outcome {@code listed}, {@code signed}, {@code refused}, {@code not-reached}
     * @param rule number of the rule that refused it
     * @param detail what was refused, and what to do
     */
    record RecordItem(
            int position,
            String taskId,
            UUID recordId,
            int version,
            String recordSha256,
            String title,
            String sentence,
            String presentationSha256,
            boolean opened,
            String outcome,
            @Nullable UUID signatureId,
            @Nullable String rule,
            @Nullable String code,
            @Nullable String detail) {

        static RecordItem of(Item item) {
            Refusal refusal = item.refusal();
            return new RecordItem(
                    item.position(),
                    item.taskId(),
                    item.recordId(),
                    item.version(),
                    item.versionSha256().hex(),
                    item.title(),
                    item.sentence(),
                    item.presentationSha256().hex(),
                    item.seen(),
                    SigningListItem.code(item.outcome()),
                    item.signatureId(),
                    refusal == null ? null : refusal.number(),
                    refusal == null ? null : refusal.code(),
                    refusal == null ? null : refusal.detail());
        }
    }

    static SigningListItem of(SigningList list) {
        return new SigningListItem(
                list.listId(),
                list.sha256().hex(),
                list.meaning(),
                list.opened() ? "opened" : "summary",
                code(list.state()),
                UtcTime.write(list.expiresAt()),
                list.items().size(),
                (int) list.count(Outcome.SIGNED),
                (int) list.count(Outcome.REFUSED),
                (int) list.count(Outcome.NOT_REACHED),
                list.items().stream().map(RecordItem::of).toList());
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
