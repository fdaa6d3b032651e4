package dev.countersign.recovery;

import java.time.Instant;
import java.util.UUID;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** The SQL of the one proposal that waits. */
@Mapper
interface ProposalMapper {

    @Insert("""
            INSERT INTO app.log_recovery_proposal (organisation, user_id, statement, key_id, signature, lapses_at)
            VALUES (#{organisation}, #{row.userId}, #{row.statement}, #{row.keyId}, #{row.signature}, #{row.lapsesAt})
            ON CONFLICT (organisation) DO UPDATE SET user_id = excluded.user_id, statement = excluded.statement,
                key_id = excluded.key_id, signature = excluded.signature, lapses_at = excluded.lapses_at""")
    void put(@Param("organisation") String organisation, @Param("row") Row row);

    @Select("""
            SELECT user_id, statement, key_id, signature, lapses_at FROM app.log_recovery_proposal
            WHERE organisation = #{organisation}""")
    @Nullable
    Row find(@Param("organisation") String organisation);

    @Delete("""
            DELETE FROM app.log_recovery_proposal WHERE organisation = #{organisation} AND statement = #{statement}""")
    int remove(@Param("organisation") String organisation, @Param("statement") byte[] statement);

    @SuppressWarnings("ArrayRecordComponent")
    record Row(String userId, byte[] statement, UUID keyId, byte[] signature, Instant lapsesAt) {}
}
