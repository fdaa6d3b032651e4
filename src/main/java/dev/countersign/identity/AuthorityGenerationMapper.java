package dev.countersign.identity;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Who decided on generations of the authority. */
@Mapper
interface AuthorityGenerationMapper {

    @Select("SELECT generation, proposed_by, reason, opened_by FROM app.authority_generation"
            + " WHERE organisation = #{organisation} ORDER BY generation")
    List<Decision> all(@Param("organisation") String organisation);

    @Insert("INSERT INTO app.authority_generation (organisation, generation, proposed_by, reason)"
            + " VALUES (#{organisation}, #{generation}, #{proposedBy}, #{reason}) ON CONFLICT DO NOTHING")
    int propose(
            @Param("organisation") String organisation,
            @Param("generation") int generation,
            @Param("proposedBy") String proposedBy,
            @Param("reason") String reason);

    @Update("UPDATE app.authority_generation SET opened_by = #{openedBy}, opened_at = clock_timestamp()"
            + " WHERE organisation = #{organisation} AND generation = #{generation} AND opened_at IS NULL"
            + " AND proposed_by <> #{openedBy}")
    int open(
            @Param("organisation") String organisation,
            @Param("generation") int generation,
            @Param("openedBy") String openedBy);

    record Decision(
            int generation,
            String proposedBy,
            String reason,
            @Nullable String openedBy) {}
}
