package dev.countersign.web;

import dev.countersign.crypto.Identifiers;
import dev.countersign.web.IdempotencyMapper.Asked;
import dev.countersign.web.IdempotencyMapper.Row;
import dev.countersign.worm.WormStore;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keys that callers gave to their unsafe calls, and what became of them (INT-02). Each statement is its own transaction. */
@Component
class IdempotencyKeys {

    private final IdempotencyMapper mapper;
    private final WormStore store;
    private final Identifiers identifiers;
    private final EdgeSettings settings;

    IdempotencyKeys(IdempotencyMapper mapper, WormStore store, Identifiers identifiers, EdgeSettings settings) {
        this.mapper = mapper;
        this.store = store;
        this.identifiers = identifiers;
        this.settings = settings;
    }

    /** What a key leads to. */
    sealed interface Claim {
        /** The call is to be carried out. */
        record Fresh(Asked attempt) implements Claim {}

        /** It was carried out: this was the answer. */
        record Answered(int status, String headers, byte[] body) implements Claim {}

        /** The key was used for another call. */
        record Reused() implements Claim {}

        record InProgress() implements Claim {}

        /** It was cut off after something was committed. */
        record Unknown() implements Claim {}
    }

    Claim claim(String caller, String key, byte[] fingerprint) {
        Asked asked = new Asked(
                store.installation().organisation(),
                caller,
                key,
                fingerprint,
                identifiers.next(),
                settings.idempotencyLease().toSeconds(),
                settings.idempotencyKept().toSeconds());
        // between two statements the row can expire and be deleted; then the next round inserts
        for (int round = 0; round < 3; round++) {
            if (mapper.insert(asked) == 1 || mapper.takeOver(asked) == 1) {
                return new Claim.Fresh(asked);
            }
            Optional<Row> row = mapper.find(asked);
            if (row.isPresent()) {
                return claim(row.get(), fingerprint);
            }
        }
        return new Claim.InProgress();
    }

    /**
     * Says within the call's own transaction that it is about to commit.
     *
     * @throws IllegalStateException if another attempt has taken the key over: then this one must not commit
     */
    void markWritten(Asked attempt) {
        if (mapper.markWritten(attempt) != 1) {
            throw new IllegalStateException(
                    "the idempotency key was taken over by another attempt; nothing is committed");
        }
    }

    void finish(Asked attempt, int status, String headers, byte[] body) {
        mapper.finish(attempt, status, headers, body);
    }

    void release(Asked attempt, boolean refused) {
        mapper.release(attempt, refused);
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    void forgetExpired() {
        mapper.deleteExpired();
    }

    private static Claim claim(Row row, byte[] fingerprint) {
        if (!Arrays.equals(row.fingerprint(), fingerprint)) {
            return new Claim.Reused();
        }
        return switch (row.state()) {
            case "done" ->
                new Claim.Answered(Objects.requireNonNull(row.status()), orEmpty(row.headers()), orEmpty(row.body()));
            case "written" -> row.abandoned() ? new Claim.Unknown() : new Claim.InProgress();
            default -> new Claim.InProgress();
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static byte[] orEmpty(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }
}
