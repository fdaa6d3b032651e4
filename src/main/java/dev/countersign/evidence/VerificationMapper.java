package dev.countersign.evidence;

import java.time.Instant;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** The SQL of full verifications. */
@Mapper
interface VerificationMapper {

    @Insert("""
            INSERT INTO app.verification (organisation, verification_id, started_at, ended_at, size, root, failures, report)
            VALUES (#{organisation}, #{row.verificationId}, #{row.startedAt}, #{row.endedAt}, #{row.size}, #{row.root},
                #{row.failures}, #{row.report})""")
    void insert(@Param("organisation") String organisation, @Param("row") Row row);

    @Select("""
            SELECT verification_id, started_at, ended_at, size, root, failures, report FROM app.verification
            WHERE organisation = #{organisation} ORDER BY ended_at DESC LIMIT 1""")
    @Nullable
    Row newest(@Param("organisation") String organisation);

    record Row(
            UUID verificationId,
            Instant startedAt,
            Instant endedAt,
            long size,
            @Nullable String root,
            long failures,
            String report) {}
}
