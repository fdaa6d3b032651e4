package dev.countersign.signing;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** Series of signatures; at most one open for each person and session. */
@Mapper
interface SeriesMapper {

    String COLUMNS = "organisation, series_id::text AS series_id, person_id, session, address, device, standing,"
            + " first_signature_id::text AS first_signature_id, first_statement_sha256, position,"
            + " to_char(begun_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS begun_at,"
            + " to_char(last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS last_at,"
            + " to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS now";

    /**
     * @param begunAt as canonical time, as the others
     * @param now the database's time at reading
     */
    record Series(
            String organisation,
            String seriesId,
            String personId,
            String session,
            @Nullable String address,
            @Nullable String device,
            String standing,
            String firstSignatureId,
            String firstStatementSha256,
            int position,
            String begunAt,
            String lastAt,
            String now) {}

    /**
     * A person's newest series, whatever became of it.
     *
     * @param endedAt null while nothing ended it; it may have run out all the same
     */
    record Newest(
            String session,
            @Nullable String address,
            @Nullable String device,
            String standing,
            int position,
            String begunAt,
            String lastAt,
            String now,
            @Nullable String endedAt,
            @Nullable String endReason) {}

    @Select("SELECT session, address, device, standing, position,"
            + " to_char(begun_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS begun_at,"
            + " to_char(last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS last_at,"
            + " to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS now,"
            + " to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS ended_at, end_reason"
            + " FROM app.signing_series WHERE organisation = #{organisation} AND person_id = #{personId}"
            + " ORDER BY last_at DESC, series_id DESC LIMIT 1")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    @Nullable
    Newest newest(String organisation, String personId);

    /** @return 0 if another signature of this session began one at the same moment */
    @Insert("""
            INSERT INTO app.signing_series (organisation, series_id, person_id, session, address, device, standing,
                first_signature_id, first_statement_sha256, begun_at, last_at, position)
            VALUES (#{organisation}, #{seriesId}::uuid, #{personId}, #{session},
                #{address}, #{device}, #{standing}, #{firstSignatureId}::uuid,
                #{firstStatementSha256}, #{begunAt}::timestamptz, #{lastAt}::timestamptz, 1)
            ON CONFLICT DO NOTHING""")
    int insert(Series series);

    @Select("SELECT " + COLUMNS + " FROM app.signing_series WHERE organisation = #{organisation}"
            + " AND person_id = #{personId} AND session = #{session} AND ended_at IS NULL")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    @Nullable
    Series open(String organisation, String personId, String session);

    /**
     * Takes the next place of a series, and holds the row until the transaction ends.
     *
     * @return none if it ended meanwhile, or another signature took the last place
     */
    @Select(affectData = true, value = """
            UPDATE app.signing_series SET position = position + 1, last_at = clock_timestamp()
            WHERE organisation = #{organisation} AND series_id = #{seriesId}::uuid AND ended_at IS NULL
                AND position < #{most}
            RETURNING\s""" + COLUMNS)
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    @Nullable
    Series advance(String organisation, String seriesId, int most);

    /** @return the series as it ended; none if it had */
    @Select(affectData = true, value = """
            UPDATE app.signing_series SET ended_at = clock_timestamp(), end_reason = #{why}
            WHERE organisation = #{organisation} AND series_id = #{seriesId}::uuid AND ended_at IS NULL
            RETURNING\s""" + COLUMNS)
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    @Nullable
    Series end(String organisation, String seriesId, String why);

    /** Series that no policy continues any more; each is returned to one caller only. */
    @Select(affectData = true, value = """
            UPDATE app.signing_series SET ended_at = clock_timestamp(), end_reason = 'ran-out'
            WHERE (organisation, series_id) IN (
                SELECT s.organisation, s.series_id FROM app.signing_series s WHERE s.ended_at IS NULL
                    AND (s.last_at < clock_timestamp() - make_interval(secs => #{idle})
                        OR s.begun_at < clock_timestamp() - make_interval(secs => #{longest})
                        OR s.position >= #{signatures})
                ORDER BY s.begun_at LIMIT #{limit} FOR UPDATE SKIP LOCKED)
            RETURNING\s""" + COLUMNS)
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    List<Series> ranOut(long idle, long longest, int signatures, int limit);
}
