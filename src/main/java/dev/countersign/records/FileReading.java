package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.BackgroundWork;
import dev.countersign.records.SummaryMapper.Unread;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has versions found by what stands in their attached files: reads them from the store, one after the other, after the version was written, on
 * any node. Two nodes may read the same one; one of them writes it down. An attempt counts before it is made: a file that ends the program, or
 * fails in any other way, is tried twice, behind all that were not tried yet, and then left alone.
 */
@Component
class FileReading extends BackgroundWork {

    private static final Logger LOG = LoggerFactory.getLogger(FileReading.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 2;

    private final SummaryMapper words;
    private final WormStore store;
    private final FileTexts texts;
    private final Semaphore stopping = new Semaphore(0);

    FileReading(SummaryMapper words, WormStore store, FileTexts texts) {
        super("file-words");
        this.words = words;
        this.store = store;
        this.texts = texts;
    }

    @Override
    protected void wake(Thread working) {
        stopping.release();
    }

    @Override
    protected void work() {
        stopping.drainPermits();
        while (goesOn()) {
            try {
                while (goesOn() && next()) {
                    // until none is left
                }
            } catch (RuntimeException | Error e) {
                LOG.error("REC-901 files-not-read: what attached files say is not found until they are read", e);
            }
            if (isToldToStop()) {
                return;
            }
        }
    }

    private boolean isToldToStop() {
        try {
            return stopping.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Reads the files of one version; whether there was one. */
    private boolean next() {
        String organisation = store.installation().organisation();
        Optional<Unread> found = words.unread(organisation, ATTEMPTS);
        found.ifPresent(one -> {
            words.tried(organisation, one.recordId(), one.version());
            boolean last = one.tried() + 1 >= ATTEMPTS;
            List<Optional<String>> said = textsOf(one);
            if (last || said.stream().allMatch(Optional::isPresent)) {
                String all = SearchWords.of(said.stream().flatMap(Optional::stream));
                words.addWords(organisation, one.recordId(), one.version(), all);
            }
            if (said.stream().anyMatch(Optional::isEmpty)) {
                LOG.warn(
                        "REC-902 file-not-readable: version {} of record {} is not found by all that its files say{}",
                        one.version(),
                        one.recordId(),
                        last ? "" : "; it is tried once more");
            }
        });
        return found.isPresent();
    }

    private List<Optional<String>> textsOf(Unread one) {
        Stream<JsonNode> files = store.version(one.recordId(), one.version())
                .map(StoredVersion::manifest)
                .map(CanonicalJson::parse)
                .map(manifest ->
                        StreamSupport.stream(manifest.path("attachments").spliterator(), false))
                .orElseGet(Stream::of);
        return files.map(this::text).toList();
    }

    private Optional<String> text(JsonNode file) {
        Digest sha256 = Digest.parse(file.path("sha256").asText());
        return store.blob(sha256)
                .filter(bytes -> Digest.of(bytes).equals(sha256))
                .flatMap(bytes -> texts.of(file.path("mediaType").asText(), bytes));
    }
}
