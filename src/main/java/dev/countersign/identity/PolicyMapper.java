package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import java.time.Instant;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** Acknowledgements of the policy on electronic signatures. */
@Mapper
interface PolicyMapper {

    /** Of several nodes that start, one says what is in force. */
    @Select("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('countersign.policies', 0))) AS held")
    int lock();

    /** One row if the person had not acknowledged that text before. */
    @Insert("INSERT INTO app.policy_acknowledgement (organisation, user_id, version, sha256, acknowledged_at)"
            + " VALUES (#{organisation}, #{userId}, #{version}, #{sha256}, #{at}) ON CONFLICT DO NOTHING")
    int insert(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("version") String version,
            @Param("sha256") Digest sha256,
            @Param("at") Instant at);

    @Select("SELECT EXISTS (SELECT FROM app.policy_acknowledgement WHERE organisation = #{organisation}"
            + " AND user_id = #{userId} AND sha256 = #{sha256})")
    boolean exists(
            @Param("organisation") String organisation, @Param("userId") String userId, @Param("sha256") Digest sha256);
}
