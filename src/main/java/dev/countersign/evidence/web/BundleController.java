package dev.countersign.evidence.web;

import dev.countersign.evidence.BundleChecks;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.Report;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The check of bundles for everybody with an account: in the browser, where nothing leaves it, or by the program's own verifier (CPY-03). */
@RestController
@Tag(name = "Evidence")
class BundleController {

    private static final Pattern POLICY =
            Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]+)\"");

    private final BundleChecks bundles;
    private final Ledger ledger;
    private final Refusals refusals;
    private final String page;
    private final String policy;

    BundleController(BundleChecks bundles, Ledger ledger, Refusals refusals) {
        this.bundles = bundles;
        this.ledger = ledger;
        this.refusals = refusals;
        this.page = bundles.page();
        Matcher own = POLICY.matcher(page);
        if (!own.find()) {
            throw new IllegalStateException("the page says no policy");
        }
        this.policy = own.group(1) + "; frame-ancestors 'none'";
    }

    /** @param fingerprints keys of the bundle, to be compared with a trust file from elsewhere */
    record Answer(Report.State state, List<Report.Check> checks, List<String> fingerprints) {}

    @PostMapping(path = "/api/evidence/verification", consumes = "application/zip")
    @Operation(
            summary = "Check an evidence bundle",
            description = "The bundle's bytes as the body, 512 MiB at most, against the keys of this installation.")
    Answer check(Caller caller, HttpServletRequest request) {
        return refusals.guarding(caller, "evidence.check", "bundle", () -> {
            try {
                Verdict verdict = bundles.check(request.getInputStream());
                ledger.appendAlone(
                        caller, new BundleChecked(verdict.report().state().name()));
                return new Answer(verdict.report().state(), verdict.report().checks(), verdict.fingerprints());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The page of every bundle, as it is in them. */
    @GetMapping(path = "/verify", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page() {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header("Content-Security-Policy", policy)
                .body(page);
    }
}
