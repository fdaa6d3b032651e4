package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.OpensslAuthority;
import dev.countersign.ledger.LogVerifier.Signed;
import dev.countersign.witness.Timestamps;
import dev.countersign.witness.Witnesses;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The log as somebody outside sees it, checked with nothing but what was fetched. */
@CountersignTest
@Requirement("AUD-02")
class LogOverHttpTest {

    private static final int TILE = 256;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Log log;

    @LocalServerPort
    private int port;

    @Autowired
    private WormStore worm;

    private final String type = "test." + UUID.randomUUID();
    private TestCaller anybody;
    private TestCaller auditor;
    private String key;

    @BeforeEach
    void moreThanATileIsSealed() {
        anybody = TestCaller.nobody(port);
        auditor = TestCaller.person(port, "auditor");
        while (entries().isEmpty() || log.newest().size() < TILE + 10) {
            for (int i = 0; i < 20; i++) {
                ledger.appendAlone(Caller.system("tests"), new TestEvent(type, "entry:" + i));
            }
            log.covering(entries().stream().map(Ledger.Entry::entryId).toList());
        }
        key = text(anybody.get("/log/key"));
    }

    @Test
    void anEntryWithItsProofHoldsAgainstTheSignedCheckpoint() {
        JsonNode entry = auditor.get("/api/audit/entries?type=" + type).json().at("/items/3");
        JsonNode proof = auditor.get("/api/audit/entries/" + entry.get("index") + "/proof")
                .json();
        byte[] bytes = Base64.getDecoder().decode(proof.get("entry").asText());
        Signed signed = LogVerifier.open(key, proof.get("checkpoint").asText().getBytes(StandardCharsets.UTF_8));
        assertThat(proof.get("entry")).isEqualTo(entry.get("entry"));
        assertThat(proof.get("leafHash").asText())
                .isEqualTo(HexFormat.of().formatHex(LogVerifier.leafHash(bytes)))
                .isEqualTo(entry.get("leafHash").asText());
        assertThat(proof.get("size").asLong()).isEqualTo(signed.size());
        List<byte[]> path = new ArrayList<>();
        proof.get("proof").forEach(hash -> path.add(HexFormat.of().parseHex(hash.asText())));
        long index = proof.get("index").asLong();
        assertThat(LogVerifier.isIncluded(LogVerifier.leafHash(bytes), index, signed.size(), path, signed.root()))
                .isTrue();
        assertThat(LogVerifier.isIncluded(LogVerifier.leafHash(bytes), index - 1, signed.size(), path, signed.root()))
                .isFalse();
    }

    @Test
    void aProofIsGivenForEverySizeThatWasSealedAndRefusedForAnyOther() {
        long index = entries().get(0).index();
        long newest = log.newest().size();
        assertThat(log.at(newest)).isPresent();
        JsonNode proof = auditor.get("/api/audit/entries/" + index + "/proof?size=" + newest)
                .json();
        assertThat(proof.get("size").asLong()).isEqualTo(newest);
        Answer beyond = auditor.get("/api/audit/entries/" + index + "/proof?size=" + (newest + 1_000_000));
        assertThat(beyond.status()).isEqualTo(404);
        assertThat(beyond.code()).isEqualTo("no-such-checkpoint");
        Answer notYet = auditor.get("/api/audit/entries/" + newest + "/proof?size=" + newest);
        assertThat(notYet.status()).isEqualTo(404);
        assertThat(notYet.code()).isEqualTo("no-such-entry");
        assertThat(auditor.get("/api/audit/entries/-1/proof?size=" + newest).code())
                .isEqualTo("no-such-entry");
        assertThat(auditor.get("/api/audit/entries/0/proof?size=0").code()).isEqualTo("no-such-checkpoint");
    }

    @Test
    void checkpointsFetchedOneAfterTheOtherAreConsistent() {
        Signed older = LogVerifier.open(key, anybody.get("/log/checkpoint").bytes());
        ledger.appendAlone(Caller.system("tests"), new TestEvent(type, "one more"));
        log.covering(entries().stream().map(Ledger.Entry::entryId).toList());
        Signed newer = LogVerifier.open(key, anybody.get("/log/checkpoint").bytes());
        assertThat(newer.size()).isGreaterThan(older.size());
        assertThat(newer.origin()).isEqualTo(older.origin());
        List<byte[]> proof = MerkleTreeTest.bytes(log.consistency(older.size(), newer.size()));
        assertThat(LogVerifier.isConsistent(older.size(), older.root(), newer.size(), newer.root(), proof))
                .isTrue();
    }

    @Test
    void theTilesGiveTheRootOfTheCheckpointAndTheEntriesTheirLeaves() {
        Signed signed = LogVerifier.open(key, anybody.get("/log/checkpoint").bytes());
        List<byte[]> hashes = new ArrayList<>();
        List<byte[]> entries = new ArrayList<>();
        for (long tile = 0; tile * TILE < signed.size(); tile++) {
            long width = Math.min(TILE, signed.size() - tile * TILE);
            String path = "%03d".formatted(tile) + (width == TILE ? "" : ".p/" + width);
            byte[] bytes = anybody.get("/log/tile/0/" + path).bytes();
            for (int i = 0; i < bytes.length; i += 32) {
                hashes.add(Arrays.copyOfRange(bytes, i, i + 32));
            }
            ByteBuffer bundle =
                    ByteBuffer.wrap(auditor.get("/log/tile/entries/" + path).bytes());
            while (bundle.hasRemaining()) {
                byte[] entry = new byte[Short.toUnsignedInt(bundle.getShort())];
                bundle.get(entry);
                entries.add(entry);
            }
        }
        assertThat(LogVerifier.root(hashes)).isEqualTo(signed.root());
        assertThat(entries.stream().map(LogVerifier::leafHash)).containsExactlyElementsOf(hashes);
        byte[] upper = anybody.get("/log/tile/1/000.p/1").bytes();
        assertThat(upper).isEqualTo(LogVerifier.root(hashes.subList(0, TILE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/log/tile/0/x999/999",
                "/log/tile/0/0",
                "/log/tile/0/000.p/256",
                "/log/tile/00/000",
                "/log/tile/64/000",
                "/log/tile/-1/000",
                "/log/tile/a/000",
                "/log/tile/7/000.p/1",
                "/log/tile/0/x999/x999/x999/x999/x999/999"
            })
    void aTileThatDoesNotExistIsSaidClearly(String path) {
        Answer answer = anybody.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("no-such-tile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/log/tile/entries/000", "/log/tile/entries/000.p/1"})
    void entriesAreForThoseWhoMayReadTheTrail(String path) {
        assertThat(auditor.get(path).status()).isEqualTo(200);
        assertThat(anybody.get(path).status()).isEqualTo(403);
        assertThat(TestCaller.lims(port).get(path).status()).isEqualTo(403);
        assertThat(TestCaller.lims(port).get("/api/audit/entries/0/proof").status())
                .isEqualTo(403);
        assertThat(anybody.get("/api/audit/entries/0/proof").status()).isEqualTo(401);
    }

    @Test
    @Requirement("KEY-03")
    void theTrustFileNamesWhatEvidenceIsAnchoredIn() {
        Answer answer = anybody.get("/trust.json");
        JsonNode trust = answer.json();
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(trust.get("format").asText()).isEqualTo("countersign/trust/v1");
        assertThat(trust.get("environment").asText()).isEqualTo("demo");
        assertThat(trust.get("logKey").asText()).isEqualTo(key);
        assertThat(trust.get("authorityCertificateSha256").asText()).matches("[0-9a-f]{64}");
        assertThat(trust.get("founderKeysSha256")).hasSize(2).allSatisfy(founder -> assertThat(founder.asText())
                .matches("[0-9a-f]{64}"));
        assertThat(trust.get("witnessKeys")).isEmpty();
        assertThat(trust.get("timestampAuthorities")).isEmpty();
    }

    @Test
    @Requirement({"AUD-02", "KEY-04"})
    void theTrustFileNamesFormerKeysOfWitnessesAndAuthoritiesOfTimestamps(@TempDir Path folder) throws IOException {
        try (OpensslAuthority authority = new OpensslAuthority(folder)) {
            byte[] file = new TrustFile(
                            worm,
                            log,
                            ledger,
                            new Witnesses(List.of(), List.of("witness.example/before+0123abcd+BA==")),
                            new Timestamps(Optional.empty(), Optional.of(authority.rootPem())))
                    .bytes();
            JsonNode trust = CanonicalJson.parse(file);
            assertThat(trust.at("/witnessKeys/0").asText()).isEqualTo("witness.example/before+0123abcd+BA==");
            assertThat(new String(authority.rootPem(), StandardCharsets.US_ASCII).replaceAll("\\s", ""))
                    .contains(trust.at("/timestampAuthorities/0").asText());
        }
    }

    @Test
    void theKeyNamesThisInstallation() {
        assertThat(key).matches("countersign\\.dev/[0-9a-f-]{36}/1\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44}");
    }

    @Test
    void theHealthEndpointSaysHowFarItIsAndNothingElse() {
        JsonNode health = anybody.get("/actuator/health/log").json();
        JsonNode details = health.at("/components/sequencer/details");
        assertThat(health.at("/components/sequencer/status").asText()).isEqualTo("UP");
        assertThat(details.get("thisNode").asText()).isEqualTo("leading");
        assertThat(details.get("size").asLong()).isPositive();
        assertThat(details.has("waitingEntries")).isTrue();
        assertThat(details.has("lagMillis")).isTrue();
        assertThat(details.get("sealedAt").asText()).endsWith("Z");
        assertThat(anybody.get("/actuator/health").json().has("components")).isFalse();
    }

    private List<Ledger.Entry> entries() {
        return ledger.search(new Ledger.Filter(null, null, null, type, null), 0, 500)
                .items();
    }

    private static String text(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return new String(answer.bytes(), StandardCharsets.UTF_8);
    }
}
