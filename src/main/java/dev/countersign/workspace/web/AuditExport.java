package dev.countersign.workspace.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.AuditTrail;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Places;
import dev.countersign.ledger.Places.Work;
import dev.countersign.ledger.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Hands out what answers a question, newest first, part by part: what is read is held no longer than it takes to write it, and no transaction is
 * open meanwhile. Of entries that are not sealed yet none is among it: one that becomes visible late would be missed where the reading has passed.
 */
@Component
class AuditExport {

    /** Of more, the newest; what is older is another export, up to the oldest of this one. */
    static final int MOST = 100_000;

    private static final int PART = 500;

    private static final int AT_ONCE = 2;

    private final Places places = new Places(AT_ONCE, WorkspaceRefusal::busy);
    private final AuditTrail trail;
    private final Ledger ledger;
    private final Authority authority;
    private final int most;
    private final int atOnce;

    @Autowired
    AuditExport(AuditTrail trail, Ledger ledger, Authority authority) {
        this(trail, ledger, authority, MOST, PART);
    }

    /** @param atOnce how many are read and held at a time */
    AuditExport(AuditTrail trail, Ledger ledger, Authority authority, int most, int atOnce) {
        this.trail = trail;
        this.ledger = ledger;
        this.authority = authority;
        this.most = most;
        this.atOnce = atOnce;
    }

    /** How entries are written; each of them once, then how many there were. */
    interface Form {

        void write(List<Entry> entries) throws IOException;

        /** @param upTo the time of the newest entry that could be among them */
        void end(int written, Ending ending, Instant upTo) throws IOException;
    }

    /** Why there are no more in a file. */
    enum Ending {
        ALL,
        MOST,
        STOPPED
    }

    /** What makes a form of a stream, when it is certain that something is written. */
    interface Opening {

        Form on(OutputStream out) throws IOException;
    }

    /**
     * Does it in one of the few places for exports, from its first reading to its last byte.
     *
     * @throws RefusedException {@code busy} if there is no free one
     */
    <T, E extends Exception> T inPlace(Work<T, E> work) throws E {
        return places.in(work);
    }

    /** Reads the first part and then tells that it leaves: the entry of an export is not in it. */
    Begun begin(Caller caller, String form, AuditAsked asked) {
        Instant sealed = trail.newestSealed().orElse(Instant.EPOCH);
        Question question = asked.question().until(sealed.plus(1, ChronoUnit.MICROS));
        List<Entry> first = trail.newest(question, null, Math.min(atOnce, most));
        ledger.appendAlone(caller, new AuditExported(form, asked.typed().fields(), most));
        return new Begun(caller, question, sealed, first);
    }

    /** An export that is on record, of which nothing was written yet. */
    final class Begun {

        private final Caller caller;
        private final Question question;
        private final Instant sealed;
        private final List<Entry> first;

        private Begun(Caller caller, Question question, Instant sealed, List<Entry> first) {
            this.caller = caller;
            this.sealed = sealed;
            this.question = question;
            this.first = first;
        }

        void writeTo(OutputStream out, Opening opening) throws IOException {
            Form form = opening.on(out);
            int written = 0;
            List<Entry> part = first;
            Ending ending = Ending.ALL;
            while (!part.isEmpty() && ending == Ending.ALL) {
                form.write(part);
                written += part.size();
                out.flush();
                Optional<List<Entry>> next = behind(part.get(part.size() - 1).entryId(), written);
                if (next.isEmpty()) {
                    ending = Ending.STOPPED;
                } else {
                    part = next.get();
                    ending = written >= most && !part.isEmpty() ? Ending.MOST : Ending.ALL;
                }
            }
            form.end(written, ending, sealed);
            out.flush();
        }

        /** The next part; empty where it must not be read any more, or cannot. After the last that may be written, whether there is one more. */
        private Optional<List<Entry>> behind(UUID last, int written) {
            if (!authority
                    .reach(caller.actorId(), Permission.EXPORT_AUDIT_TRAIL)
                    .equals(Optional.of(question.reach()))) {
                return Optional.empty();
            }
            try {
                return Optional.of(trail.newest(question, last, Math.max(1, Math.min(atOnce, most - written))));
            } catch (RefusedException tooLong) {
                // what was promised has begun to leave: its last line says that it is not all
                return Optional.empty();
            }
        }
    }
}
