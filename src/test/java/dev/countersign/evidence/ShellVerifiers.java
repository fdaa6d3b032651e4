package dev.countersign.evidence;

import dev.countersign.evidence.ShellVerifier.Answer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs verify.sh over many bundles while a test goes on: as many at once as there are processors. */
final class ShellVerifiers implements AutoCloseable {

    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final Map<String, Future<Answer>> answers = new ConcurrentHashMap<>();

    void begin(String name, Supplier<TestBundle> bundle, byte @Nullable [] trust) {
        if (answers.put(name, threads.submit(() -> ShellVerifier.over(bundle.get(), trust))) != null) {
            throw new IllegalArgumentException(name + " is there twice");
        }
    }

    /** Waits for the answer, and for those that were asked for before: minutes, on a machine that is busy. */
    Answer answer(String name) {
        try {
            return answers.get(name).get(20, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(name, e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
