package dev.countersign.workflow.dryrun;

import dev.countersign.changes.DryRun;
import dev.countersign.changes.DryRunFormat;
import dev.countersign.changes.ModelTexts;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.models.RequiredSignatures;
import dev.countersign.workflow.WorkflowRule;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.jspecify.annotations.Nullable;

/**
 * Runs sets of models on trial. One after the other, in the order they came in, on a thread of its own: nothing of who asks, neither
 * transaction nor engine, is near. The engine starts with the first one and stays.
 */
public final class DryRuns implements AutoCloseable {

    private static final int MOST_WAITING = 16;

    /** Of people who ask for one by hand: all of them together end before {@link #LONGEST_WAIT}, so that a proposal comes to its turn. */
    private static final int MOST_ASKED = 4;

    private static final Duration LONGEST_WAIT = Bounds.LONGEST.multipliedBy(MOST_ASKED + 1);
    private static final int MOST_REMEMBERED = 8;

    private final Supplier<ThrowAwayEngine> starting;
    private final RequiredSignatures required;
    private final Clock clock;
    private final Duration longestWait;
    private final ThreadPoolExecutor thread;

    /** The same set gives the same dry run, so that the last ones are kept; of those that a bound of time ended, none. */
    private final Map<Digest, DryRun> remembered = new LinkedHashMap<>();

    private final Set<String> asking = new HashSet<>();

    private @Nullable ThrowAwayEngine engine;

    /** @param longestWait for whoever asks, its own run included */
    DryRuns(Supplier<ThrowAwayEngine> starting, RequiredSignatures required, Clock clock, Duration longestWait) {
        this.starting = starting;
        this.required = required;
        this.clock = clock;
        this.longestWait = longestWait;
        this.thread =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                    Thread one = new Thread(work, "dry-run");
                    one.setDaemon(true);
                    return one;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Dry runs in an engine that is made for them.
     *
     * @param approvals keys of the processes that people can start
     * @param containment what the running system allows models: given the engine's settings and the delegates by name
     */
    public static DryRuns inMemory(
            Set<String> approvals,
            BiConsumer<ProcessEngineConfigurationImpl, Map<Object, Object>> containment,
            RequiredSignatures required,
            Identifiers identifiers,
            Clock clock) {
        return new DryRuns(
                () -> new ThrowAwayEngine(identifiers.next(), approvals, containment), required, clock, LONGEST_WAIT);
    }

    /**
     * As {@link #of}, for a set that nobody proposed: one at a time for each person, and few for all of them, so that there is always a place
     * for what is proposed.
     *
     * @throws dev.countersign.ledger.RefusedException {@code try-again}
     */
    public DryRun asked(String personId, ModelTexts set) {
        synchronized (asking) {
            if (asking.contains(personId)) {
                throw WorkflowRule.DRY_RUNS_BUSY.refuse("a dry run that " + personId + " asked for has not ended yet");
            }
            if (asking.size() == MOST_ASKED) {
                throw WorkflowRule.DRY_RUNS_BUSY.refuse(MOST_ASKED + " people wait for dry runs already");
            }
            asking.add(personId);
        }
        try {
            return of(set);
        } finally {
            synchronized (asking) {
                asking.remove(personId);
            }
        }
    }

    /**
     * Runs a set that the gate has accepted, or tells what it told of it before.
     *
     * @throws dev.countersign.ledger.RefusedException {@code try-again} while too many wait, or if its turn does not come
     */
    public DryRun of(ModelTexts set) {
        FutureTask<DryRun> running = new FutureTask<>(() -> rehearsed(set));
        try {
            thread.execute(running);
            return running.get(longestWait.toSeconds(), TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            throw WorkflowRule.DRY_RUNS_BUSY.refuse(MOST_WAITING + " dry runs are waiting already");
        } catch (CancellationException e) {
            throw WorkflowRule.DRY_RUNS_BUSY.refuse("the program is being ended");
        } catch (TimeoutException e) {
            throw WorkflowRule.DRY_RUNS_BUSY.refuse("this dry run waited " + longestWait.toMinutes() + " minutes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a dry run was waited for", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a dry run did not come to an end", e.getCause());
        } finally {
            // one that runs ends at its own bounds
            running.cancel(false);
            thread.remove(running);
        }
    }

    private DryRun rehearsed(ModelTexts set) {
        Digest digest = DryRunFormat.digest(set);
        DryRun known = remembered.get(digest);
        if (known != null) {
            return known;
        }
        DryRun made = null;
        try {
            made = new Trial(running(), required, new Bounds(clock)).of(set, digest);
        } finally {
            if (made == null) {
                // whatever broke it, the next one begins with an engine in which nothing happened yet
                end();
            }
        }
        if (made.bounds().isEmpty()) {
            remembered.put(digest, made);
        }
        if (remembered.size() > MOST_REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
        return made;
    }

    private ThrowAwayEngine running() {
        if (engine == null) {
            engine = starting.get();
        }
        return Objects.requireNonNull(engine);
    }

    private void end() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        // what runs ends by itself, since an interrupted run would tell of failures that the models do not have
        List<Runnable> waiting = new ArrayList<>();
        thread.getQueue().drainTo(waiting);
        waiting.forEach(one -> ((FutureTask<?>) one).cancel(false));
        try {
            if (thread.awaitTermination(30, TimeUnit.SECONDS)) {
                end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
