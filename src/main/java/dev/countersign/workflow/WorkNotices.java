package dev.countersign.workflow;

import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.notices.Notices;
import dev.countersign.notices.WorkNews;
import dev.countersign.records.RecordVersion;
import dev.countersign.workflow.OpenTasks.OpenTask;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What people hear of their work in the transaction in which it happens (WFL-05); nobody hears of what they did themself. */
@Component
class WorkNotices {

    private final Notices notices;
    private final People people;

    WorkNotices(Notices notices, People people) {
        this.notices = notices;
        this.people = people;
    }

    void sentBack(Caller by, RecordVersion version) {
        tell(WorkNews.SENT_BACK, by, author(version), version);
    }

    void effective(Caller by, RecordVersion version) {
        tell(WorkNews.EFFECTIVE, by, author(version), version);
    }

    void withdrawn(Caller by, Collection<String> authors, RecordVersion version) {
        tell(WorkNews.WITHDRAWN, by, authors.stream(), version, nameOf(by.actorId()));
    }

    /** @param task as it was before */
    void reassigned(Caller by, OpenTask task, String assignee) {
        tell(WorkNews.GIVEN, by, Stream.of(assignee), task, nameOf(by.actorId()));
        tell(WorkNews.TAKEN_AWAY, by, Stream.ofNullable(task.assignee()), task, nameOf(assignee));
    }

    /** As people know them; of whoever is no person, the name of the account. */
    String nameOf(String userId) {
        return people.find(userId).map(Person::printedName).orElse(userId);
    }

    private void tell(WorkNews news, Caller by, Stream<String> told, OpenTask task, String name) {
        notices.inform(news, others(by, told), task.recordId(), task.version(), task.name(), name);
    }

    private void tell(WorkNews news, Caller by, Stream<String> told, RecordVersion version, String... values) {
        notices.inform(news, others(by, told), version.recordId(), version.version(), values);
    }

    private static List<String> others(Caller by, Stream<String> told) {
        return told.filter(userId -> !userId.equals(by.actorId())).toList();
    }

    private static Stream<String> author(RecordVersion version) {
        return version.author().isPerson() ? Stream.of(version.author().id()) : Stream.empty();
    }
}
