package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.witness.TimestampAuthority.Token;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.WitnessReceipts;
import dev.countersign.worm.WitnessReceipts.Receipt;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Timestamps of checkpoints as they are kept (docs/formats.md): receipts {@code rfc3161/1}, {@code rfc3161/2} … of one checkpoint, the first
 * over the note's bytes, each later one over the note and all tokens before it.
 */
@Component
class TimestampChains {

    private static final String PREFIX = "rfc3161/";

    /** Under which name a checkpoint's first token is kept. */
    static final String FIRST = PREFIX + 1;

    private final WitnessReceipts receipts;
    private final LogStore log;
    private final Ledger ledger;

    TimestampChains(WitnessReceipts receipts, LogStore log, Ledger ledger) {
        this.receipts = receipts;
        this.log = log;
        this.ledger = ledger;
    }

    /** A checkpoint and its tokens, in order. */
    @SuppressWarnings("ArrayRecordComponent")
    record Chain(String origin, long size, byte[] note, List<byte[]> tokens) {

        /** What the next token is over. */
        byte[] message() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(note);
            tokens.forEach(all::writeBytes);
            return all.toByteArray();
        }

        byte[] newest() {
            return tokens.get(tokens.size() - 1);
        }
    }

    /** The largest checkpoint of that origin that has a token. */
    Optional<Chain> newest(String origin) {
        OptionalLong size = receipts.largest(origin, FIRST);
        return size.isEmpty()
                ? Optional.empty()
                : log.checkpoint(size.getAsLong())
                        .filter(one -> one.origin().equals(origin))
                        .map(this::of);
    }

    Chain of(StoredCheckpoint checkpoint) {
        return chain(checkpoint.origin(), checkpoint.size(), checkpoint.note());
    }

    /** Those of sizes above this that have a token, smallest first; at least so many, if there are. */
    List<Chain> above(long size, int limit) {
        return receipts.receipted(FIRST, size, limit).stream()
                .map(one -> chain(one.origin(), one.size(), one.note()))
                .toList();
    }

    /**
     * Keeps the next token of a chain, and tells the audit trail.
     *
     * @return false if another node was faster
     */
    @Transactional
    public boolean keep(Chain chain, Token token, String authority) {
        int number = chain.tokens().size() + 1;
        boolean kept = receipts.keep(chain.origin(), chain.size(), PREFIX + number, token.bytes());
        if (kept) {
            ledger.append(Caller.system("timestamps"), new Timestamped(chain, number, token, authority));
        }
        return kept;
    }

    private Chain chain(String origin, long size, byte[] note) {
        Map<Integer, byte[]> tokens = new TreeMap<>();
        for (Receipt one : receipts.receipts(origin, size)) {
            if (one.witness().matches(PREFIX + "[1-9]\\d{0,8}")) {
                tokens.put(Integer.parseInt(one.witness().substring(PREFIX.length())), one.receipt());
            }
        }
        return new Chain(origin, size, note, List.copyOf(tokens.values()));
    }

    /** An authority signed when it saw a checkpoint (AUD-02, KEY-04). */
    private record Timestamped(Chain chain, int number, Token token, String authority) implements AuditEvent {

        @Override
        public String type() {
            return "checkpoint.timestamped";
        }

        @Override
        public String subject() {
            return "checkpoint:" + chain.origin() + "/" + chain.size();
        }

        @Override
        public Map<String, Object> after() {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("origin", chain.origin());
            told.put("size", Long.toString(chain.size()));
            told.put("number", Integer.toString(number));
            told.put("tokenSha256", Digest.of(token.bytes()).hex());
            told.put("time", UtcTime.write(token.time()));
            told.put("validUntil", UtcTime.write(token.end()));
            told.put("authority", authority);
            return told;
        }
    }
}
