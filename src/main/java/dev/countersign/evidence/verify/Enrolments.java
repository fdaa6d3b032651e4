package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import java.util.List;
import java.util.Optional;

/** Certificates and the statements they count by, as somebody holds them: the store, or a bundle. */
public interface Enrolments {

    /** Where all facts must come from. */
    Exhibit.Home home();

    /** Certificates of the authorities, the first one first. */
    List<byte[]> authorityCertificates();

    Optional<Exhibit.Enrolled> enrolment(String keyId);

    Optional<Exhibit.Enrolled> enrolmentOfCertificate(Digest certificateSha256);

    /** The {@code countersign/certificate-event/v1} that ended this key's certificate. */
    Optional<byte[]> certificateEnd(String keyId);

    /** What the log tells of the end of this key's certificate: one entry {@code key.ended}, or none. */
    List<Exhibit.Entry> endEntries(String keyId);
}
