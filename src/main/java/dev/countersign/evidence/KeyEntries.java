package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Authorities.Authority;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.worm.WormStore.StoredSignature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which entries of the log tell of what signatures rest on.
 *
 * @param keys ids, as in {@code new.keyId}
 * @param credentials hashes of the ids of the passkeys that answered
 * @param authorities hashes of the authorities' certificates
 */
record KeyEntries(Set<String> keys, Set<String> credentials, Set<String> authorities) {

    /** Types of the entries that tell of passkeys. */
    static final List<String> PASSKEYS = List.of("passkey.registered", "passkey.suspended", "passkey.revoked");

    /** Type of the entry that tells of the end of a certificate. */
    static final String ENDED = "key.ended";

    private static final String RENEWED = "authority.renewed";
    private static final int PAGE = 500;

    static KeyEntries of(Set<String> keys, List<StoredSignature> signatures, List<Authority> authorities) {
        Set<String> credentials = new HashSet<>();
        for (StoredSignature signature : signatures) {
            String credential = CanonicalJson.parse(signature.statement())
                    .at("/authentication/passkey/credentialIdSha256")
                    .textValue();
            if (credential != null) {
                credentials.add(credential);
            }
        }
        return new KeyEntries(
                keys,
                credentials,
                authorities.stream()
                        .map(one -> one.certificate().sha256().hex())
                        .collect(Collectors.toSet()));
    }

    /** All of them. */
    Stream<Entry> in(Ledger ledger) {
        return Stream.concat(Stream.of("key.certified", ENDED, RENEWED), PASSKEYS.stream())
                .flatMap(type -> told(ledger, type))
                .filter(this::tell);
    }

    /** Whether this is one. */
    boolean tell(Entry entry) {
        JsonNode fact = CanonicalJson.parse(entry.bytes());
        if (SeriesEntries.TYPES.contains(fact.path("type").textValue())) {
            return false;
        }
        JsonNode told = fact.path("new");
        if (RENEWED.equals(fact.path("type").textValue())) {
            return authorities.contains(told.path("certificateSha256").asText());
        }
        return keys.contains(told.path("keyId").asText())
                || credentials.contains(told.path("credentialIdSha256").asText());
    }

    /** Whether one of these tells that the authority began. */
    static boolean tell(List<Entry> entries, Authority authority) {
        KeyEntries its = of(Set.of(), List.of(), List.of(authority));
        return entries.stream().anyMatch(its::tell);
    }

    /** All entries of a type. */
    static Stream<Entry> told(Ledger ledger, String type) {
        List<Entry> entries = new ArrayList<>();
        int page = 0;
        List<Entry> items;
        do {
            items = ledger.search(new Filter(null, null, null, type, null), page++, PAGE)
                    .items();
            entries.addAll(items);
        } while (items.size() == PAGE);
        return entries.stream();
    }
}
