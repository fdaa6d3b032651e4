package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.LogRecovery.Decision;
import dev.countersign.ledger.LogRecovery.Situation;
import dev.countersign.ledger.LogRecovery.Stated;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two people decided that the log goes on without what it lost (AUD-02): the first entry of the new epoch. */
record EpochOpened(String origin, Situation situation, byte[] statement, Decision first, Decision second, String why)
        implements AuditEvent {

    static final String TYPE = "log.epoch-opened";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String subject() {
        return "log";
    }

    @Override
    public Significance significance() {
        return Significance.EXCEPTION;
    }

    @Override
    public Map<String, Object> before() {
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("stored", told(situation.stored()));
        Stated witnessed = situation.witnessed();
        if (witnessed != null) {
            before.put("witnessed", told(witnessed));
        }
        return before;
    }

    @Override
    public Map<String, Object> after() {
        return Map.of(
                "origin",
                origin,
                "statementSha256",
                Digest.of(statement).hex(),
                "keyIds",
                List.of(first.keyId().toString(), second.keyId().toString()));
    }

    @Override
    public @Nullable String reason() {
        return why;
    }

    private static Map<String, Object> told(Stated stated) {
        return Map.of(
                "origin",
                stated.origin(),
                "size",
                Long.toString(stated.size()),
                "root",
                stated.root().hex());
    }
}
