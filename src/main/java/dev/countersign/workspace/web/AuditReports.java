package dev.countersign.workspace.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.evidence.Seals;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.AuditTrail;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Log;
import dev.countersign.ledger.Log.Checkpoint;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Makes sealed reports of what answers a question to the audit trail: whole, or not at all (AUD-04, 11.10(b), (e)). */
@Component
class AuditReports {

    /** A few hundred pages: more is for programs to read. */
    static final int MOST = 2_000;

    /** Of what is printed; each is in memory several times over. */
    private static final long MOST_BYTES = 4L << 20;

    private static final int PART = 500;

    private final AuditTrail trail;
    private final Log log;
    private final Ledger ledger;
    private final Authority authority;
    private final AuditLines lines;
    private final AuditTexts texts;
    private final People people;
    private final WormStore store;
    private final Seals seals;
    private final int most;
    private final long mostBytes;

    @Autowired
    AuditReports(
            AuditTrail trail,
            Log log,
            Ledger ledger,
            Authority authority,
            AuditLines lines,
            AuditTexts texts,
            People people,
            WormStore store,
            Seals seals) {
        this(trail, log, ledger, authority, lines, texts, people, store, seals, MOST, MOST_BYTES);
    }

    private AuditReports(
            AuditTrail trail,
            Log log,
            Ledger ledger,
            Authority authority,
            AuditLines lines,
            AuditTexts texts,
            People people,
            WormStore store,
            Seals seals,
            int most,
            long mostBytes) {
        this.trail = trail;
        this.log = log;
        this.ledger = ledger;
        this.authority = authority;
        this.lines = lines;
        this.texts = texts;
        this.people = people;
        this.store = store;
        this.seals = seals;
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** The same with other limits. */
    AuditReports limitedTo(int entries, long bytes) {
        return new AuditReports(trail, log, ledger, authority, lines, texts, people, store, seals, entries, bytes);
    }

    /**
     * A sealed PDF; that it leaves is on record when this returns.
     *
     * @throws RefusedException {@code report-too-long}, {@code search-too-long}, {@code not-sealed}, {@code reach-changed}
     */
    byte[] of(Caller caller, AuditAsked asked, ZoneId zone) {
        Instant sealed = trail.newestSealed().orElse(Instant.EPOCH);
        List<Entry> found = found(asked.question().until(sealed.plus(1, ChronoUnit.MICROS)));
        // read behind the entries: it covers each of them that has a place
        Checkpoint head = log.newest();
        List<Entry> inLog = found.stream().filter(entry -> isIn(head, entry)).toList();
        Installation installation = store.installation();
        ReportedTrail report = new ReportedTrail(
                asked,
                head,
                lines.of(inLog, zone),
                found.size() - inLog.size(),
                sealed,
                store.now(),
                zone,
                name(caller),
                installation.organisation(),
                "demo".equals(installation.environment()));
        byte[] pdf = new PrintedReport(report, texts).print(seals);
        if (!authority
                .reach(caller, Permission.EXPORT_AUDIT_TRAIL)
                .equals(asked.question().reach())) {
            throw WorkspaceRefusal.reachChanged();
        }
        ledger.appendAlone(caller, new AuditExported("pdf", asked.typed().fields(), most));
        return pdf;
    }

    private List<Entry> found(Question question) {
        List<Entry> found = new ArrayList<>();
        long bytes = 0;
        List<Entry> part = trail.newest(question, null, Math.min(PART, most + 1));
        while (!part.isEmpty()) {
            found.addAll(part);
            bytes += part.stream().mapToLong(entry -> entry.bytes().length).sum();
            if (found.size() > most || bytes > mostBytes) {
                throw tooLong(found.size() > most ? "more than " + most + " entries" : words(bytes) + " of entries");
            }
            part = trail.newest(
                    question, found.get(found.size() - 1).entryId(), Math.min(PART, most + 1 - found.size()));
        }
        return found;
    }

    private RefusedException tooLong(String what) {
        return WorkspaceRefusal.tooLong(what, most, words(mostBytes));
    }

    private static String words(long bytes) {
        return (bytes >> 10) + " KiB";
    }

    private static boolean isIn(Checkpoint head, Entry entry) {
        Long index = entry.index();
        return index != null && index < head.size();
    }

    private String name(Caller caller) {
        return people.find(caller.actorId())
                .map(Person::printedName)
                .map(name -> name + " (" + caller.actorId() + ")")
                .orElse(caller.actorId());
    }
}
