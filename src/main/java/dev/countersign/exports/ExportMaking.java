package dev.countersign.exports;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.evidence.DocumentSeals;
import dev.countersign.evidence.Exports;
import dev.countersign.evidence.Handover;
import dev.countersign.evidence.Verified;
import dev.countersign.exports.ExportFailure.FailedException;
import dev.countersign.exports.ExportLine.EnclosedFile;
import dev.countersign.exports.Reconciliation.Reconciled;
import dev.countersign.ledger.Log.Checkpoint;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordAlteredException;
import dev.countersign.records.Records;
import dev.countersign.records.Records.Listed;
import dev.countersign.records.Records.Summary;
import dev.countersign.signing.RecordAccess;
import dev.countersign.worm.WormStore;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes one export: finds, verifies, tells, prints and writes, record by record, outside any transaction. The person's right to read is asked anew
 * before each record. What cannot be enclosed is named, and what does not verify is enclosed and named.
 */
@Component
class ExportMaking {

    private static final Logger LOG = LoggerFactory.getLogger(ExportMaking.class);

    /** Never makes a file: its folder does, so that nobody else may read it. */
    private static final OpenOption[] OVER_IT = {StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING};

    /** So often it is waited for a free place to search or to print. */
    private static final int PATIENCE = 60;

    /** Others wait for this export to end. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    /** So often again search and log are compared when they do not agree. */
    private static final int COMPARED_AGAIN = 2;

    private final Records records;
    private final RecordAccess access;
    private final Authority authority;
    private final Exports exports;
    private final Handover handover;
    private final DocumentSeals seals;
    private final Reconciliation reconciliation;
    private final WormStore store;
    private final ExportFolder folder;
    private final ExportSettings settings;
    private final ExportTexts texts;

    ExportMaking(
            Records records,
            RecordAccess access,
            Authority authority,
            Exports exports,
            Handover handover,
            DocumentSeals seals,
            Reconciliation reconciliation,
            WormStore store,
            ExportFolder folder,
            ExportSettings settings,
            ExportTexts texts) {
        this.records = records;
        this.access = access;
        this.authority = authority;
        this.exports = exports;
        this.handover = handover;
        this.seals = seals;
        this.reconciliation = reconciliation;
        this.store = store;
        this.folder = folder;
        this.settings = settings;
        this.texts = texts;
    }

    /** What the work on an export asks, again and again, whether it shall go on. Both throw where it shall not. */
    interface Hold {

        void at(int done, int total);

        /** Lets a moment pass, and asks the same after it. */
        void pause();
    }

    /**
     * A result that nobody has yet.
     *
     * @param part where it lies
     * @param length bytes
     * @param sha256 hexadecimal
     * @param logSize entries below the head of the log that it names
     */
    record Made(Path part, int matched, int enclosed, int altered, long length, String sha256, long logSize) {}

    /**
     * What was found, and how it compares.
     *
     * @param moment just before the search
     */
    private record Taken(Instant moment, List<Summary> found, Checkpoint head, Reconciled reconciled) {}

    /** @throws FailedException if there is no result, and why */
    Made make(ExportJob job, UUID worker, Hold hold) throws IOException {
        demandRights(job);
        Taken taken = taken(job, hold);
        List<Summary> found = taken.found();
        Path part = folder.begin(job.exportId(), worker);
        Completeness statement;
        try (ExportZip zip =
                new ExportZip(part, taken.moment(), settings.longest().toBytes())) {
            List<ExportLine> lines = new ArrayList<>();
            for (Summary one : found) {
                hold.at(lines.size(), found.size());
                demandRights(job);
                lines.add(new OfOne(job, one, zip, folder.one(job.exportId(), worker), hold).line());
            }
            hold.at(found.size(), found.size());
            EnclosedFile index = zip.add("index.csv", texts.index(lines));
            statement = new Completeness(
                    store.installation(), job, taken.moment(), taken.head(), lines, taken.reconciled(), index);
            add(zip, statement);
        }
        Made made = new Made(
                part,
                found.size(),
                statement.enclosed(),
                statement.altered(),
                Files.size(part),
                ExportZip.digest(part).hex(),
                taken.head().size());
        hold.at(found.size(), found.size());
        return made;
    }

    /**
     * Moment, search and log are read one after the other, so that what happens between them looks like a difference. One that is none goes away
     * when all are read again.
     */
    private Taken taken(ExportJob job, Hold hold) throws IOException {
        Taken taken = takenOnce(job, hold);
        for (int again = 0;
                again < COMPARED_AGAIN
                        && taken.reconciled().done()
                        && !taken.reconciled().agrees();
                again++) {
            hold.pause();
            taken = takenOnce(job, hold);
        }
        return taken;
    }

    private Taken takenOnce(ExportJob job, Hold hold) throws IOException {
        Instant moment = store.now();
        List<Summary> found = found(job, hold);
        hold.at(0, found.size());
        Checkpoint head = reconciliation.covering(found);
        Reconciled reconciled = reconciliation.of(
                job, moment, head, found.stream().map(Summary::recordId).collect(Collectors.toSet()));
        return new Taken(moment, found, head, reconciled);
    }

    private List<Summary> found(ExportJob job, Hold hold) throws IOException {
        List<Summary> found = search(job, hold);
        if (found.size() > settings.mostRecords()) {
            throw new FailedException(ExportFailure.TOO_MANY_RECORDS);
        }
        return found;
    }

    /** Nobody waits for an answer here: where others search at the moment, it is asked again. */
    private List<Summary> search(ExportJob job, Hold hold) throws IOException {
        try {
            return patiently(hold, () -> records.searchAmong(
                            new Listed(null, job.scope()),
                            job.type(),
                            KeptExports.status(job.status()),
                            job.words(),
                            0,
                            settings.mostRecords() + 1)
                    .items());
        } catch (RefusedException e) {
            LOG.info("Export {} has no result: {}", job.exportId(), e.refusal().detail());
            throw new FailedException(
                    e.refusal().kind() == Kind.UNAVAILABLE ? ExportFailure.SEARCH_BUSY : ExportFailure.SEARCH_TOO_LONG);
        }
    }

    /** What may find no free place. */
    private interface Work<T> {

        T done() throws IOException;
    }

    /** Does what finds no free place again, after a pause each time. */
    private <T> T patiently(Hold hold, Work<T> work) throws IOException {
        Instant end = store.now().plus(LONGEST_WAIT);
        for (int again = 0; ; again++) {
            try {
                return work.done();
            } catch (RefusedException e) {
                if (e.refusal().kind() != Kind.UNAVAILABLE
                        || again == PATIENCE
                        || store.now().isAfter(end)) {
                    throw e;
                }
                hold.pause();
            }
        }
    }

    private void add(ExportZip zip, Completeness statement) throws IOException {
        byte[] json = statement.json(texts.limits());
        zip.add("completeness.json", json);
        zip.add("completeness.json.p7s", seals.over(new ByteArrayInputStream(json)));
        zip.add("seal.pem", seals.certificatePem().getBytes(StandardCharsets.US_ASCII));
        zip.add("completeness.txt", texts.statement(statement));
    }

    private void demandRights(ExportJob job) {
        if (authority
                .reach(job.userId(), Permission.READ_RECORDS)
                .filter(job::isWithin)
                .isEmpty()) {
            throw new FailedException(ExportFailure.RIGHTS_ENDED);
        }
    }

    /** One record on its way into the file. */
    private final class OfOne {

        private final ExportJob job;
        private final Summary one;
        private final ExportZip zip;
        private final Path file;
        private final Hold hold;
        private final List<EnclosedFile> files = new ArrayList<>();
        private @Nullable String verification;
        private @Nullable String why;

        OfOne(ExportJob job, Summary one, ExportZip zip, Path file, Hold hold) {
            this.job = job;
            this.one = one;
            this.zip = zip;
            this.file = file;
            this.hold = hold;
        }

        ExportLine line() throws IOException {
            if (isReadable()) {
                for (ExportPart part : ExportPart.values()) {
                    if (job.parts().contains(part)) {
                        enclose(part);
                    }
                }
            }
            Files.deleteIfExists(file);
            return new ExportLine(one, verification, List.copyOf(files), why);
        }

        private boolean isReadable() {
            try {
                access.requireVersion(job.caller(), one.recordId(), one.version());
                return true;
            } catch (RefusedException e) {
                why = ExportLine.OUT_OF_REACH;
            } catch (RecordAlteredException e) {
                why = ExportLine.ALTERED;
            }
            return false;
        }

        private void enclose(ExportPart part) throws IOException {
            try {
                Verified verified =
                        handover.tell(job.caller(), one.recordId(), one.version(), part.form(), job.exportId());
                verification = verified.outcome();
                fetch(part);
            } catch (RefusedException e) {
                why = ExportLine.weightier(why, e.refusal().code());
            } catch (RecordAlteredException e) {
                why = ExportLine.ALTERED;
            } catch (FailedException | ExportWork.EndedException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("EXP-902 record-not-exported: {} of record {}", part.code(), one.recordId(), e);
                why = ExportLine.weightier(
                        why, ExportLine.INVALID.equals(verification) ? ExportLine.ALTERED : ExportLine.FAILED);
            }
        }

        private void fetch(ExportPart part) throws IOException {
            patiently(hold, () -> {
                write(part);
                return part;
            });
            files.add(zip.add("records/" + one.recordId() + "-v" + one.version() + "/" + part.file(), file));
        }

        private void write(ExportPart part) throws IOException {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, OVER_IT))) {
                if (part == ExportPart.COPY) {
                    out.write(exports.copy(one.recordId(), one.version()));
                } else {
                    exports.bundle(one.recordId(), one.version()).writeTo(out);
                }
            }
        }
    }
}
