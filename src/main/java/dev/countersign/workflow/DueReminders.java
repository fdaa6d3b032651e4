package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.notices.Notices;
import dev.countersign.notices.WorkNews;
import dev.countersign.records.RecordAlteredException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.workflow.ReminderMapper.Reminder;
import dev.countersign.workflow.WaitingTasks.Waiting;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reminds of tasks whose model says when they are due (WFL-05): in the last fifth of their time whoever has or could take them, and when they
 * are overdue the QA Managers too. Each once, whichever of the nodes is first; a task that is given another due date is reminded of anew.
 */
@Component
class DueReminders {

    private static final Logger LOG = LoggerFactory.getLogger(DueReminders.class);

    private static final DateTimeFormatter DUE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm 'UTC'", Locale.ENGLISH);

    /** Of one look, so that none lasts long; the next goes on. */
    private static final int MOST = 200;

    private final ReminderMapper reminders;
    private final WaitingTasks waiting;
    private final WorkNotices names;
    private final Notices notices;
    private final Records records;
    private final Authority authority;
    private final WormStore store;
    private final TransactionTemplate transaction;

    DueReminders(
            ReminderMapper reminders,
            WaitingTasks waiting,
            WorkNotices names,
            Notices notices,
            Records records,
            Authority authority,
            WormStore store,
            PlatformTransactionManager transactions) {
        this.reminders = reminders;
        this.waiting = waiting;
        this.names = names;
        this.notices = notices;
        this.records = records;
        this.authority = authority;
        this.store = store;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** On every node. */
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void remind() {
        String organisation = store.installation().organisation();
        Instant now = store.now();
        List<Reminder> wanted = reminders.wanted(organisation, now, MOST);
        Map<String, Set<Role>> roles = wanted.isEmpty() ? Map.of() : authority.roles();
        for (Reminder reminder : wanted) {
            try {
                transaction.executeWithoutResult(status -> {
                    if (reminders.given(organisation, reminder, now) == 1) {
                        waiting.withIds(List.of(reminder.taskId())).forEach(task -> remind(reminder, task, roles));
                    }
                });
            } catch (TransientDataAccessException
                    | DataAccessResourceFailureException
                    | CannotCreateTransactionException
                    | TransactionSystemException e) {
                // neither given nor told of: the next look finds it as it was
                LOG.warn("task {} is reminded of at the next look", reminder.taskId(), e);
            } catch (RuntimeException e) {
                LOG.error("WFL-097 reminder-failed: nobody was reminded of task {}", reminder.taskId(), e);
                // not tried again: a task that fails every time would be in the way of all that are due after it
                transaction.executeWithoutResult(status -> reminders.given(organisation, reminder, now));
            }
        }
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    void forget() {
        reminders.forget(store.installation().organisation());
    }

    private void remind(Reminder reminder, Waiting task, Map<String, Set<Role>> roles) {
        String due = DUE.format(reminder.dueAt().atOffset(ZoneOffset.UTC));
        @Nullable String assignee = task.assignee();
        List<String> able = assignee == null ? offeredTo(task, roles) : List.of(assignee);
        if (!reminder.overdue()) {
            tell(WorkNews.DUE, able, task, due);
            return;
        }
        tell(WorkNews.OVERDUE, able, task, due);
        List<String> managers = holders(Role.QA_MANAGER, roles)
                .filter(userId -> !able.contains(userId))
                .toList();
        if (assignee != null) {
            tell(WorkNews.ESCALATED, managers, task, due, names.nameOf(assignee));
        } else {
            String role = Optional.ofNullable(task.role())
                    .flatMap(Role::ofCode)
                    .map(Role::printedName)
                    .orElse("nobody");
            tell(WorkNews.ESCALATED_UNTAKEN, managers, task, due, role);
        }
    }

    /** Without whoever wrote the version: it is not theirs to review. */
    private List<String> offeredTo(Waiting task, Map<String, Set<Role>> roles) {
        Optional<String> author = author(task);
        return Stream.ofNullable(task.role())
                .flatMap(code -> Role.ofCode(code).stream())
                .flatMap(role -> holders(role, roles))
                .filter(userId -> !author.equals(Optional.of(userId)))
                .toList();
    }

    private Optional<String> author(Waiting task) {
        try {
            return records.version(task.recordId(), task.version())
                    .map(RecordVersion::author)
                    .filter(RecordVersion.Author::isPerson)
                    .map(RecordVersion.Author::id);
        } catch (RecordAlteredException e) {
            // the task waits all the same, and whoever opens it is told
            LOG.warn("task {} waits for a version that was altered", task.taskId(), e);
            return Optional.empty();
        }
    }

    private static Stream<String> holders(Role role, Map<String, Set<Role>> roles) {
        return roles.entrySet().stream()
                .filter(one -> one.getValue().contains(role))
                .map(Map.Entry::getKey)
                .sorted();
    }

    private void tell(WorkNews news, List<String> told, Waiting task, String... more) {
        String[] values = Stream.concat(Stream.of(task.name()), Stream.of(more)).toArray(String[]::new);
        notices.inform(news, told, task.recordId(), task.version(), values);
    }
}
