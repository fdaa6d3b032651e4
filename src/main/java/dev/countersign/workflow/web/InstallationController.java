package dev.countersign.workflow.web;

import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What anybody may know of the installation, and the way from a task to its signing page. */
@RestController
class InstallationController {

    private static final Pattern TASK_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final WormStore store;
    private final SigningOrigin signingOrigin;

    InstallationController(WormStore store, SigningOrigin signingOrigin) {
        this.store = store;
        this.signingOrigin = signingOrigin;
    }

    record InstallationView(String organisation, String environment, String signingOrigin) {}

    @GetMapping("/api/installation")
    @Operation(summary = "Organisation, environment and the origin of the signing pages")
    InstallationView installation(HttpServletRequest request) {
        Installation installation = store.installation();
        return new InstallationView(installation.organisation(), installation.environment(), signingOrigin.of(request));
    }

    /** The signing pages have an origin of their own, whose port a form or an e-mail cannot know. */
    @GetMapping("/tasks/{taskId}/sign")
    @Operation(hidden = true)
    ResponseEntity<Void> signingPage(HttpServletRequest request, @PathVariable String taskId) {
        if (!TASK_ID.matcher(taskId).matches()) {
            return ResponseEntity.notFound().build();
        }
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(signingOrigin.of(request) + "/sign/" + taskId))
                .build();
    }
}
