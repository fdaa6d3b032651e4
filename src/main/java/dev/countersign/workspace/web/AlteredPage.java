package dev.countersign.workspace.web;

import dev.countersign.identity.ShownTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordAltered;
import dev.countersign.records.RecordAlteredException;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.RecordAccess;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * What people are shown instead of a record whose stored bytes are not those that were hashed (WRM-03): that it was altered, what is known
 * of it and what to do, and nothing of what the altered bytes say. That it was found is on record, as it is for programs.
 */
@Component
class AlteredPage {

    private static final Logger LOG = LoggerFactory.getLogger(AlteredPage.class);

    private final RecordAccess access;
    private final Records records;
    private final RecordPageModel page;
    private final Ledger ledger;

    AlteredPage(RecordAccess access, Records records, RecordPageModel page, Ledger ledger) {
        this.access = access;
        this.records = records;
        this.page = page;
        this.ledger = ledger;
    }

    /**
     * A version in the list of all, as far as its own bytes are what was hashed.
     *
     * @param author null, like {@code createdAt} and {@code sha256}, where nothing of it can be believed
     */
    record Known(
            int version,
            String status,
            boolean altered,
            @Nullable String author,
            @Nullable ShownTime createdAt,
            @Nullable String sha256) {}

    /**
     * @param asked for version; null for the newest
     * @param verification what verification says of the version whose number it is given
     * @return the view
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code record-not-found}
     * @throws RecordAlteredException if it cannot be known without what was altered whether the caller may read the record
     */
    String show(
            Model model,
            Caller caller,
            UUID id,
            @Nullable Integer asked,
            RecordAlteredException finding,
            IntFunction<Object> verification,
            ZoneId zone) {
        demandReader(caller, id, asked == null ? 1 : asked, finding);
        List<Known> versions = versions(id, finding, zone);
        int shown = asked == null ? versions.get(0).version() : asked;
        // first: that it was found is an entry itself, which waits to be sealed
        Object report = verification.apply(shown);
        putOnRecord(finding);
        model.addAttribute("recordId", id);
        model.addAttribute("shown", shown);
        model.addAttribute("title", title(id, shown).orElse(null));
        model.addAttribute("finding", finding);
        model.addAttribute("report", report);
        model.addAttribute("versions", versions);
        model.addAttribute("trail", page.trail(caller, id, zone));
        return "records/altered";
    }

    /** Who may not see it has still found it. */
    private void demandReader(Caller caller, UUID id, int number, RecordAlteredException finding) {
        try {
            access.requireVersion(caller, id, number);
        } catch (RefusedException e) {
            putOnRecord(finding);
            throw e;
        }
    }

    private void putOnRecord(RecordAlteredException finding) {
        LOG.error("integrity failure: {}", finding.getMessage());
        ledger.appendAlone(Caller.system("web"), new RecordAltered(finding));
    }

    /** Newest first. */
    private List<Known> versions(UUID id, RecordAlteredException finding, ZoneId zone) {
        List<Known> versions = new ArrayList<>();
        Optional<RecordStatus> status = records.status(id, 1);
        for (int number = 1; status.isPresent(); number++) {
            versions.add(known(id, number, status.get().code(), finding.version() == number, zone));
            status = records.status(id, number + 1);
        }
        Collections.reverse(versions);
        return List.copyOf(versions);
    }

    private Known known(UUID id, int number, String status, boolean altered, ZoneId zone) {
        return believed(id, number)
                .map(version -> new Known(
                        number,
                        status,
                        altered,
                        PlainText.visible(version.author().printedName()),
                        ShownTime.of(version.createdAt(), zone),
                        version.sha256().hex()))
                .orElseGet(() -> new Known(number, status, true, null, null, null));
    }

    /** The manifest is what was hashed, where it can be read at all: then its title is the title. */
    private Optional<String> title(UUID id, int number) {
        return believed(id, number).map(version -> PlainText.visible(version.title()));
    }

    private Optional<RecordVersion> believed(UUID id, int number) {
        try {
            return records.version(id, number);
        } catch (RecordAlteredException e) {
            LOG.debug("version {} of record {} is not described", number, id, e);
            return Optional.empty();
        }
    }
}
