package dev.countersign.evidence.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.Verifications;
import dev.countersign.evidence.Verifications.Verification;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Full verifications of the log and of all records, for those who may read the audit trail (WRM-03). */
@RestController
@RequestMapping("/api/audit/verification")
@Tag(name = "Audit trail")
class VerificationController {

    private final Verifications verifications;
    private final Authority authority;
    private final Refusals refusals;

    VerificationController(Verifications verifications, Authority authority, Refusals refusals) {
        this.verifications = verifications;
        this.authority = authority;
        this.refusals = refusals;
    }

    /**
     * @param result {@code verified}, {@code failed}, or {@code none} before the first ended
     * @param running whether this node is at one now
     * @param failures how much does not hold; the first of each check are in {@code findings}
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Answer(
            String result,
            boolean running,
            @Nullable String startedAt,
            @Nullable String endedAt,
            @Nullable Long durationMillis,
            @Nullable Long size,
            @Nullable String root,
            @Nullable Long failures,
            JsonNode checks,
            JsonNode findings) {}

    @GetMapping
    @Operation(
            summary = "The newest full verification",
            description =
                    "Size and root of the log, how long it took, each check, and table and key of what does not hold.")
    Answer newest(Caller caller) {
        return refusals.guarding(caller, "audit.verification", "log", () -> {
            authority.require(caller, Permission.VERIFY_COMPLIANCE);
            return answer();
        });
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Verify everything now",
            description = "Begins as soon as none runs, and answers at once; after a restore, or before an inspection.")
    Answer request(Caller caller) {
        return refusals.guarding(caller, "audit.verification", "log", () -> {
            authority.require(caller, Permission.VERIFY_COMPLIANCE);
            verifications.request(caller);
            return answer();
        });
    }

    private Answer answer() {
        boolean running = verifications.isRunning();
        return verifications
                .newest()
                .map(newest -> answer(newest, running))
                .orElseGet(() -> new Answer(
                        "none",
                        running,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        JsonNodeFactory.instance.arrayNode(),
                        JsonNodeFactory.instance.arrayNode()));
    }

    private static Answer answer(Verification newest, boolean running) {
        return new Answer(
                newest.holds() ? "verified" : "failed",
                running,
                UtcTime.write(newest.startedAt()),
                UtcTime.write(newest.endedAt()),
                Duration.between(newest.startedAt(), newest.endedAt()).toMillis(),
                newest.size(),
                newest.root(),
                newest.failures(),
                newest.report().path("checks"),
                newest.report().path("findings"));
    }
}
