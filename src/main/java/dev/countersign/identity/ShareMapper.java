package dev.countersign.identity;

import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Generations of the server's share, and who is still under which. */
@Mapper
interface ShareMapper {

    /** The newest generation that two people opened, within a statement that has the organisation. */
    String CURRENT = "(SELECT coalesce(max(s.generation), 1) FROM app.share_generation s"
            + " WHERE s.organisation = #{organisation} AND s.opened_at IS NOT NULL)";

    @Select("SELECT " + CURRENT)
    int current(@Param("organisation") String organisation);

    @Select("SELECT generation, proposed_by, reason, opened_by, opened_at FROM app.share_generation"
            + " WHERE organisation = #{organisation} ORDER BY generation")
    List<Generation> all(@Param("organisation") String organisation);

    @Insert("INSERT INTO app.share_generation (organisation, generation, proposed_by, reason)"
            + " VALUES (#{organisation}, #{generation}, #{proposedBy}, #{reason}) ON CONFLICT DO NOTHING")
    int propose(
            @Param("organisation") String organisation,
            @Param("generation") int generation,
            @Param("proposedBy") String proposedBy,
            @Param("reason") String reason);

    @Update("UPDATE app.share_generation SET opened_by = #{openedBy}, opened_at = clock_timestamp()"
            + " WHERE organisation = #{organisation} AND generation = #{generation} AND opened_at IS NULL"
            + " AND proposed_by <> #{openedBy}")
    int open(
            @Param("organisation") String organisation,
            @Param("generation") int generation,
            @Param("openedBy") String openedBy);

    /** Wrappings for passkeys are counted with those of passwords: each opens a key. */
    @Select(
            "SELECT (SELECT count(*) FROM app.signing_key WHERE organisation = #{organisation} AND share = #{generation}"
                    + " AND state <> 'ended') + (SELECT count(*) FROM app.passkey_opening WHERE organisation = #{organisation}"
                    + " AND share = #{generation})")
    long keysUnder(@Param("organisation") String organisation, @Param("generation") int generation);

    @Select("SELECT count(*) FROM app.totp WHERE organisation = #{organisation} AND share = #{generation}")
    long authenticatorsUnder(@Param("organisation") String organisation, @Param("generation") int generation);

    record Generation(
            int generation,
            @Nullable String proposedBy,
            @Nullable String reason,
            @Nullable String openedBy,
            @Nullable Instant openedAt) {}
}
