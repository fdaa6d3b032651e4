package dev.countersign.workflow;

import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The SQL of reminders of tasks that are due. */
@Mapper
interface ReminderMapper {

    // the engine's times have no zone: the session reads them in that of this program, which wrote them
    String KIND = "CASE WHEN t.due_date_ <= #{now} THEN 'overdue' ELSE 'due' END";

    /** A task, and the reminder that it should have had. */
    record Reminder(String taskId, Instant dueAt, String kind) {

        boolean overdue() {
            return kind.equals("overdue");
        }
    }

    /** Tasks in the last fifth of their time, or behind it, of which nobody was reminded; what is due first, first. */
    @Select("SELECT t.id_ AS task_id, t.due_date_::timestamptz AS due_at, " + KIND
            + " AS kind FROM engine.act_ru_task t"
            + " WHERE t.due_date_ - (t.due_date_ - t.create_time_) / 5 <= #{now} AND NOT EXISTS (SELECT FROM app.task_reminder r"
            + " WHERE r.organisation = #{organisation} AND r.task_id = t.id_ AND r.due_at = t.due_date_ AND r.kind = "
            + KIND
            + ") ORDER BY t.due_date_, t.id_ LIMIT #{most}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Reminder> wanted(
            @Param("organisation") String organisation, @Param("now") Instant now, @Param("most") int most);

    /** Answers 0 where another node was first. */
    @Insert(
            "INSERT INTO app.task_reminder (organisation, task_id, due_at, kind, given_at) VALUES"
                    + " (#{organisation}, #{reminder.taskId}, #{reminder.dueAt}, #{reminder.kind}, #{now}) ON CONFLICT DO NOTHING")
    int given(
            @Param("organisation") String organisation,
            @Param("reminder") Reminder reminder,
            @Param("now") Instant now);

    /** Forgets reminders of tasks that are no more. */
    @Delete("DELETE FROM app.task_reminder r WHERE r.organisation = #{organisation}"
            + " AND NOT EXISTS (SELECT FROM engine.act_ru_task t WHERE t.id_ = r.task_id)")
    int forget(@Param("organisation") String organisation);
}
