package dev.countersign.signing;

import jakarta.annotation.PreDestroy;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The few threads that read and draw PDF. One that is caught in a single step of a file is replaced until it returns. */
@Component
class PdfWorkers {

    private static final int THREADS = 2;
    private static final int MOST_CAUGHT = 4;
    private static final int WAITING = 64;
    /** Work ends itself before that; what does not is caught. */
    private static final long SECONDS = DrawingBudget.TIME.toSeconds() + 5;

    private static final Logger LOG = LoggerFactory.getLogger(PdfWorkers.class);

    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                Thread thread = new Thread(work, "pdf-pages");
                thread.setDaemon(true);
                return thread;
            });
    private int caught;

    /** @return empty if it failed or nobody was free; {@code onCaught} runs if it began and did not end */
    <T> Optional<T> within(Callable<T> work, Runnable onCaught) {
        Job<T> job = new Job<>(work);
        try {
            pool.execute(job);
            return Optional.of(job.get(SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            if (giveUp(job)) {
                onCaught.run();
            }
            LOG.warn("a PDF attachment took longer than {} s and is offered as a file only", SECONDS);
        } catch (ExecutionException | RejectedExecutionException e) {
            LOG.warn("a PDF attachment cannot be shown and is offered as a file only: {}", e.toString());
        } catch (InterruptedException e) {
            job.cancel(true);
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private synchronized boolean giveUp(Job<?> job) {
        job.cancel(true);
        job.caught = job.running;
        if (job.caught) {
            resize(1);
        }
        return job.caught;
    }

    private synchronized void begin(Job<?> job) {
        job.running = true;
    }

    private synchronized void end(Job<?> job) {
        job.running = false;
        if (job.caught) {
            resize(-1);
        }
    }

    private void resize(int by) {
        caught += by;
        int size = THREADS + Math.min(caught, MOST_CAUGHT);
        if (size > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(size);
            pool.setCorePoolSize(size);
        } else {
            pool.setCorePoolSize(size);
            pool.setMaximumPoolSize(size);
        }
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }

    private final class Job<T> extends FutureTask<T> {
        private boolean running;
        private boolean caught;

        Job(Callable<T> work) {
            super(work);
        }

        @Override
        public void run() {
            begin(this);
            try {
                super.run();
            } finally {
                end(this);
            }
        }
    }
}
