package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.training.Certificates.Given;
import dev.countersign.training.CompetencyTests.Asked;
import dev.countersign.training.CompetencyTests.Result;
import dev.countersign.training.Courses.Course;
import dev.countersign.training.Courses.Need;
import dev.countersign.training.Courses.Section;
import dev.countersign.training.Qualification;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.Tasks;
import dev.countersign.workflow.TrainingDesk;
import dev.countersign.workflow.TrainingDesk.Evidence;
import dev.countersign.workflow.TrainingDesk.Standing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Training over HTTP (TRN-01, AUT-05). */
@RestController
@RequestMapping("/api/training")
@Tag(name = "Training", description = "Courses, competency tests, completions and certificates (21 CFR 11.10(i))")
class TrainingController {

    private final TrainingDesk desk;
    private final Tasks tasks;
    private final Refusals refusals;

    TrainingController(TrainingDesk desk, Tasks tasks, Refusals refusals) {
        this.desk = desk;
        this.tasks = tasks;
        this.refusals = refusals;
    }

    record Listing<T>(List<T> items) {}

    record TrainedView(
            String kind,
            UUID qualificationId,
            String since,
            String countsUntil,
            boolean counts,
            @Nullable UUID recordId,
            @Nullable String issuer) {

        static @Nullable TrainedView of(@Nullable Qualification one) {
            return one == null
                    ? null
                    : new TrainedView(
                            one.kind(),
                            one.qualificationId(),
                            UtcTime.write(one.since()),
                            UtcTime.write(one.countsUntil()),
                            one.counts(),
                            one.recordId(),
                            one.issuer());
        }
    }

    record CourseView(
            String code,
            String title,
            @Nullable UUID recordId,
            int version,
            String sha256,
            String summary,
            int drawn,
            int passMark,
            int validityMonths,
            int graceDays,
            List<String> roles,
            List<String> recordTypes,
            String effectiveAt) {

        static CourseView of(Course one) {
            return new CourseView(
                    one.code(),
                    one.title(),
                    one.recordId(),
                    one.version(),
                    one.sha256(),
                    one.summary(),
                    one.drawn(),
                    one.passMark(),
                    one.validityMonths(),
                    one.graceDays(),
                    one.roles(),
                    one.recordTypes(),
                    UtcTime.write(one.effectiveAt()));
        }
    }

    record FileView(String name, String mediaType, long length, String sha256) {}

    record ReadCourse(CourseView course, List<Section> material, List<FileView> files) {}

    record NeedView(
            CourseView course,
            boolean byRole,
            boolean met,
            @Nullable TrainedView trained,
            @Nullable UUID attemptToSign) {

        static NeedView of(Need need) {
            return new NeedView(
                    CourseView.of(need.course()),
                    need.byRole(),
                    need.met(),
                    TrainedView.of(need.trained().orElse(null)),
                    need.toSign().orElse(null));
        }
    }

    record StandingView(
            String userId,
            String printedName,
            List<String> roles,
            String course,
            boolean required,
            boolean met,
            @Nullable TrainedView trained) {

        static StandingView of(Standing one) {
            return new StandingView(
                    one.person().userId(),
                    one.person().printedName(),
                    one.roles().stream().map(role -> role.code()).sorted().toList(),
                    one.course().code(),
                    one.required(),
                    one.met(),
                    TrainedView.of(one.trained().orElse(null)));
        }
    }

    record Completion(
            UUID recordId,
            int version,
            String sha256,
            String instanceId,
            @Nullable String taskId) {}

    record Proposed(UUID recordId, int version, String sha256, String instanceId) {}

    record Certified(UUID certificateId) {}

    record Reason(@Nullable String reason) {}

    @GetMapping
    @Operation(
            summary = "What you need",
            description =
                    "Every course in force: whether a role of yours needs it to sign (`byRole`), whether you are trained in it (`met`) and until"
                            + " when, and `attemptToSign` where a passed test waits for its completion.")
    Listing<NeedView> mine(Caller caller) {
        return new Listing<>(desk.mine(caller).stream().map(NeedView::of).toList());
    }

    @GetMapping("/courses")
    @Operation(
            summary = "Courses in force",
            description = "By code. `recordId` is null for one that the set-up of a demonstration put in force.")
    Listing<CourseView> courses(Caller caller) {
        return new Listing<>(desk.courses(caller).stream().map(CourseView::of).toList());
    }

    @GetMapping("/courses/{code}")
    @Operation(
            summary = "Read a course",
            description = "With its material; sections are Markdown. Its questions are asked in a test alone.")
    ReadCourse course(Caller caller, @PathVariable String code) {
        Course course = desk.course(caller, code);
        return new ReadCourse(
                CourseView.of(course),
                course.material(),
                desk.files(course).stream()
                        .map(one -> new FileView(
                                one.name(),
                                one.mediaType(),
                                one.length(),
                                one.sha256().hex()))
                        .toList());
    }

    @GetMapping("/courses/{code}/files/{sha256}")
    @Operation(
            summary = "A file of a course",
            description = "The exact bytes that are attached to the version in force.")
    ResponseEntity<byte[]> file(Caller caller, @PathVariable String code, @PathVariable String sha256) {
        return download("course-" + code + ".pdf", desk.file(caller, code, Digest.parse(sha256)));
    }

    @PostMapping("/courses/shipped")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Propose the course of the release",
            description =
                    "Writes a record of type `training-course` and starts its approval; it is in force when it is effective. By a QA Manager.")
    Proposed propose(Caller caller) {
        Started started = desk.proposeShipped(caller);
        return new Proposed(
                started.recordId(), started.version(), started.sha256().hex(), started.instanceId());
    }

    @PostMapping("/courses/{code}/attempts")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Begin the test of a course",
            description =
                    "The server draws questions and keeps them; while a test is open, the same one is answered. 429 `too-many-attempts`.")
    Asked begin(Caller caller, @PathVariable String code) {
        return desk.begin(caller, code);
    }

    @PostMapping("/attempts/{attemptId}/answers")
    @Operation(
            summary = "Have a test judged",
            description =
                    "Body `{answers: {questionId: [choiceId, …]}}`, each question that was asked. Says whether it was passed and how many were"
                            + " right, not which. 404 `attempt-not-found`, 409 `attempt-over`, 422 `invalid-answers` with pointers.")
    Result answer(Caller caller, @PathVariable UUID attemptId, @RequestBody(required = false) byte @Nullable [] body) {
        Map<String, List<String>> answers = refusals.guarding(
                caller, "training.answer", "training-attempt:" + attemptId, () -> AnswersSent.read(parsed(body)));
        return desk.answer(caller, attemptId, answers);
    }

    @PostMapping("/attempts/{attemptId}/completion")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Write the completion of a passed test",
            description =
                    "Starts process `declaration` with a record of type `training-completion`; training counts when its author has signed it:"
                            + " `POST /api/tasks/{taskId}/signature`. Called again, answers with the same. 403 `not-passed`, 409 `course-replaced`.")
    Completion complete(Caller caller, @PathVariable UUID attemptId) {
        Started started = desk.complete(caller, attemptId);
        String taskId = tasks.of(caller, started.recordId()).views().stream()
                .filter(Tasks.TaskView::canSign)
                .map(Tasks.TaskView::taskId)
                .findFirst()
                .orElse(null);
        return new Completion(
                started.recordId(), started.version(), started.sha256().hex(), started.instanceId(), taskId);
    }

    @GetMapping("/matrix")
    @Operation(
            summary = "Who is trained in what",
            description =
                    "Active people and courses in force, where the course is required of them or they were trained in it. For QA Managers and auditors.")
    Listing<StandingView> matrix(Caller caller) {
        return new Listing<>(desk.matrix(caller).stream().map(StandingView::of).toList());
    }

    @GetMapping(path = "/gaps.csv", produces = "text/csv")
    @Operation(
            summary = "Who lacks what, as a table",
            description =
                    "CSV in UTF-8: whoever needs a course and is not trained in it now. For QA Managers and auditors.")
    ResponseEntity<String> gaps(Caller caller) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"training-gaps.csv\"")
                .body(TrainingTable.gaps(desk.matrix(caller)));
    }

    @PostMapping(path = "/certificates", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Record what somebody was trained by elsewhere",
            description =
                    "By a QA Manager, never for oneself, with a reason; `until` as 2027-01-31T17:00:00Z, and the evidence as a file that could be"
                            + " attached to a record. Counts like a completion until it ends.")
    Certified certify(
            Caller caller,
            @RequestParam String person,
            @RequestParam String course,
            @RequestParam String issuer,
            @RequestParam Instant until,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam MultipartFile evidence) {
        return new Certified(
                desk.certify(caller, new Given(person, course, issuer, until), EvidenceSent.read(evidence), reason));
    }

    @PostMapping("/certificates/{certificateId}/revocation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Take a certificate back",
            description = "Body `{reason}`. It counts no more. By a QA Manager.")
    void revoke(
            Caller caller, @PathVariable UUID certificateId, @RequestBody(required = false) @Nullable Reason asked) {
        desk.revoke(caller, certificateId, asked == null || asked.reason() == null ? "" : asked.reason());
    }

    @GetMapping("/certificates/{certificateId}/evidence")
    @Operation(
            summary = "The evidence of a certificate",
            description = "The exact bytes. For QA Managers and auditors.")
    ResponseEntity<byte[]> evidence(Caller caller, @PathVariable UUID certificateId) {
        Evidence evidence = desk.evidence(caller, certificateId);
        return download(evidence.name(), evidence.bytes());
    }

    private static ResponseEntity<byte[]> download(String name, byte[] bytes) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(bytes);
    }

    private static JsonNode parsed(byte @Nullable [] body) {
        return CanonicalJson.parse(body == null ? new byte[0] : body);
    }
}
