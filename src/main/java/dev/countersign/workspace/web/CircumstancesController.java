package dev.countersign.workspace.web;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordViewed;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What held when somebody signed, for programs (CPY-05); people read it on the signature's page. */
@RestController
@Tag(name = "Signatures")
class CircumstancesController {

    private final Signatures signatures;
    private final CircumstancesOfSignatures circumstances;
    private final RecordAccess access;
    private final Ledger ledger;
    private final Refusals refusals;

    CircumstancesController(
            Signatures signatures,
            CircumstancesOfSignatures circumstances,
            RecordAccess access,
            Ledger ledger,
            Refusals refusals) {
        this.signatures = signatures;
        this.circumstances = circumstances;
        this.access = access;
        this.ledger = ledger;
        this.refusals = refusals;
    }

    @GetMapping("/api/signatures/{id}/circumstances")
    @Operation(
            summary = "Show what held when a signature was made",
            description =
                    "Roles, account, process models, policy, certificate, plan, components and risk as they were at that second, each with the entry"
                            + " of the audit trail that tells it. `null` is *not recorded*: nothing is concluded from what holds now. For whoever may"
                            + " read the record.")
    Circumstances show(Caller caller, @PathVariable UUID id) {
        return refusals.guarding(caller, "signature.show", "signature:" + id, () -> {
            Signature signature = signatures
                    .find(id)
                    .orElseThrow(() -> new RefusedException(new Refusal(
                            "SIG-024", "signature-not-found", Kind.NOT_FOUND, "There is no signature " + id + ".")));
            RecordVersion version = access.version(caller, signature.recordId(), signature.version());
            Circumstances told = circumstances.of(caller, signature);
            ledger.appendAlone(caller, new RecordViewed(version, "circumstances", signature.statementSha256()));
            return told;
        });
    }
}
