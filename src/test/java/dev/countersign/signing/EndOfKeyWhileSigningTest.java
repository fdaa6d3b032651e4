package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.identity.Enrolments;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.worm.WormStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Somebody's certificate ends at the very moment at which they sign: one comes after the other, in time too (KEY-05, T20). */
@CountersignTest
@Requirement({"KEY-05", "SIG-06"})
class EndOfKeyWhileSigningTest {

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private Signatures signatures;

    @Autowired
    private Enrolments enrolments;

    @Autowired
    private WormStore store;

    @Autowired
    private DatabaseRoles roles;

    private String person;
    private UUID keyId;
    private RecordVersion version;
    private Ceremony ceremony;
    private Instant waited;

    @BeforeEach
    void somebodyIsAboutToSign(@Autowired TestPeople people) {
        person = people.signer(Role.QA_ANALYST);
        keyId = enrolments.keyOf(person).orElseThrow().keyId();
        version = ceremonies.inReview(TestCeremonies.caller(person));
        ceremony = signatures.intend(
                TestCeremonies.caller(person),
                ceremonies.task(version, "authorship", person),
                TestCeremonies.approval(version));
    }

    @Test
    void anEndWaitsForTheSignatureThatIsBeingWrittenAndIsLater() {
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            CompletableFuture<Void> ending = ceremonies.in(() -> {
                ceremonies.complete(ceremony, proof);
                CompletableFuture<Void> end = CompletableFuture.runAsync(this::leave);
                awaitSomebodyWhoWaits(end);
                waited = store.now();
                return end;
            });
            ending.join();
        }
        assertThat(store.certificateEnd(keyId).orElseThrow().createdAt())
                .as("the clock is read when nobody signs any more")
                .isAfter(waited)
                .isAfter(store.signatures(version.recordId()).get(0).signedAt());
    }

    @Test
    void aSignatureWaitsForTheEndThatIsBeingWrittenAndIsRefused() {
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            CompletableFuture<Signature> signing = ceremonies.in(() -> {
                leave();
                CompletableFuture<Signature> signature =
                        CompletableFuture.supplyAsync(() -> ceremonies.complete(ceremony, proof));
                awaitSomebodyWhoWaits(signature);
                return signature;
            });
            assertThatThrownBy(signing::join)
                    .hasCauseInstanceOf(RefusedException.class)
                    .hasMessageContainingAll("SIG-028", person, keyId.toString());
        }
        assertThat(store.signatures(version.recordId())).isEmpty();
        assertThat(store.certificateEnd(keyId)).isPresent();
    }

    private void leave() {
        enrolments.end(Caller.system("tests"), person, "leaves at this moment");
    }

    private void awaitSomebodyWhoWaits(CompletableFuture<?> work) {
        Awaitility.await().until(() -> {
            assertThat(work).as("it waits for the other").isNotDone();
            try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                    Statement statement = superuser.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory'"
                                    + " AND NOT granted AND (classid::bigint << 32 | objid::bigint) = hashtextextended('worm.key/"
                                    + keyId + "', 0))")) {
                row.next();
                return row.getBoolean(1);
            }
        });
    }
}
