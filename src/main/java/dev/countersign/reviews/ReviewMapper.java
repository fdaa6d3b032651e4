package dev.countersign.reviews;

import dev.countersign.reviews.Reviews.Done;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** The SQL of periodic work. */
@Mapper
interface ReviewMapper {

    String OPEN = " FROM app.review_task t WHERE t.organisation = #{organisation} AND t.done_at IS NULL";

    /** What somebody who may review, or may manage accounts, has to do; and everybody their own test. */
    String MINE = OPEN + " AND ((t.kind = 'authenticator-test' AND t.about = #{userId})"
            + " OR (t.kind = 'credential-review' AND #{reviews} AND t.about <> #{userId})"
            + " OR (t.kind = 'stale-account' AND #{manages} AND t.about <> #{userId}))";

    /** One node at a time looks at the calendar; until the caller's transaction ends. */
    @Select("SELECT pg_try_advisory_xact_lock(hashtextextended('countersign.reviews', 0))")
    @Options(flushCache = FlushCachePolicy.TRUE)
    boolean lock();

    /** Nobody else decides on tasks, nor looks at the calendar, until the caller's transaction ends. */
    @Insert("SELECT pg_advisory_xact_lock(hashtextextended('countersign.reviews', 0))")
    @Options(flushCache = FlushCachePolicy.TRUE)
    void hold();

    /** @param most of each kind, what is due first */
    @Select(
            "SELECT m.task_id, m.kind, m.about, m.due_at, m.overdue_at FROM (SELECT t.task_id, t.kind, t.about, t.due_at,"
                    + " t.overdue_at, row_number() OVER (PARTITION BY t.kind ORDER BY t.due_at, t.about) AS place"
                    + MINE
                    + ") m WHERE m.place <= #{most} ORDER BY m.due_at, m.about")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Row> mine(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("reviews") boolean reviews,
            @Param("manages") boolean manages,
            @Param("most") int most);

    @Select("SELECT t.task_id, t.kind, t.about, t.due_at, t.overdue_at" + OPEN)
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Row> open(@Param("organisation") String organisation);

    @Select("SELECT t.task_id, t.kind, t.about, t.due_at, t.overdue_at" + OPEN
            + " AND t.kind = #{kind} AND t.about = #{about} FOR UPDATE")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<Row> locked(
            @Param("organisation") String organisation, @Param("kind") String kind, @Param("about") String about);

    /** When that was done last about everybody. */
    @Select(
            "SELECT t.kind, t.about, max(t.done_at) AS done_at FROM app.review_task t WHERE t.organisation = #{organisation}"
                    + " AND t.done_by IS NOT NULL GROUP BY t.kind, t.about")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<LastDone> lastDone(@Param("organisation") String organisation);

    @Insert("INSERT INTO app.review_task (organisation, task_id, kind, about, due_at)"
            + " VALUES (#{organisation}, #{taskId}, #{kind}, #{about}, #{dueAt}) ON CONFLICT DO NOTHING")
    int make(
            @Param("organisation") String organisation,
            @Param("taskId") UUID taskId,
            @Param("kind") String kind,
            @Param("about") String about,
            @Param("dueAt") Instant dueAt);

    @Update(
            "UPDATE app.review_task SET done_at = #{at}, done_by = #{by}, outcome = #{outcome}, evidence = #{evidence},"
                    + " signature = #{signature}, campaign_id = #{campaign} WHERE organisation = #{organisation} AND task_id = #{taskId} AND done_at IS NULL")
    int finish(
            @Param("organisation") String organisation,
            @Param("taskId") UUID taskId,
            @Param("at") Instant at,
            @Param("by") @Nullable String by,
            @Param("outcome") String outcome,
            @Param("evidence") @Nullable String evidence,
            @Param("signature") byte @Nullable [] signature,
            @Param("campaign") @Nullable UUID campaign);

    /** Whose account was reviewed for a campaign. */
    @Select(
            "SELECT t.about FROM app.review_task t WHERE t.organisation = #{organisation} AND t.campaign_id = #{campaign}"
                    + " AND t.done_by IS NOT NULL")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Set<String> reviewedFor(@Param("organisation") String organisation, @Param("campaign") UUID campaign);

    /** Marks what became overdue, and answers it. */
    @Select(affectData = true, value = """
            UPDATE app.review_task t SET overdue_at = #{now} WHERE t.organisation = #{organisation} AND t.done_at IS NULL
                AND t.overdue_at IS NULL AND t.due_at < #{now} RETURNING t.task_id, t.kind, t.about, t.due_at, t.overdue_at""")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Row> overdue(@Param("organisation") String organisation, @Param("now") Instant now);

    @Select("SELECT t.kind, t.about, t.done_at, t.done_by, t.outcome, t.evidence FROM app.review_task t"
            + " WHERE t.organisation = #{organisation} AND t.done_by IS NOT NULL ORDER BY t.done_at DESC LIMIT #{most}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Done> done(@Param("organisation") String organisation, @Param("most") int most);

    @Select("SELECT count(*) > 0 FROM app.review_task WHERE organisation = #{organisation} AND evidence = #{sha256}")
    boolean isEvidence(@Param("organisation") String organisation, @Param("sha256") String sha256);

    record Row(
            UUID taskId,
            String kind,
            String about,
            Instant dueAt,
            @Nullable Instant overdueAt) {

        Reviews.Task task(Instant now) {
            return new Reviews.Task(taskId, kind, about, dueAt, dueAt.isBefore(now));
        }
    }

    /** The campaign that is not completed. */
    @Select("SELECT campaign_id, opened_at, opened_by, reason, due_at FROM app.access_campaign"
            + " WHERE organisation = #{organisation} AND completed_at IS NULL")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<Opened> campaign(@Param("organisation") String organisation);

    @Insert(
            "INSERT INTO app.access_campaign (organisation, campaign_id, opened_at, opened_by, reason, due_at) VALUES"
                    + " (#{organisation}, #{campaign.campaignId}, #{campaign.openedAt}, #{campaign.openedBy}, #{campaign.reason}, #{campaign.dueAt})")
    int openCampaign(@Param("organisation") String organisation, @Param("campaign") Opened campaign);

    @Update("UPDATE app.access_campaign SET completed_at = #{at} WHERE organisation = #{organisation}"
            + " AND campaign_id = #{campaignId} AND completed_at IS NULL")
    int completeCampaign(
            @Param("organisation") String organisation, @Param("campaignId") UUID campaignId, @Param("at") Instant at);

    /** A task that is due sooner than it was made for. */
    @Update("UPDATE app.review_task SET due_at = #{dueAt} WHERE organisation = #{organisation} AND task_id = #{taskId}"
            + " AND done_at IS NULL AND due_at > #{dueAt}")
    int bringForward(
            @Param("organisation") String organisation, @Param("taskId") UUID taskId, @Param("dueAt") Instant dueAt);

    /** Who signed the evidence: 64 bytes, and by whom; null before reviews were signed. */
    @Select(
            "SELECT done_by, signature FROM app.review_task WHERE organisation = #{organisation} AND evidence = #{sha256} LIMIT 1")
    Optional<Signed> signed(@Param("organisation") String organisation, @Param("sha256") String sha256);

    record Signed(String doneBy, byte @Nullable [] signature) {}

    /** A campaign that is open. */
    record Opened(UUID campaignId, Instant openedAt, String openedBy, String reason, Instant dueAt) {

        /** Whether it is for an account with such a password: not for one that was set up later. */
        boolean isFor(@Nullable Instant passwordSince) {
            return passwordSince != null && passwordSince.isBefore(openedAt);
        }
    }

    record LastDone(String kind, String about, Instant doneAt) {}
}
