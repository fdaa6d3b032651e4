package dev.countersign.training;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** {@code app.training_course}, {@code app.training_attempt} and {@code app.training_qualification}; every time is the database's. */
@Mapper
interface TrainingMapper {

    String COURSE =
            "SELECT course_id, code, title, record_id, version, sha256, content, array_to_string(roles, ',') AS roles,"
                    + " array_to_string(record_types, ',') AS record_types, effective_at FROM app.training_course"
                    + " WHERE organisation = #{organisation} AND ended_at IS NULL";

    String ATTEMPT =
            "SELECT a.attempt_id, a.user_id, a.course_id, a.code, a.drawn, a.questions, a.right_answers, a.passed, a.record_id,"
                    + " c.version, c.sha256, c.title, c.content, c.ended_at IS NOT NULL AS ended, a.begun_at < c.demanded_since AS begun_before_demanded"
                    + " FROM app.training_attempt a JOIN app.training_course c ON c.organisation = a.organisation AND c.course_id = a.course_id"
                    + " WHERE a.organisation = #{organisation}";

    /** The gate's one statement: courses in force that are required and not counted, of which the first is enough. */
    @Select(
            "SELECT c.code, c.title FROM app.training_course c WHERE c.organisation = #{organisation} AND c.ended_at IS NULL"
                    + " AND (c.roles && string_to_array(#{roles}, ',') OR #{type} = ANY (c.record_types))"
                    + " AND NOT EXISTS (SELECT FROM app.training_qualification q WHERE q.organisation = c.organisation"
                    + " AND q.user_id = #{user} AND q.code = c.code AND q.counts_until > clock_timestamp() AND q.revoked_at IS NULL)"
                    + " ORDER BY c.code LIMIT 1")
    @Options(useCache = false, flushCache = Options.FlushCachePolicy.TRUE)
    Training.@Nullable Lacking lacking(
            @Param("organisation") String organisation,
            @Param("user") String userId,
            @Param("roles") String roles,
            @Param("type") String recordType);

    @Select(COURSE + " ORDER BY code")
    List<CourseRow> inForce(@Param("organisation") String organisation);

    @Select(COURSE + " AND code = #{code}")
    @Nullable
    CourseRow find(@Param("organisation") String organisation, @Param("code") String code);

    @Select(
            "SELECT record_id::text FROM app.training_course WHERE organisation = #{organisation} AND code = #{code} AND ended_at IS NULL")
    @Nullable
    String recordOf(@Param("organisation") String organisation, @Param("code") String code);

    /** Until the transaction ends, nobody else puts this course in force or completes it. */
    @Select(
            "SELECT pg_advisory_xact_lock(hashtextextended('countersign.training/' || #{organisation} || '/' || #{code}, 0))::text")
    @Options(useCache = false, flushCache = Options.FlushCachePolicy.TRUE)
    String lock(@Param("organisation") String organisation, @Param("code") String code);

    @Insert(
            "INSERT INTO app.training_course (organisation, course_id, code, title, record_id, version, sha256, content, validity_months,"
                    + " grace_days, roles, record_types, procedures) VALUES (#{organisation}, #{id}, #{c.code}, #{title}, #{recordId}, #{version},"
                    + " #{sha256}, #{content}, #{c.validityMonths}, #{c.graceDays}, string_to_array(#{roles}, ','), string_to_array(#{types}, ','),"
                    + " string_to_array(#{procedures}, ',')::uuid[])")
    int insert(
            @Param("organisation") String organisation,
            @Param("id") UUID courseId,
            @Param("title") String title,
            @Param("recordId") @Nullable UUID recordId,
            @Param("version") int version,
            @Param("sha256") String sha256,
            @Param("content") String content,
            @Param("c") CourseContent course,
            @Param("roles") String roles,
            @Param("types") String types,
            @Param("procedures") String procedures);

    @Select("SELECT course_id FROM app.training_course WHERE organisation = #{organisation} AND ended_at IS NULL"
            + " AND (code = #{code} OR record_id = #{recordId})")
    List<UUID> replaced(
            @Param("organisation") String organisation,
            @Param("code") String code,
            @Param("recordId") @Nullable UUID recordId);

    @Update(
            "UPDATE app.training_course SET ended_at = clock_timestamp() WHERE organisation = #{organisation} AND course_id = #{id}"
                    + " AND ended_at IS NULL")
    int end(@Param("organisation") String organisation, @Param("id") UUID courseId);

    @Select("SELECT course_id, code FROM app.training_course WHERE organisation = #{organisation} AND ended_at IS NULL"
            + " AND #{procedure} = ANY (procedures) ORDER BY code")
    List<Teaching> teaching(@Param("organisation") String organisation, @Param("procedure") UUID procedure);

    @Update("UPDATE app.training_course SET demanded_since = clock_timestamp() WHERE organisation = #{organisation}"
            + " AND course_id = #{id} AND ended_at IS NULL")
    int demandAnew(@Param("organisation") String organisation, @Param("id") UUID courseId);

    /** What was completed before counts no longer than the days of grace. */
    @Update(
            "UPDATE app.training_qualification q SET counts_until = c.demanded_since + make_interval(days => c.grace_days)"
                    + " FROM app.training_course c WHERE c.organisation = #{organisation} AND c.code = #{code} AND c.ended_at IS NULL"
                    + " AND q.organisation = c.organisation AND q.code = c.code AND q.revoked_at IS NULL"
                    + " AND q.counts_until > c.demanded_since + make_interval(days => c.grace_days)")
    int shorten(@Param("organisation") String organisation, @Param("code") String code);

    @Insert("INSERT INTO app.training_attempt (organisation, attempt_id, user_id, course_id, code, drawn, questions)"
            + " VALUES (#{organisation}, #{id}, #{user}, #{course}, #{code}, #{drawn}, #{questions})")
    int begin(
            @Param("organisation") String organisation,
            @Param("id") UUID attemptId,
            @Param("user") String userId,
            @Param("course") UUID courseId,
            @Param("code") String code,
            @Param("drawn") String drawn,
            @Param("questions") int questions);

    @Select(
            "SELECT count(*) FROM app.training_attempt WHERE organisation = #{organisation} AND user_id = #{user} AND code = #{code}"
                    + " AND begun_at > clock_timestamp() - interval '1 day'")
    int begunWithinADay(
            @Param("organisation") String organisation, @Param("user") String userId, @Param("code") String code);

    @Select(ATTEMPT + " AND a.user_id = #{user} AND a.code = #{code} AND a.judged_at IS NULL AND c.ended_at IS NULL"
            + " AND a.begun_at >= c.demanded_since AND a.begun_at > clock_timestamp() - make_interval(hours => #{hours})"
            + " ORDER BY a.begun_at DESC LIMIT 1")
    @Nullable
    AttemptRow open(
            @Param("organisation") String organisation,
            @Param("user") String userId,
            @Param("code") String code,
            @Param("hours") int hours);

    /** Passed, of the course as it is in force, and not cited yet: its completion can be written. */
    @Select(ATTEMPT
            + " AND a.user_id = #{user} AND a.code = #{code} AND a.passed AND a.record_id IS NULL AND c.ended_at IS NULL"
            + " AND a.begun_at >= c.demanded_since ORDER BY a.judged_at DESC LIMIT 1")
    @Nullable
    AttemptRow toComplete(
            @Param("organisation") String organisation, @Param("user") String userId, @Param("code") String code);

    @Select(ATTEMPT + " AND a.user_id = #{user} AND a.attempt_id = #{id}")
    @Nullable
    AttemptRow attempt(
            @Param("organisation") String organisation, @Param("id") UUID attemptId, @Param("user") String userId);

    @Select(ATTEMPT + " AND a.user_id = #{user} AND a.attempt_id = #{id} AND a.passed FOR UPDATE OF a")
    @Nullable
    AttemptRow passed(
            @Param("organisation") String organisation, @Param("id") UUID attemptId, @Param("user") String userId);

    @Update(
            "UPDATE app.training_attempt SET judged_at = clock_timestamp(), right_answers = #{right}, passed = #{passed}"
                    + " WHERE organisation = #{organisation} AND attempt_id = #{id} AND user_id = #{user} AND judged_at IS NULL"
                    + " AND begun_at > clock_timestamp() - make_interval(hours => #{hours})")
    int judge(
            @Param("organisation") String organisation,
            @Param("id") UUID attemptId,
            @Param("user") String userId,
            @Param("right") int right,
            @Param("passed") boolean passed,
            @Param("hours") int hours);

    /** Whether a record is another attempt's completion, or counts already and stays as it was signed. */
    @Select(
            "SELECT EXISTS (SELECT FROM app.training_attempt WHERE organisation = #{organisation} AND record_id = #{record}"
                    + " AND attempt_id <> #{attempt}) OR EXISTS (SELECT FROM app.training_qualification"
                    + " WHERE organisation = #{organisation} AND record_id = #{record})")
    boolean isTaken(
            @Param("organisation") String organisation, @Param("record") UUID recordId, @Param("attempt") UUID attempt);

    @Update(
            "UPDATE app.training_attempt SET record_id = #{record} WHERE organisation = #{organisation} AND attempt_id = #{id}")
    int cite(@Param("organisation") String organisation, @Param("id") UUID attemptId, @Param("record") UUID recordId);

    /** Of an attempt at what is not asked for any more, as far as the days of grace go. */
    @Insert(
            "INSERT INTO app.training_qualification (organisation, qualification_id, user_id, code, course_id, kind, counts_until, record_id)"
                    + " SELECT a.organisation, #{id}, a.user_id, a.code, a.course_id, 'completion',"
                    + " LEAST(clock_timestamp() + make_interval(months => c.validity_months), (SELECT n.demanded_since"
                    + " + make_interval(days => n.grace_days) FROM app.training_course n WHERE n.organisation = a.organisation"
                    + " AND n.code = a.code AND n.ended_at IS NULL AND (n.course_id <> a.course_id OR n.demanded_since > a.begun_at))), #{record}"
                    + " FROM app.training_attempt a JOIN app.training_course c ON c.organisation = a.organisation AND c.course_id = a.course_id"
                    + " WHERE a.organisation = #{organisation} AND a.attempt_id = #{attempt} AND a.passed AND a.record_id = #{record}"
                    + " AND a.user_id = #{user}")
    int complete(
            @Param("organisation") String organisation,
            @Param("id") UUID qualificationId,
            @Param("attempt") UUID attemptId,
            @Param("user") String userId,
            @Param("record") UUID recordId);

    @Insert(
            "INSERT INTO app.training_qualification (organisation, qualification_id, user_id, code, course_id, kind, counts_until, issuer,"
                    + " evidence_name, evidence_type, evidence_sha256, recorded_by) SELECT c.organisation, #{id}, #{user}, c.code, c.course_id,"
                    + " 'certificate', #{until}, #{issuer}, #{name}, #{mediaType}, #{sha256}, #{by} FROM app.training_course c"
                    + " WHERE c.organisation = #{organisation} AND c.code = #{code} AND c.ended_at IS NULL AND #{until} > clock_timestamp()"
                    + " AND #{until} <= clock_timestamp() + interval '10 years'")
    int certify(
            @Param("organisation") String organisation,
            @Param("id") UUID qualificationId,
            @Param("user") String userId,
            @Param("code") String code,
            @Param("until") Instant until,
            @Param("issuer") String issuer,
            @Param("name") String evidenceName,
            @Param("mediaType") String evidenceType,
            @Param("sha256") String evidenceSha256,
            @Param("by") String by);

    @Update("UPDATE app.training_qualification SET revoked_at = clock_timestamp() WHERE organisation = #{organisation}"
            + " AND qualification_id = #{id} AND kind = 'certificate' AND revoked_at IS NULL")
    int revoke(@Param("organisation") String organisation, @Param("id") UUID qualificationId);

    String QUALIFICATION =
            "SELECT qualification_id, user_id, code, kind, since, counts_until, record_id, issuer, evidence_name,"
                    + " evidence_type, evidence_sha256, recorded_by, counts_until > clock_timestamp() AS counts FROM app.training_qualification"
                    + " WHERE organisation = #{organisation} AND revoked_at IS NULL";

    /** The one that counts longest of each person and course. */
    @Select("SELECT DISTINCT ON (user_id, code) q.* FROM (" + QUALIFICATION
            + ") q ORDER BY user_id, code, counts_until DESC")
    List<Qualification> longest(@Param("organisation") String organisation);

    @Select("SELECT DISTINCT ON (code) q.* FROM (" + QUALIFICATION
            + " AND user_id = #{user}) q ORDER BY code, counts_until DESC")
    List<Qualification> longestOf(@Param("organisation") String organisation, @Param("user") String userId);

    @Select(
            "SELECT EXISTS (SELECT FROM app.training_qualification WHERE organisation = #{organisation} AND user_id = #{user}"
                    + " AND code = #{code})")
    boolean wasTrained(
            @Param("organisation") String organisation, @Param("user") String userId, @Param("code") String code);

    @Select(QUALIFICATION + " AND qualification_id = #{id}")
    @Nullable
    Qualification qualification(@Param("organisation") String organisation, @Param("id") UUID qualificationId);

    /** @param content canonical JSON; {@code roles} and {@code recordTypes} have commas between them */
    record CourseRow(
            UUID courseId,
            String code,
            String title,
            @Nullable UUID recordId,
            int version,
            String sha256,
            String content,
            String roles,
            String recordTypes,
            Instant effectiveAt) {}

    record Teaching(UUID courseId, String code) {}

    /** @param drawn see {@link DrawnQuestions} */
    record AttemptRow(
            UUID attemptId,
            String userId,
            UUID courseId,
            String code,
            String drawn,
            int questions,
            @Nullable Integer rightAnswers,
            @Nullable Boolean passed,
            @Nullable UUID recordId,
            int version,
            String sha256,
            String title,
            String content,
            boolean ended,
            boolean begunBeforeDemanded) {}
}
