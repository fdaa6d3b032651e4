package dev.countersign.workflow;

import dev.countersign.worm.WormStore;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/** Finds open tasks without reading those that are not asked for. Call inside a command of the engine; the oldest come first. */
@Component
class FoundTasks {

    private static final Comparator<Task> OLDEST_FIRST =
            Comparator.comparing(Task::getCreateTime).thenComparing(Task::getId);

    private static final int PART = 25;

    private final OpenTaskMapper mapper;
    private final Engine engine;
    private final WormStore store;

    FoundTasks(OpenTaskMapper mapper, Engine engine, WormStore store) {
        this.mapper = mapper;
        this.engine = engine;
        this.store = store;
    }

    /** Those that are somebody's. */
    List<Task> assigned(String userId, int most) {
        return query().taskAssignee(userId).orderByTaskCreateTime().asc().listPage(0, most);
    }

    /** Those that are nobody's and offered to one of these roles. */
    List<Task> offered(List<String> roles, int most) {
        return read(mapper.offered(String.join(" ", roles), most));
    }

    /** The same of one record alone. */
    List<Task> offered(List<String> roles, UUID recordId) {
        List<String> ids = idsOf(recordId);
        return ids.isEmpty()
                ? List.of()
                : query().taskIdIn(ids.toArray(String[]::new))
                        .taskCandidateGroupIn(roles)
                        .taskUnassigned()
                        .list();
    }

    /** Of the approvals that were started for any version of the record, and of all that they called. */
    List<Task> ofRecord(UUID recordId) {
        return read(idsOf(recordId));
    }

    /** Those of them that are open. */
    List<Task> withIds(List<String> ids) {
        return read(ids);
    }

    private List<String> idsOf(UUID recordId) {
        return mapper.ofRecord(store.installation().organisation(), recordId);
    }

    private List<Task> read(List<String> ids) {
        return parts(ids)
                .flatMap(some -> query().taskIdIn(some.toArray(String[]::new)).list().stream())
                .sorted(OLDEST_FIRST)
                .toList();
    }

    /** So few that the database looks each up, and does not read all there are to find them. */
    static Stream<List<String>> parts(List<String> ids) {
        return IntStream.iterate(0, from -> from < ids.size(), from -> from + PART)
                .mapToObj(from -> ids.subList(from, Math.min(ids.size(), from + PART)));
    }

    private TaskQuery query() {
        return engine.services().getTaskService().createTaskQuery();
    }
}
