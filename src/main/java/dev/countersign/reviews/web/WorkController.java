package dev.countersign.reviews.web;

import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.reviews.Reviews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Periodic work for programs that act for a person. */
@RestController
@RequestMapping("/api/work")
@Tag(
        name = "Work",
        description = "What falls due by the calendar: reviews of credentials, tests of authenticators, stale accounts")
class WorkController {

    private final Reviews reviews;

    WorkController(Reviews reviews) {
        this.reviews = reviews;
    }

    record WorkItem(UUID taskId, String kind, String about, String dueAt, boolean overdue) {}

    record WorkList(List<WorkItem> items) {}

    @GetMapping
    @Operation(
            summary = "What waits for the caller",
            description = "What is due first; it is done on the page `/work`.")
    WorkList list(Caller caller) {
        return new WorkList(reviews.waitingFor(caller).stream()
                .map(task -> new WorkItem(
                        task.taskId(), task.kind(), task.about(), UtcTime.write(task.dueAt()), task.overdue()))
                .toList());
    }

    @GetMapping(path = "/evidence/{sha256}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Evidence of a review of credentials",
            description =
                    "The exact bytes of what the reviewer saw and decided. For QA Managers, IT Administrators and auditors.")
    byte[] evidence(Caller caller, @PathVariable String sha256) {
        return reviews.evidence(caller, sha256);
    }
}
