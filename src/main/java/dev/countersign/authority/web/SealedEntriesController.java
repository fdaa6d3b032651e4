package dev.countersign.authority.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Log;
import dev.countersign.ledger.Log.Inclusion;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.TilePath;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sealed entries with their proofs, for those who may read the audit trail (AUD-02). */
@RestController
@Tag(name = "Audit trail")
class SealedEntriesController {

    private final Authority authority;
    private final Log log;
    private final Refusals refusals;

    SealedEntriesController(Authority authority, Log log, Refusals refusals) {
        this.authority = authority;
        this.log = log;
        this.refusals = refusals;
    }

    /**
     * @param entry base64 of the exact bytes
     * @param proof RFC 6962 audit path, from the leaf up, hexadecimal
     * @param checkpoint signed note whose root the path leads to
     */
    record Proof(long index, long size, String entry, String leafHash, List<String> proof, String checkpoint) {}

    @GetMapping("/api/audit/entries/{index}/proof")
    @Operation(
            summary = "Proof that an entry is in the log",
            description = "Entry, inclusion proof (RFC 6962) and signed checkpoint of `size`, or of the newest.")
    Proof proof(Caller caller, @PathVariable long index, @RequestParam(required = false) @Nullable Long size) {
        return refusals.guarding(caller, "audit.prove", "entry:" + index, () -> {
            authority.require(caller, Permission.READ_AUDIT_TRAIL);
            Inclusion inclusion =
                    log.inclusion(index, size == null ? log.newest().size() : size);
            return new Proof(
                    index,
                    inclusion.checkpoint().size(),
                    Base64.getEncoder().encodeToString(inclusion.entry()),
                    inclusion.leafHash().hex(),
                    inclusion.path().stream().map(Digest::hex).toList(),
                    new String(inclusion.checkpoint().note(), StandardCharsets.UTF_8));
        });
    }

    @GetMapping("/log/tile/entries/{*number}")
    @Operation(
            summary = "A tile of entries",
            description = "C2SP tlog-tiles: `entries/<N>` or, while it is not full, `entries/<N>.p/<W>`.")
    ResponseEntity<byte[]> entries(Caller caller, @PathVariable String number) {
        return refusals.guarding(caller, "audit.read", "audit", () -> {
            authority.require(caller, Permission.READ_AUDIT_TRAIL);
            byte[] tile = TilePath.parse(number.substring(1))
                    .flatMap(log::entryTile)
                    .orElseThrow(() -> Log.noTile("entries" + number));
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .body(tile);
        });
    }
}
