package dev.countersign.copies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.copies.Copying.Outcome;
import dev.countersign.copies.ProgressMapper.Progress;
import dev.countersign.crypto.Identifiers;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.Backlog;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.springframework.stereotype.Component;

/** Copies of what the running application stores, from some moment on: the shared log is too long to be copied whole each time. */
@Component
public class TestCopies {

    private final Copying copying;
    private final ProgressMapper progress;
    private final LogStore log;
    private final WormStore store;
    private final Identifiers identifiers;

    TestCopies(Copying copying, ProgressMapper progress, LogStore log, WormStore store, Identifiers identifiers) {
        this.copying = copying;
        this.progress = progress;
        this.log = log;
        this.store = store;
        this.identifiers = identifiers;
    }

    /** How long the log is, once nothing waits to be sealed. */
    public long sealed() {
        Awaitility.await().until(log::backlog, (Backlog waiting) -> waiting.queued() == 0);
        return log.newest().map(StoredCheckpoint::size).orElse(0L);
    }

    /** Copies into a folder what was sealed after so many entries. @return the installation's own folder in it */
    public Path into(Path folder, long from) {
        sealed();
        Path root = folder.resolve(store.installation().installationId().toString());
        try {
            // as it is once something was copied
            Files.createDirectories(root.resolve("records"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CopyFolder destination = new CopyFolder(root, identifiers);
        begin(destination, from);
        while (copying.pass(destination) != Outcome.DONE) {
            assertThat(copying.progressOf(destination).orElseThrow().alarm()).isNull();
        }
        return root;
    }

    /** As if everything before had been copied. */
    void begin(CopyDestination destination, long from) {
        begin(destination, from, log.leafHashes(from - 1, from));
    }

    void begin(CopyDestination destination, long from, byte[] leafHash) {
        progress.keep(
                store.installation().organisation(),
                new Progress(destination.name(), destination.place(), from, leafHash, null, null, 0, store.now()));
    }
}
