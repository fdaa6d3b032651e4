package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;

/** What may be configured of signing over lists: off by default, never for what releases a record, and no longer than anybody reads. */
@Requirement("WFL-08")
class ListPolicyTest {

    private static final String PREFIX = "countersign.signing.meanings.";

    @Test
    void nothingIsSignedInListsUnlessSaidOtherwise() {
        assertThat(bound(Map.of()).listed()).isEmpty();
        assertThat(bound(Map.of("review.components", "SERIES")).listed()).isEmpty();
        assertThat(bound(Map.of("review.list-reading", "SUMMARY")).listed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"review", "verification", "authorship", "acknowledgement"})
    void whatReleasesNothingMayBe(String meaning) {
        assertThat(bound(Map.of(meaning + ".records-per-list", "200")).listed()).containsExactly(meaning);
    }

    @Test
    void eachRecordHasToBeOpenedUnlessSaidOtherwise() {
        assertThat(bound(Map.of("review.records-per-list", "5"))
                        .meanings()
                        .get("review")
                        .listReading())
                .isEqualTo(MeaningPolicy.Reading.OPENED);
    }

    @ParameterizedTest
    @CsvSource({
        "approval, 1, what releases a record is signed by itself",
        "release, 200, what releases a record is signed by itself",
        "responsibility, 2, lists are for",
        "witnessing, 2, lists are for",
        "training-completion, 2, lists are for",
        "rejection, 2, lists are for",
        "review, 201, at most 200",
        "review, -1, at most 200",
        "reveiw, 5, names no meaning"
    })
    void whatMayNotBeStopsTheStart(String meaning, String most, String sentence) {
        assertThatThrownBy(() -> bound(Map.of(meaning + ".records-per-list", most)))
                .extracting(thrown ->
                        NestedExceptionUtils.getMostSpecificCause(thrown).getMessage())
                .asString()
                .contains(sentence, PREFIX);
    }

    /** The step that ends a plan is refused in the running system too; here, that no plan as it is shipped ends with a meaning that can be listed. */
    @Test
    void noPlanEndsWithAMeaningThatMayBe() {
        assertThat(SignaturePolicy.ofType("sop").steps()).last().satisfies(step -> assertThat(SigningSettings.IN_LISTS)
                .doesNotContain(step.meaning()));
    }

    private static SigningSettings bound(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put(PREFIX + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bindOrCreate("countersign.signing", SigningSettings.class);
    }
}
