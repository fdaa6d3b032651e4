package dev.countersign.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Whether a certificate counts (KEY-01): issued by this installation's authority, and enrolled by a statement that an officer
 * signed, whose own key was enrolled so, up to a founder. The authority's holder alone cannot make up a signer.
 */
@Component
public class SignerChain {

    private final WormStore worm;

    SignerChain(WormStore worm) {
        this.worm = worm;
    }

    /**
     * The key with which that person could sign at that moment.
     *
     * @throws Broken with the reason if none counted
     */
    public VerifyingKey keyOf(String userId, UUID keyId, Digest certificateSha256, Instant moment) {
        StoredEnrolment enrolled = worm.enrolmentOfCertificate(certificateSha256)
                .filter(found -> found.keyId().equals(keyId))
                .orElseThrow(
                        () -> new Broken("certificate " + certificateSha256 + " is not enrolled for key " + keyId));
        demandCertificate(enrolled, userId, moment);
        founderOf(enrolled);
        return Certificate.parse(enrolled.certificate()).key();
    }

    /**
     * The person who could sign with that key at that moment.
     *
     * @param founders the only ones at whom the officers may end
     * @throws Broken with the reason if nobody could
     */
    StoredEnrolment signer(UUID keyId, Instant moment, Set<UUID> founders) {
        StoredEnrolment enrolled =
                worm.enrolment(keyId).orElseThrow(() -> new Broken("key " + keyId + " is not enrolled"));
        demandCertificate(enrolled, enrolled.userId(), moment);
        StoredEnrolment founder = founderOf(enrolled);
        if (!founders.contains(founder.keyId())) {
            throw new Broken("the enrolments behind " + enrolled.userId() + " lead to " + founder.userId()
                    + ", who founded nothing here");
        }
        return enrolled;
    }

    /** A signature that does not hold; carries why. */
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String reason;

        public Broken(String reason) {
            super(reason);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }

    /** Follows the officers up to a founder. The two founders enrol each other: the only circle there may be. */
    private StoredEnrolment founderOf(StoredEnrolment signer) {
        Set<UUID> seen = new HashSet<>();
        StoredEnrolment current = signer;
        while (seen.add(current.keyId())) {
            StoredEnrolment officer = demandOfficer(current);
            if (isFounder(current)) {
                if (!isFounder(officer) || !demandOfficer(officer).keyId().equals(current.keyId())) {
                    throw new Broken("founder " + current.userId() + " was not enrolled by the other founder");
                }
                return current;
            }
            demandCertificate(officer, officer.userId(), enrolledAt(current));
            current = officer;
        }
        throw new Broken("the enrolments behind " + signer.userId() + " lead to no founder");
    }

    private StoredEnrolment demandOfficer(StoredEnrolment enrolled) {
        JsonNode named = statement(enrolled).path("proofing").path("officer");
        return worm.enrolment(enrolled.officerKeyId())
                .filter(officer ->
                        officer.keyId().toString().equals(named.path("keyId").textValue())
                                && officer.userId().equals(named.path("userId").textValue())
                                && !officer.userId().equals(enrolled.userId())
                                && Certificate.parse(officer.certificate())
                                        .key()
                                        .verifies(enrolled.statement(), enrolled.officerSignature()))
                .orElseThrow(
                        () -> new Broken("the enrolment of " + enrolled.userId() + " is not signed by its officer"));
    }

    private void demandCertificate(StoredEnrolment enrolled, String userId, Instant moment) {
        Certificate certificate = Certificate.parse(enrolled.certificate());
        JsonNode statement = statement(enrolled);
        JsonNode key = statement.path("key");
        if (!userId.equals(statement.path("person").path("userId").textValue())
                || !userId.equals(certificate.userId())
                || !certificate
                        .sha256()
                        .hex()
                        .equals(statement.path("certificateSha256").textValue())
                || !certificate
                        .key()
                        .fingerprint()
                        .hex()
                        .equals(key.path("spkiSha256").textValue())
                || !enrolled.keyId().toString().equals(key.path("keyId").textValue())) {
            throw new Broken("certificate and enrolment of " + userId + " do not belong together");
        }
        if (!Authorities.of(worm).issued(certificate, enrolledAt(enrolled)) || !certificate.isForContentCommitment()) {
            throw new Broken(
                    "the certificate of " + userId + " was not issued by this installation's authority of that time");
        }
        boolean ended = new EndOfCertificate(worm)
                .of(enrolled.keyId())
                .filter(end -> !end.isAfter(moment))
                .isPresent();
        if (ended || !certificate.isValidAt(moment) || enrolledAt(enrolled).isAfter(moment)) {
            throw new Broken("the certificate of " + userId + " did not count at " + moment);
        }
    }

    /** As the officer signed it; the column beside the statement is not asked. */
    private static Instant enrolledAt(StoredEnrolment enrolled) {
        return UtcTime.read(statement(enrolled).path("enrolledAt").asText());
    }

    private static boolean isFounder(StoredEnrolment enrolled) {
        return statement(enrolled).path("founder").asBoolean();
    }

    private static JsonNode statement(StoredEnrolment enrolled) {
        return CanonicalJson.parse(enrolled.statement());
    }
}
