package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What business keys started, and what a start that repeats one is answered (INT-01). A start of an existing record without a
 * key has {@code <record id>/<version>}, so that two people who start one draft start one approval; no other start may take a key
 * of that form, or anybody could take a draft's key before its author does.
 */
@Component
class BusinessKeys {

    private static final Pattern OF_A_RECORD =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}/[0-9]+");

    private final StartRequests requests;
    private final Records records;
    private final WormStore store;
    private final Engine engine;

    BusinessKeys(StartRequests requests, Records records, WormStore store, Engine engine) {
        this.requests = requests;
        this.records = records;
        this.store = store;
        this.engine = engine;
    }

    /** The key of a start of this version that names none. */
    static String ofRecord(UUID recordId, int version) {
        return recordId + "/" + version;
    }

    /** @param own the one key of a record's form that this start may have; null if none */
    static void demandFree(@Nullable String key, @Nullable String own) {
        if (key != null && OF_A_RECORD.matcher(key).matches() && !key.equals(own)) {
            String detail =
                    "a key of the form <record id>/<version> belongs to the start of that version of that record";
            throw WorkflowRule.BAD_START_REQUEST.refuseInput(
                    List.of(new InputError("/businessKey", detail)), "/businessKey " + detail);
        }
    }

    /** False if the key is taken; waits for whoever is taking it at this moment. */
    boolean take(Caller caller, String processKey, String key, Digest digest) {
        return requests.take(organisation(), processKey, key, digest, caller.actorId(), store.now()) == 1;
    }

    void started(String processKey, Started started) {
        requests.started(
                organisation(),
                processKey,
                started.businessKey(),
                started.instanceId(),
                started.definitionId(),
                started.recordId(),
                started.version());
    }

    /** The answer to whoever sends content with a key that is taken. */
    Started again(Caller caller, String processKey, String key, Digest digest) {
        StartRequests.Started first = requests.find(organisation(), processKey, key)
                .orElseThrow(() -> WorkflowRule.TOO_MANY_COLLISIONS.refuse(key));
        if (!first.startedBy().equals(caller.actorId())) {
            // a key that is guessed tells nothing about what it started
            throw WorkflowRule.BUSINESS_KEY_CONFLICT.refuse(key, "an approval for another caller");
        }
        if (!first.digest().equals(digest)) {
            throw WorkflowRule.BUSINESS_KEY_CONFLICT.refuse(key, "record " + first.recordId() + " with other content");
        }
        return answer(first);
    }

    /**
     * The answer to whoever starts an existing record with a key that is taken; empty if it is not. The caller named the record
     * and may read it, so that it may be told what was started for it, by whomever.
     *
     * @param wanted the version asked for; null for the one at hand
     */
    Optional<Started> again(
            Caller caller, String processKey, String key, RecordVersion latest, @Nullable Integer wanted) {
        Optional<StartRequests.Started> found = requests.find(organisation(), processKey, key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        StartRequests.Started first = found.get();
        if (!first.recordId().equals(latest.recordId())) {
            boolean own = first.startedBy().equals(caller.actorId());
            throw WorkflowRule.BUSINESS_KEY_CONFLICT.refuse(
                    key, own ? "record " + first.recordId() : "an approval for another caller");
        }
        // versions of the rework belong to the approval; a draft does not, and is another content for the same key
        boolean meant = wanted == null
                ? first.recordVersion() == latest.version() || records.status(latest.recordId()) != RecordStatus.DRAFT
                : wanted == first.recordVersion();
        if (!meant) {
            throw WorkflowRule.BUSINESS_KEY_CONFLICT.refuse(
                    key, "version " + first.recordVersion() + " of record " + first.recordId());
        }
        return found.map(this::answer);
    }

    private Started answer(StartRequests.Started first) {
        RecordVersion version = records.version(first.recordId(), first.recordVersion())
                .orElseThrow(() -> WorkflowRule.RECORD_NOT_FOUND.refuse(first.recordId()));
        boolean running = engine.as(
                Party.OURSELVES,
                context -> engine.services()
                                .getRuntimeService()
                                .createProcessInstanceQuery()
                                .processInstanceId(first.instanceId())
                                .count()
                        == 1);
        return new Started(
                first.instanceId(),
                first.definitionId(),
                first.businessKey(),
                version.recordId(),
                version.version(),
                version.sha256(),
                !running);
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
