package dev.countersign.passkeys;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.AuditEvent;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What happened to a passkey. Entries of these types travel with the bundles of signatures made by it (docs/formats.md). */
record PasskeyEvent(
        String type,
        Significance significance,
        Map<String, Object> after,
        @Nullable String reason) implements AuditEvent {

    static PasskeyEvent registered(PasskeyMapper.Row row) {
        return new PasskeyEvent(
                "passkey.registered",
                Significance.HIGH,
                Map.of(
                        "userId", row.userId(),
                        "credentialIdSha256", row.credentialSha256(),
                        "publicKeySha256", Digest.of(row.publicKey()).hex(),
                        "algorithm", "ES256",
                        "host", row.host(),
                        "name", row.name()),
                null);
    }

    static PasskeyEvent revoked(PasskeyMapper.Row row, String reason) {
        return new PasskeyEvent("passkey.revoked", Significance.HIGH, ended(row), reason);
    }

    /** @param counter what the authenticator said, which is not more than it said before */
    static PasskeyEvent suspended(PasskeyMapper.Row row, long counter) {
        Map<String, Object> after = new TreeMap<>(ended(row));
        after.put("cause", "counter-went-back");
        after.put("counter", Long.toString(counter));
        after.put("counterBefore", Long.toString(row.signCount()));
        return new PasskeyEvent("passkey.suspended", Significance.EXCEPTION, after, null);
    }

    private static Map<String, Object> ended(PasskeyMapper.Row row) {
        return Map.of("userId", row.userId(), "credentialIdSha256", row.credentialSha256());
    }

    @Override
    public String subject() {
        return "person:" + after.get("userId");
    }
}
