package dev.countersign.signing;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordVersion.Author;
import dev.countersign.records.Records;
import dev.countersign.records.Records.Listed;
import dev.countersign.worm.RecordScope;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may read which record (11.10(d)): people with the permission, as far as their role reaches; a service account what it
 * started. */
@Component
public class RecordAccess {

    private final Authority authority;
    private final Records records;

    RecordAccess(Authority authority, Records records) {
        this.authority = authority;
        this.records = records;
    }

    /**
     * All versions of a record the caller may read, oldest first.
     *
     * @throws RefusedException {@code not-authorized}, {@code record-not-found}
     */
    public List<RecordVersion> versions(Caller caller, UUID recordId) {
        List<RecordVersion> versions = records.versions(recordId);
        requireReader(caller, recordId, versions.isEmpty() ? null : versions.get(0));
        if (versions.isEmpty()) {
            throw notFound("There is no record " + recordId + ".");
        }
        requireStarter(caller, versions.get(0));
        return versions;
    }

    /** As {@link #versions}, one of them. */
    public RecordVersion version(Caller caller, UUID recordId, int number) {
        RecordVersion first = records.version(recordId, 1).orElse(null);
        requireReader(caller, recordId, first);
        if (first == null) {
            throw notFound("There is no record " + recordId + ".");
        }
        requireStarter(caller, first);
        return records.version(recordId, number)
                .orElseThrow(() -> notFound("Record " + recordId + " has no version " + number + "."));
    }

    /**
     * That the caller may read this version, for who has it verified or takes it away with what verification says of it: it need not be
     * unaltered.
     *
     * @throws RefusedException {@code not-authorized}, {@code record-not-found}
     */
    public void requireVersion(Caller caller, UUID recordId, int number) {
        // what the first version says is asked of those alone who may not read every record
        if (!caller.isPerson() || !authority.may(caller.actorId(), Permission.READ_RECORDS)) {
            RecordVersion first = records.version(recordId, 1).orElse(null);
            requireReader(caller, recordId, first);
            if (first == null) {
                throw notFound("There is no record " + recordId + ".");
            }
            requireStarter(caller, first);
        }
        if (records.status(recordId, number).isEmpty()) {
            throw notFound("Record " + recordId + " has no version " + number + ".");
        }
    }

    /** Which records a list is restricted to. */
    public Listed listedFor(Caller caller) {
        return caller.kind() == Caller.Kind.SERVICE_ACCOUNT
                ? new Listed(caller.actorId(), RecordScope.ALL)
                : new Listed(null, authority.reach(caller, Permission.READ_RECORDS));
    }

    public static RefusedException notFound(String detail) {
        return new RefusedException(new Refusal("SIG-101", "record-not-found", Kind.NOT_FOUND, detail));
    }

    /**
     * Demands that a person may read this record; nothing of a program.
     *
     * @throws RefusedException {@code not-authorized}, whether or not there is such a record; {@code record-not-found} to whoever reads others alone
     */
    public void demandReader(Caller caller, UUID recordId) {
        requireReader(caller, recordId, records.version(recordId, 1).orElse(null));
    }

    /**
     * Records about processes are read by more than other records: by those who write them. To whoever reads some records alone there are no
     * others.
     */
    private void requireReader(Caller caller, UUID recordId, @Nullable RecordVersion first) {
        boolean model = first != null && ProcessModels.isAboutProcesses(first.type());
        if (caller.kind() == Caller.Kind.SERVICE_ACCOUNT
                || (model && caller.isPerson() && authority.may(caller.actorId(), Permission.READ_MODELS))
                || (first != null && isOwnDeclaration(caller, first))) {
            return;
        }
        RecordScope reach = authority.reach(caller, Permission.READ_RECORDS);
        if (!reach.isAll() && (first == null || !reach.covers(first.type(), recordId))) {
            throw notFound("There is no record " + recordId + ".");
        }
    }

    /**
     * Which records a person may read, judged once for a list of them; none for a program.
     *
     * @return true for a version of such a record
     */
    public Predicate<RecordVersion> readableBy(Caller caller) {
        if (!caller.isPerson()) {
            return version -> false;
        }
        boolean models = authority.may(caller.actorId(), Permission.READ_MODELS);
        Optional<RecordScope> reach = authority.reach(caller.actorId(), Permission.READ_RECORDS);
        return version -> (models && ProcessModels.isAboutProcesses(version.type()))
                || isOwnDeclaration(caller, version)
                || reach.filter(scope -> scope.covers(version.type(), version.recordId()))
                        .isPresent();
    }

    /** What somebody declared of themselves they read, whatever else they may. */
    private static boolean isOwnDeclaration(Caller caller, RecordVersion version) {
        return caller.isPerson()
                && Declarations.isOne(version.type())
                && version.author().isPerson()
                && version.author().id().equals(caller.actorId());
    }

    private static void requireStarter(Caller caller, RecordVersion first) {
        Author starter = first.author();
        if (caller.kind() == Caller.Kind.SERVICE_ACCOUNT
                && (starter.isPerson() || !starter.id().equals(caller.actorId()))) {
            throw new RefusedException(new Refusal(
                    "SIG-102",
                    "not-authorized",
                    Kind.FORBIDDEN,
                    "Service account %s may read the records it started; record %s is not one of them."
                            .formatted(caller.actorId(), first.recordId())));
        }
    }
}
