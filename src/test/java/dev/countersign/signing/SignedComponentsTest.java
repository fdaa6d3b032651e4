package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a stored statement says of its series may be anything: a release finds it wrong and does not break off. */
@CountersignTest
@Requirement("SIG-07")
class SignedComponentsTest {

    @Autowired
    private SignedComponents components;

    @ParameterizedTest
    @ValueSource(strings = {"''", "'none'", "null", "7", "'0192f0c1-0000-7000-8000-00000000000f'"})
    void aSeriesThatNamesNoSignatureIsAFinding(String first) {
        String authentication = "{'authentication':{'components':['password'],'series':{'firstSignatureId':" + first
                + ",'firstStatementSha256':null}}}";
        Signature signature = new Signature(
                UUID.randomUUID(),
                UUID.randomUUID(),
                1,
                Digest.of(new byte[0]),
                "review",
                "review",
                "I reviewed it",
                true,
                null,
                "reviewer",
                "Zoë Reviewer",
                "QA Analyst",
                UUID.randomUUID(),
                Instant.EPOCH,
                "UTC",
                Digest.of(new byte[0]),
                CanonicalJson.parse(authentication.replace('\'', '"')),
                new byte[64],
                "");

        assertThat(components.fault(signature))
                .hasValueSatisfying(fault -> assertThat(fault).contains("continues a series that no signature"));
    }
}
