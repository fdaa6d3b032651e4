package dev.countersign.workspace.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Policies;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.workspace.web.Circumstances.Account;
import dev.countersign.workspace.web.Circumstances.HeldRole;
import dev.countersign.workspace.web.Circumstances.Known;
import dev.countersign.workspace.web.Circumstances.PolicyText;
import dev.countersign.workspace.web.Circumstances.PolicyThen;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/** What the audit trail tells of somebody up to a moment (CPY-05): what came later is not asked, and what it does not tell is not said. */
final class PersonThen {

    /** Kinds of event that say something of a person. */
    static final Set<String> TYPES = Set.of(
            "person.created",
            "person.state-changed",
            "person.reset",
            "factors.set",
            "device.lost",
            "role.granted",
            "role.revoked",
            "policy.acknowledged",
            "key.certified",
            "key.ended");

    private final List<Told> told;
    private final Instant at;

    /** An entry, read. */
    private record Told(JsonNode fact, Known known) {

        boolean isOf(String type) {
            return type.equals(fact.path("type").textValue());
        }

        Instant time() {
            return UtcTime.read(known.at());
        }
    }

    /**
     * @param entries about the person, oldest first
     * @param at the moment that is asked about, itself included
     */
    PersonThen(List<Entry> entries, Instant at) {
        this.told = entries.stream().map(PersonThen::told).toList();
        this.at = at;
    }

    static Known known(Entry entry) {
        return told(entry).known();
    }

    private static Told told(Entry entry) {
        JsonNode fact = CanonicalJson.parse(entry.bytes());
        return new Told(
                fact,
                new Known(
                        entry.index(),
                        entry.entryId(),
                        fact.path("time").asText(),
                        fact.at("/actor/id").asText()));
    }

    /** The last state that the trail tells of. */
    Optional<Account> account() {
        return last(one -> one.fact().at("/new/state").isTextual())
                .map(one -> new Account(one.fact().at("/new/state").textValue(), one.known()));
    }

    /** Given, not taken away and not ended. */
    List<HeldRole> roles() {
        SortedMap<String, Told> held = new TreeMap<>();
        for (Told one : told) {
            if (one.time().isAfter(at)) {
                break;
            }
            if (one.isOf("role.granted")) {
                held.put(one.fact().at("/new/role").asText(), one);
            } else if (one.isOf("role.revoked")) {
                held.remove(one.fact().at("/old/role").asText());
            }
        }
        return held.values().stream()
                .filter(one -> !one.fact().at("/new/until").isTextual()
                        || UtcTime.read(one.fact().at("/new/until").textValue()).isAfter(at))
                .map(PersonThen::role)
                .toList();
    }

    private static HeldRole role(Told one) {
        JsonNode given = one.fact().path("new");
        String code = given.path("role").asText();
        return new HeldRole(
                code,
                Role.ofCode(code).map(Role::printedName).orElse(code),
                given.path("until").textValue(),
                !given.path("scopeTypes").isEmpty()
                        || !given.path("scopeRecords").isEmpty(),
                one.known());
    }

    Optional<PolicyThen> policy(Policies policies) {
        return last(one -> one.isOf("policy.acknowledged")).map(one -> policy(one, policies));
    }

    /** The policy that an entry tells of. */
    static PolicyThen policy(Entry entry, Policies policies) {
        return policy(told(entry), policies);
    }

    private static PolicyThen policy(Told one, Policies policies) {
        JsonNode told = one.fact().path("new");
        String version = told.path("version").asText();
        String sha256 = told.path("sha256").asText();
        return new PolicyThen(
                version,
                sha256,
                policies.of(version, Digest.parse(sha256)).map(PolicyText::of).orElse(null),
                one.known());
    }

    /** The entry that tells of that key, whenever it was written. */
    Optional<Known> ofKey(String type, UUID keyId) {
        return told.stream()
                .filter(one -> one.isOf(type)
                        && keyId.toString().equals(one.fact().at("/new/keyId").textValue()))
                .findFirst()
                .map(Told::known);
    }

    private Optional<Told> last(Predicate<Told> which) {
        return told.stream()
                .filter(one -> !one.time().isAfter(at))
                .filter(which)
                .reduce((earlier, later) -> later);
    }
}
