package dev.countersign.reviews;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.reviews.CredentialReview.Reviewed;
import dev.countersign.reviews.Reviews.Credential;
import dev.countersign.reviews.Reviews.CredentialList;
import dev.countersign.reviews.Reviews.Decision;
import dev.countersign.worm.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a reviewer saw and decided is kept for years: these bytes must never change under their version string. */
@Requirement("IDN-02")
class ReviewFormatTest {

    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.000120Z");

    @Test
    void writesThePinnedReview() throws IOException {
        List<Credential> seen = List.of(
                new Credential(
                        "analyst",
                        "Anna Analyst",
                        "active",
                        List.of("author", "qa-analyst"),
                        "certified",
                        TIME,
                        TIME,
                        TIME,
                        List.of("a".repeat(64)),
                        2,
                        TIME.plusSeconds(60)),
                new Credential(
                        "invited", "Zoë Winter", "invited", List.of(), null, null, null, null, List.of(), 0, null));

        byte[] review = CredentialReview.written(
                new Installation("demo", id(3), "demo"),
                new Reviewed(
                        id(1),
                        id(4),
                        "manager",
                        TIME.plusSeconds(3_600),
                        id(5),
                        Digest.parse("c".repeat(64)),
                        List.of("password", "totp"),
                        TIME.plusSeconds(3_599)),
                new CredentialList(
                        seen,
                        Digest.of(CanonicalJson.write(Credentials.json(seen))).hex()),
                Map.of(
                        "analyst", new Decision("remove:author", " writes no more "),
                        "invited", new Decision("confirm", "")));

        assertThat(new String(review, UTF_8)).isEqualTo(sample());
    }

    private static UUID id(int number) {
        return UUID.fromString("0192f0c1-0000-7000-8000-00000000000" + number);
    }

    private static String sample() throws IOException {
        try (InputStream sample =
                Objects.requireNonNull(ReviewFormatTest.class.getResourceAsStream("/formats/credential-review.json"))) {
            return new String(sample.readAllBytes(), UTF_8).strip();
        }
    }
}
