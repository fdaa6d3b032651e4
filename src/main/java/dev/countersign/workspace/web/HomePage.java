package dev.countersign.workspace.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.ShownTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.Records;
import dev.countersign.records.Records.Listed;
import dev.countersign.workflow.Tasks;
import dev.countersign.workflow.Tasks.TaskView;
import dev.countersign.workflow.Tasks.TaskViews;
import dev.countersign.worm.RecordScope;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What waits for whoever looks, since when; and where the records that they wrote are (USE-02, WFL-09). */
@Controller
class HomePage {

    /** A screen of them; Tasklist and the search have the rest. */
    private static final int TASKS = 50;

    private static final int RECORDS = 10;
    private static final Set<RecordStatus> UNDER_WAY = Set.of(RecordStatus.IN_REVIEW, RecordStatus.IN_REWORK);

    private final Tasks tasks;
    private final Records records;
    private final StatusBoard board;
    private final People people;
    private final Authority authority;
    private final Refusals refusals;

    HomePage(Tasks tasks, Records records, StatusBoard board, People people, Authority authority, Refusals refusals) {
        this.tasks = tasks;
        this.records = records;
        this.board = board;
        this.people = people;
        this.authority = authority;
        this.refusals = refusals;
    }

    /** A task in the list of what waits. */
    record Mine(
            String taskId,
            String name,
            UUID recordId,
            int version,
            String title,
            ShownTime since,
            @Nullable ShownTime dueAt,
            boolean taken,
            @Nullable String whyNot) {}

    /** A record that whoever looks wrote first. */
    record Own(UUID recordId, String title, int version, String status, List<StatusBoard.Wait> waits) {}

    @GetMapping("/home")
    String home(Caller caller, Model model) {
        return refusals.guarding(caller, "home.show", "person:" + caller.actorId(), () -> {
            ZoneId zone = people.find(caller.actorId()).map(Person::zone).orElse(ZoneOffset.UTC);
            Optional<RecordScope> reach = authority.reach(caller.actorId(), Permission.READ_RECORDS);
            TaskViews waiting = tasks.of(caller, null);
            model.addAttribute(
                    "mine",
                    waiting.views().stream()
                            .sorted(Comparator.comparing((TaskView task) ->
                                            !task.canSign() && !task.meanings().isEmpty())
                                    .thenComparing(task -> task.assignee() == null)
                                    .thenComparing(TaskView::since))
                            .limit(TASKS)
                            .map(task -> mine(task, zone))
                            .toList());
            model.addAttribute("waiting", waiting.views().size());
            model.addAttribute("more", waiting.more());
            model.addAttribute(
                    "own", reach.map(scope -> own(caller, scope, zone)).orElse(List.of()));
            model.addAttribute("reads", reach.isPresent());
            model.addAttribute("drafts", authority.may(caller.actorId(), Permission.DRAFT_RECORDS));
            model.addAttribute(
                    "trains",
                    authority.may(caller.actorId(), Permission.DECLARE)
                            || authority.may(caller.actorId(), Permission.READ_TRAINING));
            return "records/home";
        });
    }

    private static Mine mine(TaskView task, ZoneId zone) {
        return new Mine(
                task.taskId(),
                task.name(),
                task.recordId(),
                task.version(),
                PlainText.visible(task.title()),
                ShownTime.of(task.since(), zone),
                task.dueAt() == null ? null : ShownTime.of(task.dueAt(), zone),
                task.assignee() != null,
                task.whyNot());
    }

    private List<Own> own(Caller caller, RecordScope reach, ZoneId zone) {
        return records.searchAmong(new Listed(caller.actorId(), reach), null, null, null, 0, RECORDS).items().stream()
                .map(one -> new Own(
                        one.recordId(),
                        PlainText.visible(one.title()),
                        one.version(),
                        one.status().code(),
                        UNDER_WAY.contains(one.status())
                                ? board.waits(one.recordId(), one.version(), zone)
                                : List.of()))
                .toList();
    }
}
