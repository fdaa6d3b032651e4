package dev.countersign.workflow.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.countersign.Requirement;
import dev.countersign.changes.ModelTexts;
import dev.countersign.ledger.RefusedException;
import dev.countersign.models.TestModels;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for a dry run, how many do, and for how long, while the one that runs does not end. */
@Requirement("PRC-05")
class DryRunsTest {

    private final ModelTexts set = new ModelTexts(new TreeMap<>());
    private final CountDownLatch ends = new CountDownLatch(1);
    private final List<Thread> waiting = new ArrayList<>();
    private final List<AtomicReference<Throwable>> answers = new ArrayList<>();
    private DryRuns dryRuns;

    @AfterEach
    void end() throws InterruptedException {
        ends.countDown();
        for (Thread one : waiting) {
            one.join();
        }
        dryRuns.close();
    }

    /** Dry runs whose engine does not start before the test says so, and then not at all. */
    private void whoseEngineStartsLate(Duration longestWait) {
        dryRuns = new DryRuns(
                () -> {
                    try {
                        assertThat(ends.await(5, TimeUnit.MINUTES)).isTrue();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    throw new IllegalStateException("no engine");
                },
                TestModels.REQUIRED,
                Clock.systemUTC(),
                longestWait);
    }

    private void waits(Runnable call) {
        AtomicReference<Throwable> answer = new AtomicReference<>();
        answers.add(answer);
        Thread thread = new Thread(call);
        thread.setUncaughtExceptionHandler((one, failure) -> answer.set(failure));
        waiting.add(thread);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void fourPeopleWaitAndNoMoreAndAProposalStillHasItsPlace() {
        whoseEngineStartsLate(Duration.ofMinutes(5));
        for (String person : List.of("anna", "ben", "cleo", "dan")) {
            waits(() -> dryRuns.asked(person, set));
        }
        assertThatThrownBy(() -> dryRuns.asked("eve", set))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("WFL-091", "4 people wait");
        waits(() -> dryRuns.of(set));
    }

    @Test
    void sixteenWaitAndNoMore() {
        whoseEngineStartsLate(Duration.ofMinutes(5));
        for (int number = 0; number <= 16; number++) {
            waits(() -> dryRuns.of(set));
        }
        assertThatThrownBy(() -> dryRuns.of(set))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("WFL-091", "16 dry runs are waiting already");
    }

    @Test
    void nobodyWaitsLongerThanIsSaidAndTheirPlaceIsFreeAgain() {
        whoseEngineStartsLate(Duration.ZERO);
        for (int number = 0; number < 40; number++) {
            assertThatThrownBy(() -> dryRuns.asked("anna", set))
                    .as("as often as they like: nothing of theirs stays in the queue")
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContainingAll("WFL-091", "this dry run waited 0 minutes");
        }
    }

    @Test
    void whoWaitsWhenTheProgramEndsIsToldSo() throws Exception {
        whoseEngineStartsLate(Duration.ofMinutes(5));
        waits(() -> dryRuns.of(set));
        waits(() -> dryRuns.of(set));
        Thread closing = new Thread(dryRuns::close);
        closing.start();
        waiting.get(1).join();
        ends.countDown();
        closing.join();
        waiting.get(0).join();
        assertThat(answers.get(1).get()).isInstanceOf(RefusedException.class).hasMessageContaining("is being ended");
        assertThat(answers.get(0).get()).isInstanceOf(IllegalStateException.class);
    }
}
