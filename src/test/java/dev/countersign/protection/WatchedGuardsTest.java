package dev.countersign.protection;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.protection.CatalogueWatch.Occasion;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A look that was made long ago says nothing about now. */
@CountersignTest
@Requirement("WRM-02")
class WatchedGuardsTest {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Autowired
    private CatalogueWatch watch;

    @Autowired
    private ClockWatch clocks;

    @Test
    void nobodySignsOnAnOldLook() {
        watch.look(Occasion.MINUTE);
        assertThatCode(() -> after(LONGEST).demandIntact()).doesNotThrowAnyException();
        assertThatThrownBy(() -> after(LONGEST.plusNanos(1)).demandIntact()).hasMessageContaining("PRO-001");
    }

    private WatchedGuards after(Duration look) {
        return new WatchedGuards(watch, clocks, LONGEST, () -> watch.lookedAt() + look.toNanos());
    }
}
