package dev.countersign.evidence;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Enrolments;
import dev.countersign.evidence.verify.Exhibit.Enrolled;
import dev.countersign.evidence.verify.Exhibit.Entry;
import dev.countersign.evidence.verify.Exhibit.Home;
import dev.countersign.worm.StoreQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Certificates and their enrolments as a {@link ScannedStore} holds them. */
final class ScannedEnrolments implements Enrolments {

    private final ScannedStore store;
    private final Home home;

    ScannedEnrolments(ScannedStore store) {
        this.store = store;
        this.home = store.home();
    }

    @Override
    public Home home() {
        return home;
    }

    @Override
    public List<byte[]> authorityCertificates() {
        return store.authorities();
    }

    @Override
    public Optional<Enrolled> enrolment(String keyId) {
        return store.enrolled(StoreQuery.ENROLMENT, UUID.fromString(keyId));
    }

    @Override
    public Optional<Enrolled> enrolmentOfCertificate(Digest certificateSha256) {
        return store.enrolled(StoreQuery.ENROLMENT_OF_CERTIFICATE, certificateSha256.hex());
    }

    @Override
    public Optional<byte[]> certificateEnd(String keyId) {
        return store.all(StoreQuery.CERTIFICATE_END, row -> ScannedStore.bytes(row, 0), UUID.fromString(keyId)).stream()
                .findFirst();
    }

    @Override
    public List<Entry> endEntries(String keyId) {
        return store.endEntries(keyId);
    }
}
