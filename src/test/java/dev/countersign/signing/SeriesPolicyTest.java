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

/** What may be configured of signing sessions: anything looser than one short, continuous period stops the start. */
@Requirement("SIG-02")
class SeriesPolicyTest {

    private static final String PREFIX = "countersign.signing.meanings.";

    @Test
    void everyMeaningAsksForAllComponentsEveryTimeUnlessSaidOtherwise() {
        assertThat(bound(Map.of()).meanings()).isEmpty();
        assertThat(bound(Map.of("review.idle", "1m")).meanings().get("review").allowsSeries())
                .isFalse();
        assertThat(bound(Map.of("review.components", "SERIES"))
                        .meanings()
                        .get("review")
                        .allowsSeries())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"release", "approval"})
    void whatReleasesARecordIsNeverSignedInASeries(String meaning) {
        assertRefused(Map.of(meaning + ".components", "SERIES"), "signed with all components");
    }

    @ParameterizedTest
    @CsvSource({
        "idle, 0s, at most 15m",
        "idle, 901s, at most 15m",
        "longest, 7201s, at most 2h",
        "longest, 1m, at most 2h",
        "signatures, 1, at most 100",
        "signatures, 101, at most 100"
    })
    void aLimitBeyondItsBoundStopsTheStart(String limit, String value, String sentence) {
        assertRefused(Map.of("review.components", "SERIES", "review." + limit, value), sentence);
    }

    @Test
    void aMeaningThatDoesNotExistStopsTheStart() {
        assertRefused(Map.of("reveiw.components", "SERIES"), "names no meaning");
    }

    @Test
    void aRejectionHasNoPolicyOfItsOwn() {
        assertRefused(Map.of("rejection.components", "SERIES"), "follows the meaning that it answers");
    }

    private static void assertRefused(Map<String, String> settings, String sentence) {
        assertThatThrownBy(() -> bound(settings))
                .extracting(thrown ->
                        NestedExceptionUtils.getMostSpecificCause(thrown).getMessage())
                .asString()
                .contains(sentence, PREFIX);
    }

    private static SigningSettings bound(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put(PREFIX + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bindOrCreate("countersign.signing", SigningSettings.class);
    }
}
