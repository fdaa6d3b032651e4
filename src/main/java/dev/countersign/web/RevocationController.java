package dev.countersign.web;

import dev.countersign.identity.Revocations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The authority's list of certificates that ended, for everybody: serial numbers and times, no names. */
@RestController
@Tag(name = "Signatures")
class RevocationController {

    private final Revocations revocations;

    RevocationController(Revocations revocations) {
        this.revocations = revocations;
    }

    @GetMapping("/revocations.crl")
    @Operation(
            summary = "Certificates that ended",
            description =
                    "X.509 CRL (RFC 5280), DER, signed by the authority; without an account. A signature made before its"
                            + " certificate ended stays valid. 404 `no-authority` before the first certificate.")
    ResponseEntity<byte[]> list() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/pkix-crl"))
                .cacheControl(CacheControl.noCache())
                .body(revocations.list());
    }
}
