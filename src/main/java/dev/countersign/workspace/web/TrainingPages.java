package dev.countersign.workspace.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.ShownTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.NewVersion.NewAttachment;
import dev.countersign.training.Certificates.Given;
import dev.countersign.training.CompetencyTests.Asked;
import dev.countersign.training.CompetencyTests.Result;
import dev.countersign.training.Courses.Course;
import dev.countersign.training.Courses.Need;
import dev.countersign.training.Qualification;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.Tasks;
import dev.countersign.workflow.TrainingDesk;
import dev.countersign.workflow.TrainingDesk.Standing;
import dev.countersign.workspace.web.Reading.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Training in a browser (TRN-01): what one needs, the material, the test, the completion; and for QA Managers who lacks what. */
@Controller
@RequestMapping("/training")
class TrainingPages {

    private static final String PAGE = "redirect:/training";
    private static final String MATRIX = "redirect:/training/matrix";
    private static final String QUESTION = "q.";

    /** A screen of them and some more; the table of gaps has all. */
    private static final int ROWS = 500;

    private final TrainingDesk desk;
    private final Tasks tasks;
    private final Authority authority;
    private final People people;

    TrainingPages(TrainingDesk desk, Tasks tasks, Authority authority, People people) {
        this.desk = desk;
        this.tasks = tasks;
        this.authority = authority;
        this.people = people;
    }

    /** A course as the page of somebody shows it. */
    record Shown(
            String code,
            String title,
            boolean required,
            boolean met,
            @Nullable ShownTime until,
            boolean certificate,
            @Nullable UUID attempt,
            List<String> types) {}

    @GetMapping
    String mine(Caller caller, Model model) {
        ZoneId zone = zone(caller);
        boolean reads = authority.may(caller.actorId(), Permission.READ_TRAINING);
        boolean takes = !reads || authority.may(caller.actorId(), Permission.DECLARE);
        List<Need> needs = takes ? desk.mine(caller) : List.of();
        model.addAttribute("takes", takes);
        model.addAttribute(
                "needs", needs.stream().map(need -> shown(need, zone)).toList());
        model.addAttribute("reads", reads);
        boolean proposes = authority.may(caller.actorId(), Permission.MANAGE_TRAINING)
                && needs.stream()
                        .noneMatch(need -> need.course().recordId() != null
                                && need.course().code().equals("ESIG"));
        model.addAttribute("proposes", proposes);
        return "training/mine";
    }

    private static Shown shown(Need need, ZoneId zone) {
        Course course = need.course();
        return new Shown(
                course.code(),
                course.title(),
                need.byRole(),
                need.met(),
                need.trained().map(one -> ShownTime.of(one.countsUntil(), zone)).orElse(null),
                need.trained().filter(one -> one.kind().equals("certificate")).isPresent(),
                need.toSign().orElse(null),
                course.recordTypes());
    }

    /** A section of the material. */
    record Read(String heading, List<Block> blocks) {}

    @GetMapping("/{code}")
    String course(Caller caller, @PathVariable String code, Model model) {
        Course course = desk.course(caller, code);
        boolean takes = authority.may(caller.actorId(), Permission.DECLARE);
        model.addAttribute("course", course);
        model.addAttribute(
                "sections",
                course.material().stream()
                        .map(one -> new Read(one.heading(), Reading.of(one.text())))
                        .toList());
        model.addAttribute("files", desk.files(course));
        model.addAttribute("takes", takes);
        Optional<Need> need = takes
                ? desk.mine(caller).stream()
                        .filter(one -> one.course().code().equals(code))
                        .findFirst()
                : Optional.empty();
        model.addAttribute("need", need.map(one -> shown(one, zone(caller))).orElse(null));
        return "training/course";
    }

    @PostMapping("/{code}/test")
    String begin(Caller caller, @PathVariable String code, Model model, RedirectAttributes next) {
        try {
            return asked(desk.begin(caller, code), model);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
            return PAGE + "/{code}";
        }
    }

    private static String asked(Asked asked, Model model) {
        model.addAttribute("asked", asked);
        return "training/test";
    }

    @PostMapping("/{code}/attempts/{attemptId}")
    String answer(
            Caller caller,
            @PathVariable String code,
            @PathVariable UUID attemptId,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes next) {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        sent.forEach((name, values) -> {
            if (name.startsWith(QUESTION)) {
                answers.put(name.substring(QUESTION.length()), values);
            }
        });
        try {
            Result result = desk.answer(caller, attemptId, answers);
            next.addFlashAttribute("result", result);
        } catch (RefusedException e) {
            if (e.refusal().code().equals("invalid-answers")) {
                model.addAttribute("missing", true);
                model.addAttribute("given", answers);
                return asked(desk.begin(caller, code), model);
            }
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return PAGE + "/{code}";
    }

    /** On to where the completion is signed. */
    @PostMapping("/{code}/attempts/{attemptId}/completion")
    String complete(Caller caller, @PathVariable String code, @PathVariable UUID attemptId, RedirectAttributes next) {
        try {
            Started started = desk.complete(caller, attemptId);
            return tasks.of(caller, started.recordId()).views().stream()
                    .filter(Tasks.TaskView::canSign)
                    .findFirst()
                    .map(task -> "redirect:/camunda/app/tasklist/default/#/?task=" + task.taskId())
                    .orElse("redirect:/home");
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
            return PAGE + "/{code}";
        }
    }

    @PostMapping("/shipped")
    String propose(Caller caller, RedirectAttributes next) {
        try {
            return "redirect:/records/" + desk.proposeShipped(caller).recordId();
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
            return PAGE;
        }
    }

    /** A person and a course in the matrix. */
    record Row(
            String userId,
            String name,
            String roles,
            String code,
            boolean gap,
            boolean met,
            @Nullable ShownTime until,
            @Nullable UUID certificate) {}

    @GetMapping("/matrix")
    String matrix(Caller caller, Model model) {
        ZoneId zone = zone(caller);
        List<Standing> standings = desk.matrix(caller);
        model.addAttribute(
                "rows",
                standings.stream()
                        .sorted(Comparator.comparing((Standing one) -> !one.isGap()))
                        .limit(ROWS)
                        .map(one -> row(one, zone))
                        .toList());
        model.addAttribute("total", standings.size());
        model.addAttribute("gaps", standings.stream().filter(Standing::isGap).count());
        model.addAttribute("manages", authority.may(caller.actorId(), Permission.MANAGE_TRAINING));
        model.addAttribute("courses", desk.courses(caller));
        return "training/matrix";
    }

    private static Row row(Standing one, ZoneId zone) {
        Qualification trained = one.trained().orElse(null);
        return new Row(
                one.person().userId(),
                one.person().printedName(),
                String.join(
                        ", ",
                        one.roles().stream().map(Role::printedName).sorted().toList()),
                one.course().code(),
                one.isGap(),
                one.met(),
                trained == null ? null : ShownTime.of(trained.countsUntil(), zone),
                trained == null || trained.issuer() == null ? null : trained.qualificationId());
    }

    /** Until the end of that day, where the caller works. */
    @PostMapping("/certificates")
    String certify(
            Caller caller,
            @RequestParam String person,
            @RequestParam String course,
            @RequestParam String issuer,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate until,
            @RequestParam String reason,
            @RequestParam MultipartFile evidence,
            RedirectAttributes next) {
        Given given = new Given(
                person.strip(),
                course,
                issuer,
                until.plusDays(1).atStartOfDay(zone(caller)).toInstant());
        return done(next, () -> desk.certify(caller, given, file(evidence), reason));
    }

    @PostMapping("/certificates/{certificateId}/revocation")
    String revoke(
            Caller caller, @PathVariable UUID certificateId, @RequestParam String reason, RedirectAttributes next) {
        return done(next, () -> desk.revoke(caller, certificateId, reason));
    }

    private static String done(RedirectAttributes next, Runnable act) {
        try {
            act.run();
            next.addFlashAttribute("done", true);
        } catch (RefusedException e) {
            next.addFlashAttribute("refusal", e.refusal().detail());
        }
        return MATRIX;
    }

    private static NewAttachment file(MultipartFile file) {
        try {
            return new NewAttachment(
                    Objects.requireNonNullElse(file.getOriginalFilename(), ""),
                    Objects.requireNonNullElse(file.getContentType(), "application/octet-stream"),
                    file.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ZoneId zone(Caller caller) {
        return people.find(caller.actorId()).map(Person::zone).orElse(ZoneOffset.UTC);
    }
}
