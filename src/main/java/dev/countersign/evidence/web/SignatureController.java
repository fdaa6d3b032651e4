package dev.countersign.evidence.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.Evidence;
import dev.countersign.evidence.Verified;
import dev.countersign.evidence.verify.Report;
import dev.countersign.ledger.Authorities;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.worm.WormStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Signatures with what they rest on, and what verification says of them and of versions (11.10(b), 11.50). */
@RestController
@Tag(name = "Signatures", description = "Signatures, their statements and certificates, and verification")
class SignatureController {

    private final Signatures signatures;
    private final Evidence evidence;
    private final RecordAccess access;
    private final WormStore worm;
    private final Ledger ledger;
    private final Refusals refusals;

    SignatureController(
            Signatures signatures,
            Evidence evidence,
            RecordAccess access,
            WormStore worm,
            Ledger ledger,
            Refusals refusals) {
        this.signatures = signatures;
        this.evidence = evidence;
        this.access = access;
        this.worm = worm;
        this.ledger = ledger;
        this.refusals = refusals;
    }

    /**
     * @param statement the statement as JSON, for reading
     * @param statementBytes base64 of exactly what was signed
     * @param signature base64 of the 64 bytes
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record SignatureAnswer(
            UUID signatureId,
            UUID recordId,
            int version,
            String versionSha256,
            String planStep,
            String decision,
            String meaning,
            String sentence,
            @Nullable String reason,
            String userId,
            String printedName,
            String title,
            String signedAt,
            String zone,
            UUID keyId,
            String statementSha256,
            JsonNode statement,
            String statementBytes,
            String signature,
            String jws,
            @Nullable String certificate,
            @Nullable String authorityCertificate,
            Report verification) {}

    @GetMapping("/api/signatures/{id}")
    @Operation(
            summary = "Show a signature",
            description =
                    "Statement, 64 bytes of Ed25519 over exactly `statementBytes`, JWS, certificates, verification.")
    SignatureAnswer show(Caller caller, @PathVariable UUID id) {
        return refusals.guarding(caller, "signature.show", "signature:" + id, () -> {
            Signature signature = signatures
                    .find(id)
                    .orElseThrow(() -> new RefusedException(new Refusal(
                            "SIG-024", "signature-not-found", Kind.NOT_FOUND, "There is no signature " + id + ".")));
            access.requireVersion(caller, signature.recordId(), signature.version());
            Report report = told(
                    caller,
                    "signature:" + id,
                    signature.recordId(),
                    signature.version(),
                    () -> evidence.verifySignature(id));
            return answer(signature, report);
        });
    }

    @GetMapping("/api/records/{id}/versions/{number}/verification")
    @Operation(
            summary = "Verify a version",
            description =
                    "From stored bytes alone. INVALID if any check failed; INDETERMINATE if any could not be decided.")
    Report verify(Caller caller, @PathVariable UUID id, @PathVariable int number) {
        return refusals.guarding(caller, "record.verify", "record:" + id, () -> {
            access.requireVersion(caller, id, number);
            return told(caller, "verification:" + id + "/" + number, id, number, () -> evidence.verify(id, number));
        });
    }

    private Report told(Caller caller, String subject, UUID id, int number, Supplier<Report> verification) {
        return Verified.telling(
                verification,
                verified -> ledger.appendAlone(caller, new EvidenceViewed(subject, id, number, verified)));
    }

    private SignatureAnswer answer(Signature signature, Report verification) {
        byte[] statement = worm.signature(signature.signatureId()).orElseThrow().statement();
        return new SignatureAnswer(
                signature.signatureId(),
                signature.recordId(),
                signature.version(),
                signature.versionSha256().hex(),
                signature.planStep(),
                signature.approve() ? "approve" : "reject",
                signature.meaning(),
                signature.sentence(),
                signature.reason(),
                signature.userId(),
                signature.printedName(),
                signature.title(),
                UtcTime.write(signature.signedAt()),
                signature.zone(),
                signature.keyId(),
                signature.statementSha256().hex(),
                signature.statement(),
                Base64.getEncoder().encodeToString(statement),
                Base64.getEncoder().encodeToString(signature.signatureBytes()),
                signature.jws(),
                worm.enrolment(signature.keyId())
                        .map(enrolment ->
                                Certificate.parse(enrolment.certificate()).pem())
                        .orElse(null),
                worm.enrolment(signature.keyId())
                        .flatMap(enrolment -> Authorities.of(worm).issuerOf(Certificate.parse(enrolment.certificate())))
                        .map(authority -> authority.certificate().pem())
                        .orElse(null),
                verification);
    }
}
