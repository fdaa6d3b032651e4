package dev.countersign.ledger.web;

import dev.countersign.ledger.Log;
import dev.countersign.ledger.TilePath;
import dev.countersign.ledger.TrustFile;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Key, checkpoints and hashes of the sealed log, for everybody (AUD-02). What does not exist is answered as such and not put on
 * record: an anonymous caller could fill the log with it.
 */
@RestController
@Tag(name = "Sealed log", description = "C2SP tlog-checkpoint and tlog-tiles, and the trust file")
class LogController {

    private final Log log;
    private final TrustFile trust;

    LogController(Log log, TrustFile trust) {
        this.log = log;
        this.trust = trust;
    }

    @GetMapping("/log/key")
    @Operation(summary = "The log's key", description = "C2SP verifier key: `name+hash+base64`. No session needed.")
    ResponseEntity<String> key() {
        return ResponseEntity.ok().contentType(text()).body(log.verifierKey());
    }

    @GetMapping("/log/checkpoint")
    @Operation(
            summary = "The newest checkpoint",
            description = "A signed note (C2SP tlog-checkpoint). No session needed.")
    ResponseEntity<byte[]> checkpoint() {
        return ResponseEntity.ok().contentType(text()).body(log.newest().note());
    }

    @GetMapping("/log/tile/{level}/{*number}")
    @Operation(
            summary = "A tile of hashes",
            description =
                    "C2SP tlog-tiles: `<L>/<N>` or, while it is not full, `<L>/<N>.p/<W>`, with N as `x001/x234/067`."
                            + " No session needed.")
    ResponseEntity<byte[]> tile(@PathVariable String level, @PathVariable String number) {
        byte[] tile = TilePath.parse(number.substring(1))
                .flatMap(path -> level(level).flatMap(l -> log.tile(l, path)))
                .orElseThrow(() -> Log.noTile(level + number));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(tile);
    }

    @GetMapping("/trust.json")
    @Operation(
            summary = "What to trust",
            description =
                    "Fingerprints and keys that an evidence bundle is compared with. Fetch it once, keep it elsewhere."
                            + " No session needed.")
    ResponseEntity<byte[]> trust() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(trust.bytes());
    }

    private static Optional<Integer> level(String text) {
        return text.matches("0|[1-5]?\\d|6[0-3]") && !text.matches("0\\d")
                ? Optional.of(Integer.valueOf(text))
                : Optional.empty();
    }

    private static MediaType text() {
        return new MediaType(MediaType.TEXT_PLAIN, java.nio.charset.StandardCharsets.UTF_8);
    }
}
