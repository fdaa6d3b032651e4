package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.AuditTrail;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which text of the policy held when is told by the trail, and the text itself is kept. */
@CountersignTest
@Requirement({"CPY-05", "TRN-02"})
class PolicyInForceTest {

    @Autowired
    private Policies policies;

    @Autowired
    private AuditTrail trail;

    @Autowired
    private Ledger ledger;

    @Autowired
    private WormStore store;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void isToldAtTheStartWithItsTextKept() {
        SignaturePolicy current = policies.current();
        JsonNode told = told().get(0);
        assertThat(told.path("sha256").asText()).isEqualTo(current.sha256().hex());
        assertThat(told.path("version").asText()).isEqualTo(current.version());
        assertThat(policies.of(current.version(), current.sha256())).contains(current);
        assertThat(policies.of("1", Digest.of("never held".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void isToldOnceHoweverManyNodesStart() {
        int before = told().size();
        assertThat(before).isPositive();
        byte[] earlier = "Earlier\n\n# Heading\n\nWhat held before.".getBytes(StandardCharsets.UTF_8);
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            Digest sha256 = store.putBlob(earlier);
            ledger.append(
                    Caller.system("tests"),
                    IdentityEvent.high(
                            StoredPolicies.IN_FORCE,
                            "policy:electronic-signatures",
                            Map.of("policy", "electronic-signatures", "version", "0", "sha256", sha256.hex())));
        });
        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(policies::publish))
                        .limit(4)
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(policies.of("0", Digest.of(earlier)))
                .hasValueSatisfying(text -> assertThat(text.title()).isEqualTo("Earlier"));
        List<JsonNode> after = told();
        assertThat(after).hasSize(before + 2);
        assertThat(after.get(0).path("sha256").asText())
                .isEqualTo(policies.current().sha256().hex());
        assertThat(after.get(1).path("version").asText()).isEqualTo("0");
    }

    /** Newest first. */
    private List<JsonNode> told() {
        Question question = new Question(null, null, null, null, Set.of(StoredPolicies.IN_FORCE), false);
        return trail.newest(question, null, 100).stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()).path("new"))
                .toList();
    }
}
