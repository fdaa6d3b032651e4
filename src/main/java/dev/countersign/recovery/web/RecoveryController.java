package dev.countersign.recovery.web;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.LogRecovery.Situation;
import dev.countersign.ledger.LogRecovery.Stated;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.recovery.Recovery;
import dev.countersign.recovery.Recovery.Proposal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Recovery mode and its exit (docs/operations/recovery.md). */
@RestController
@RequestMapping("/api/log/recovery")
@Tag(name = "Recovery mode", description = "What to do when the log contradicts its witnesses")
class RecoveryController {

    private final Recovery recovery;
    private final Refusals refusals;

    RecoveryController(Recovery recovery, Refusals refusals) {
        this.recovery = recovery;
        this.refusals = refusals;
    }

    record StatedView(String origin, long size, String root) {

        static @Nullable StatedView of(@Nullable Stated stated) {
            return stated == null
                    ? null
                    : new StatedView(
                            stated.origin(), stated.size(), stated.root().hex());
        }
    }

    /** @param statement the text that is signed */
    record ProposalView(String statementSha256, String proposedBy, String lapsesAt, String statement) {

        static ProposalView of(Proposal proposal) {
            return new ProposalView(
                    proposal.sha256().hex(),
                    proposal.userId(),
                    UtcTime.write(proposal.lapsesAt()),
                    new String(proposal.statement(), StandardCharsets.UTF_8));
        }
    }

    record RecoveryView(
            String mode,
            String cause,
            @Nullable StatedView stored,
            @Nullable StatedView witnessed,
            @Nullable ProposalView proposal) {}

    @GetMapping
    @Operation(
            summary = "Whether the log is in recovery mode, and why",
            description = "With what is stored, what the witnesses can show, and a proposal that waits.")
    RecoveryView situation(Caller caller) {
        return view(recovery.situation(caller));
    }

    @PostMapping
    @Operation(
            summary = "Propose to go on with what is stored",
            description = "Body `{reason, password, otp}`, by a QA Manager. Another confirms within an hour."
                    + " 409 `not-in-recovery` or `log-broken`.")
    ResponseEntity<ProposalView> propose(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        DecisionBody asked = refusals.guarding(caller, "log.recovery", "log", () -> DecisionBody.read(body));
        Proposal proposal = recovery.propose(caller, asked.reason(), asked.password(), asked.otp());
        return ResponseEntity.created(
                        URI.create("/api/log/recovery/" + proposal.sha256().hex()))
                .body(ProposalView.of(proposal));
    }

    @PostMapping("/{statementSha256}/confirmation")
    @Operation(
            summary = "Confirm it as the second person",
            description =
                    "Body `{password, otp}`. Opens the next epoch of the log. 403 `same-person`, 404 `no-such-proposal`, 409"
                            + " `situation-changed`.")
    RecoveryView confirm(
            Caller caller,
            @PathVariable String statementSha256,
            @RequestBody(required = false) byte @Nullable [] body) {
        Digest statement = refusals.guarding(caller, "log.recovery", "log", () -> digest(statementSha256));
        DecisionBody asked = refusals.guarding(caller, "log.recovery", "log", () -> DecisionBody.read(body));
        return view(recovery.confirm(caller, statement, asked.password(), asked.otp()));
    }

    private RecoveryView view(Situation situation) {
        return new RecoveryView(
                situation.inRecovery() ? "recovery" : "normal",
                situation.cause(),
                StatedView.of(situation.storedOrNull()),
                StatedView.of(situation.witnessed()),
                recovery.proposal().map(ProposalView::of).orElse(null));
    }

    private static Digest digest(String hex) {
        try {
            return Digest.parse(hex);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(new Refusal(
                    "RCV-005",
                    "no-such-proposal",
                    Kind.NOT_FOUND,
                    "A proposal is named by its statementSha256 (expected: 64 lower-case hexadecimal digits)."));
        }
    }
}
