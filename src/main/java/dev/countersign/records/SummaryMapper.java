package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.RecordScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/**
 * SQL of {@code app.record_summary}, one row a record, and {@code app.record_words}, one row a version: kept in step with the store in the
 * same transaction, but for the words of attached files, which come later.
 */
@Mapper
interface SummaryMapper {

    /**
     * @param effectiveVersion the version in force; when written, null leaves it as it is
     */
    record Row(
            String organisation,
            UUID recordId,
            int version,
            Digest sha256,
            String type,
            String title,
            String status,
            @Nullable Integer effectiveVersion,
            String startedBy,
            Instant updatedAt) {}

    /**
     * @param inForce whatever the status: records with a version in force
     * @param query a tsquery of quoted words; null for every record
     */
    record Criteria(
            String organisation,
            @Nullable String type,
            @Nullable String status,
            boolean inForce,
            @Nullable String query,
            @Nullable String startedBy,
            RecordScope scope) {}

    @Insert("INSERT INTO app.record_summary AS s (organisation, record_id, version, sha256, type, title, status,"
            + " effective_version, started_by, updated_at) VALUES (#{organisation}, #{recordId}, #{version}, #{sha256}, #{type}, #{title}, #{status},"
            + " #{effectiveVersion}, #{startedBy}, #{updatedAt})"
            + " ON CONFLICT (organisation, record_id) DO UPDATE SET version = excluded.version, sha256 = excluded.sha256,"
            + " title = excluded.title, status = excluded.status,"
            + " effective_version = CASE excluded.status WHEN 'obsolete' THEN NULL"
            + " ELSE COALESCE(excluded.effective_version, s.effective_version) END, updated_at = excluded.updated_at")
    void upsert(Row row);

    /**
     * @param words lower-case words of what the version says and of what it is known by, separated by single spaces
     * @param filesRead false if there are files that it is to be found by too
     */
    @Insert(
            "INSERT INTO app.record_words (organisation, record_id, version, words, files_read)"
                    + " VALUES (#{organisation}, #{recordId}, #{version}, array_to_tsvector(string_to_array(#{words}, ' ')), #{filesRead})")
    void insertWords(
            @Param("organisation") String organisation,
            @Param("recordId") UUID recordId,
            @Param("version") int version,
            @Param("words") String words,
            @Param("filesRead") boolean filesRead);

    /**
     * A version whose files nobody has read yet.
     *
     * @param tried how often it was begun
     */
    record Unread(UUID recordId, int version, int tried) {}

    /** One that was tried less often than that, the least tried first. */
    @Select(
            "SELECT record_id, version, files_tried AS tried FROM app.record_words WHERE organisation = #{organisation}"
                    + " AND NOT files_read AND files_tried < #{most} ORDER BY organisation, files_tried, record_id, version LIMIT 1")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<Unread> unread(@Param("organisation") String organisation, @Param("most") int most);

    @Update("UPDATE app.record_words SET files_tried = files_tried + 1 WHERE organisation = #{organisation}"
            + " AND record_id = #{recordId} AND version = #{version}")
    void tried(
            @Param("organisation") String organisation,
            @Param("recordId") UUID recordId,
            @Param("version") int version);

    /** @param words of its files, as {@link #insertWords} takes them; may be empty */
    @Update(
            "UPDATE app.record_words SET words = words || array_to_tsvector(string_to_array(#{words}, ' ')), files_read = true"
                    + " WHERE organisation = #{organisation} AND record_id = #{recordId} AND version = #{version} AND NOT files_read")
    void addWords(
            @Param("organisation") String organisation,
            @Param("recordId") UUID recordId,
            @Param("version") int version,
            @Param("words") String words);

    /**
     * Few are looked up by their words, each by its key; of many, the newest records are read until enough have the words. The planner does
     * not know which of both a word has, and takes seconds where it is wrong.
     */
    String FROM =
            "<if test='few'> FROM (SELECT s.* FROM app.record_words w CROSS JOIN LATERAL (SELECT * FROM app.record_summary s"
                    + " WHERE s.organisation = w.organisation AND s.record_id = w.record_id AND s.version = w.version OFFSET 0) s"
                    + " WHERE w.organisation = #{c.organisation} AND w.words @@ #{c.query}::tsquery OFFSET 0) found</if>"
                    + "<if test='!few'> FROM app.record_summary"
                    + "<if test='c.query != null'> JOIN app.record_words USING (organisation, record_id, version)</if></if>";

    String WHERE = FROM + " WHERE organisation = #{c.organisation}"
            + "<if test='c.type != null'> AND type = #{c.type}</if>"
            + "<if test='c.inForce'> AND effective_version IS NOT NULL</if>"
            + "<if test='c.status != null and !c.inForce'> AND status = #{c.status}</if>"
            + "<if test='c.startedBy != null'> AND started_by = #{c.startedBy}</if>"
            + "<if test='!c.scope().isAll()'> AND (type = ANY (string_to_array(#{c.scope.typesText}, ','))"
            + " OR record_id = ANY (string_to_array(#{c.scope.recordsText}, ',')::uuid[]))</if>"
            + "<if test='c.query != null and !few'> AND words @@ #{c.query}::tsquery</if>";

    /** Versions that have these words, older ones too; counts no further than {@code most}. */
    @Select(
            "SELECT count(*) FROM (SELECT FROM app.record_words WHERE organisation = #{organisation} AND words @@ #{query}::tsquery"
                    + " LIMIT #{most}) found")
    int countVersions(
            @Param("organisation") String organisation, @Param("query") String query, @Param("most") int most);

    @Select(
            "<script>SELECT organisation, record_id, version, sha256, type, title, status, effective_version, started_by, updated_at"
                    + WHERE
                    + " ORDER BY updated_at DESC, record_id DESC LIMIT #{limit} OFFSET #{offset}</script>")
    List<Row> search(
            @Param("c") Criteria criteria,
            @Param("few") boolean few,
            @Param("limit") int limit,
            @Param("offset") long offset);

    /**
     * Counts along the index that {@link #search} reads by: without an order, what many have in common is looked for from the table's beginning.
     * Words have an index without an order, of which no more is read than is counted.
     *
     * @param few whether there are words, and few versions have them
     * @param most counts no further
     */
    @Select("<script>SELECT count(*) FROM (SELECT" + WHERE
            + "<if test='c.query == null'> ORDER BY updated_at DESC, record_id DESC</if> LIMIT #{most}) found</script>")
    int count(@Param("c") Criteria criteria, @Param("few") boolean few, @Param("most") int most);
}
