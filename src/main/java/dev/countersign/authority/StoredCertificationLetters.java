package dev.countersign.authority;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.AuditEvent.Significance;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.malware.MalwareScans;
import dev.countersign.malware.MalwareScans.Verdict.Found;
import dev.countersign.malware.MalwareScans.Verdict.Unknown;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link CertificationLetters} in {@code app.certification_letter}; the files are blobs of the write-once store. */
@Component
class StoredCertificationLetters implements CertificationLetters {

    private static final int LARGEST_FILE = 20 * 1024 * 1024;
    private static final int LONGEST_TEXT = 400;
    private static final int LONGEST_REASON = 1000;
    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    private final CertificationLetterMapper letters;
    private final Authority authority;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final MalwareScans scans;
    private final TransactionTemplate transaction;

    StoredCertificationLetters(
            CertificationLetterMapper letters,
            Authority authority,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            MalwareScans scans,
            PlatformTransactionManager transactions) {
        this.letters = letters;
        this.authority = authority;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.scans = scans;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public List<Letter> all(Caller caller) {
        authority.require(caller, Permission.READ_AUDIT_TRAIL);
        return letters.all(organisation());
    }

    @Override
    public UUID record(Caller manager, Sent sent, String reason) {
        authority.require(manager, Permission.CERTIFY_ORGANISATION);
        demandReason(reason);
        demandFit(sent);
        demandClean(sent);
        return Objects.requireNonNull(transaction.execute(status -> store(manager, sent, reason)));
    }

    private UUID store(Caller manager, Sent sent, String reason) {
        UUID letterId = identifiers.next();
        Digest letter = store.putBlob(sent.letter());
        Digest proof = store.putBlob(sent.proof());
        letters.insert(
                organisation(),
                letterId,
                sent.legalName(),
                sent.signatory(),
                letter.hex(),
                sent.submittedOn(),
                sent.channel(),
                proof.hex(),
                manager.actorId());
        ledger.append(
                manager,
                new LetterRecorded(
                        letterId,
                        "recorded",
                        Significance.HIGH,
                        Map.of(
                                "legalName", sent.legalName(),
                                "signatory", sent.signatory(),
                                "submittedOn", sent.submittedOn().toString(),
                                "channel", sent.channel(),
                                "letterSha256", letter.hex(),
                                "proofSha256", proof.hex()),
                        reason));
        return letterId;
    }

    @Override
    @Transactional
    public void confirm(Caller manager, UUID letterId, String reason) {
        authority.require(manager, Permission.CERTIFY_ORGANISATION);
        demandReason(reason);
        if (find(letterId).recordedBy().equals(manager.actorId())) {
            throw new RefusedException(AuthorityRefusal.LETTER_SECOND_PERSON.of(manager.actorId()));
        }
        if (letters.confirm(organisation(), letterId, manager.actorId()) != 1) {
            throw notFound(letterId);
        }
        ledger.append(manager, new LetterRecorded(letterId, "confirmed", Significance.HIGH, Map.of(), reason));
    }

    @Override
    @Transactional
    public byte[] file(Caller caller, UUID letterId, boolean proof) {
        authority.require(caller, Permission.READ_AUDIT_TRAIL);
        Letter letter = find(letterId);
        Digest sha256 = Digest.parse(proof ? letter.proofSha256() : letter.letterSha256());
        ledger.append(
                caller,
                new LetterRecorded(letterId, "read", Significance.NORMAL, Map.of("sha256", sha256.hex()), null));
        return store.blob(sha256).orElseThrow(() -> notFound(letterId));
    }

    private static void demandReason(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new RefusedException(AuthorityRefusal.LETTER_REASON.of());
        }
    }

    private static void demandFit(Sent sent) {
        if (Stream.of(sent.legalName(), sent.signatory(), sent.channel())
                .anyMatch(text -> text.isBlank() || text.length() > LONGEST_TEXT)) {
            throw refused("legal name, signatory and channel are needed, each of at most 400 characters");
        }
        if (sent.letter().length > LARGEST_FILE || sent.proof().length > LARGEST_FILE) {
            throw refused("a file has at most 20 MB; scan it with a lower resolution");
        }
        if (!begins(sent.letter(), PDF)) {
            throw refused("the signed letter is a PDF");
        }
        if (!begins(sent.proof(), PDF) && !begins(sent.proof(), PNG) && !begins(sent.proof(), JPEG)) {
            throw refused("the proof that it was sent is a PDF, PNG or JPEG");
        }
    }

    // A scanner takes its time: no transaction waits for it.
    private void demandClean(Sent sent) {
        List<String> names = List.of("the signed letter", "the proof that it was sent");
        MalwareScans.Verdict verdict = scans.scan(List.of(sent.letter(), sent.proof()));
        if (verdict instanceof Found found) {
            throw new RefusedException(AuthorityRefusal.LETTER_MALWARE.of(names.get(found.file()), found.signature()));
        }
        if (verdict instanceof Unknown unknown) {
            throw new RefusedException(
                    AuthorityRefusal.LETTER_NOT_SCANNED.of(names.get(unknown.file()), unknown.why()));
        }
    }

    private static boolean begins(byte[] file, byte[] mark) {
        return file.length > mark.length && Arrays.equals(file, 0, mark.length, mark, 0, mark.length);
    }

    private Letter find(UUID letterId) {
        return letters.all(organisation()).stream()
                .filter(letter -> letter.letterId().equals(letterId))
                .findFirst()
                .orElseThrow(() -> notFound(letterId));
    }

    private static RefusedException notFound(UUID letterId) {
        return new RefusedException(AuthorityRefusal.LETTER_NOT_FOUND.of(letterId));
    }

    private static RefusedException refused(String why) {
        return new RefusedException(AuthorityRefusal.LETTER_REFUSED.of(why));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
