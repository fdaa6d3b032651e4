package dev.countersign.evidence;

import static dev.countersign.signing.TestCeremonies.caller;

import dev.countersign.TestPeople;
import dev.countersign.accounts.Accounts;
import dev.countersign.authority.Role;
import dev.countersign.identity.Revocations;
import dev.countersign.ledger.Attestations;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Log;
import dev.countersign.ledger.TrustFile;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.signing.TestCeremonies.Team;
import dev.countersign.worm.WormStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bundles of the running application. */
@Component
public class TestExports {

    private final TestCeremonies ceremonies;
    private final Signatures signatures;
    private final Exports exports;
    private final TrustFile trust;
    private final WormStore worm;
    private final Ledger ledger;
    private final Log log;
    private final Evidence evidence;
    private final Revocations revocations;
    private final Attestations attestations;
    private final CopyPrinting printing;
    private final TestPeople people;
    private final Accounts accounts;
    private byte @Nullable [] effective;
    private byte @Nullable [] other;

    TestExports(
            TestCeremonies ceremonies,
            Signatures signatures,
            Exports exports,
            TrustFile trust,
            WormStore worm,
            Ledger ledger,
            Log log,
            Evidence evidence,
            Revocations revocations,
            Attestations attestations,
            CopyPrinting printing,
            TestPeople people,
            Accounts accounts) {
        this.ceremonies = ceremonies;
        this.signatures = signatures;
        this.exports = exports;
        this.trust = trust;
        this.worm = worm;
        this.ledger = ledger;
        this.log = log;
        this.evidence = evidence;
        this.revocations = revocations;
        this.attestations = attestations;
        this.printing = printing;
        this.people = people;
        this.accounts = accounts;
    }

    /** The bundle of a revised, released version with an attachment, made once. */
    public synchronized byte[] effective() {
        if (effective == null) {
            effective = bundle(released(), 2);
        }
        return effective.clone();
    }

    /** The bundle of another record, by another author, signed by the same reviewer and approver. */
    public synchronized byte[] other() {
        if (other == null) {
            String author = people.signer(Role.QA_ANALYST);
            RecordVersion version = ceremonies.inReview(caller(author));
            ceremonies.approve(author, version, "authorship");
            ceremonies.approve(ceremonies.team().reviewer(), version, "review");
            ceremonies.approve(ceremonies.team().approver(), version, "approval");
            other = bundle(version, 1);
        }
        return other.clone();
    }

    /** Of a version whose author signed it and left afterwards. */
    public byte[] ofSomebodyWhoLeft() {
        return bundle(bySomebodyWhoLeft(), 1);
    }

    /** A version whose author signed it and left afterwards. */
    RecordVersion bySomebodyWhoLeft() {
        String leaver = people.signer(Role.QA_ANALYST);
        RecordVersion version = ceremonies.inReview(caller(leaver));
        ceremonies.approve(leaver, version, "authorship");
        accounts.leave(caller(people.somebody(Role.IT_ADMINISTRATOR)), leaver, "has left the plant");
        return version;
    }

    /** A record whose second version, with a PDF and a name that needs escapes, is effective. */
    public RecordVersion released() {
        Team team = ceremonies.team();
        String number = "VP-" + UUID.randomUUID();
        RecordVersion first = ceremonies.inReview(caller(team.author()), TestRecords.testSuite(number));
        ceremonies.approve(team.author(), first, "authorship");
        ceremonies.sign(
                team.reviewer(),
                ceremonies.task(first, "review", team.reviewer()),
                TestCeremonies.rejection(first, "Step 1 lacks the \"tolerance\"; Prüfung nötig \\ 重做 \uD83D\uDE00"));
        RecordVersion second = ceremonies.revised(
                caller(team.author()),
                first,
                TestRecords.testSuite(number)
                        .because("tolerance added\n2nd line")
                        .with("certificate ä 分析.pdf", "application/pdf", TestRecords.pdf()));
        ceremonies.approve(team.author(), second, "authorship");
        ceremonies.approve(team.reviewer(), second, "review");
        ceremonies.approve(team.approver(), second, "approval");
        ceremonies.in(() -> {
            signatures.release(caller(team.approver()), second.recordId(), 2);
            return true;
        });
        return second;
    }

    public byte[] bundle(RecordVersion version, int number) {
        return bundle(exports, version, number);
    }

    /** As an application with other witnesses exports it. */
    byte[] bundle(RecordVersion version, int number, Attestations attestations) {
        return bundle(
                new StoredExports(worm, ledger, log, attestations, evidence, revocations, printing), version, number);
    }

    /** Of a store that something happens to meanwhile. */
    byte[] bundle(RecordVersion version, int number, WormStore meanwhile) {
        return bundle(
                new StoredExports(meanwhile, ledger, log, attestations, evidence, revocations, printing),
                version,
                number);
    }

    private static byte[] bundle(Exports exports, RecordVersion version, int number) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try {
            exports.bundle(version.recordId(), number).writeTo(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stream.toByteArray();
    }

    /** The trust file of this installation. */
    public byte[] trust() {
        return trust.bytes();
    }
}
