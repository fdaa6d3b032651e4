package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** What makes a start idempotent: the unique key of organisation, process and business key (INT-01). */
@Mapper
interface StartRequests {

    /** One row, or none if the key is taken; waits for whoever is taking it at this moment. */
    @Insert("INSERT INTO app.start_request (organisation, process_key, business_key, digest, started_by, started_at)"
            + " VALUES (#{organisation}, #{processKey}, #{businessKey}, #{digest}, #{startedBy}, #{startedAt})"
            + " ON CONFLICT (organisation, process_key, business_key) DO NOTHING")
    int take(
            @Param("organisation") String organisation,
            @Param("processKey") String processKey,
            @Param("businessKey") String businessKey,
            @Param("digest") Digest digest,
            @Param("startedBy") String startedBy,
            @Param("startedAt") Instant startedAt);

    @Update("UPDATE app.start_request SET instance_id = #{instanceId}, definition_id = #{definitionId},"
            + " record_id = #{recordId}, record_version = #{recordVersion}"
            + " WHERE organisation = #{organisation} AND process_key = #{processKey} AND business_key = #{businessKey}")
    void started(
            @Param("organisation") String organisation,
            @Param("processKey") String processKey,
            @Param("businessKey") String businessKey,
            @Param("instanceId") String instanceId,
            @Param("definitionId") String definitionId,
            @Param("recordId") UUID recordId,
            @Param("recordVersion") int recordVersion);

    String ROW = "SELECT business_key, digest, started_by, instance_id, definition_id, record_id, record_version"
            + " FROM app.start_request WHERE organisation = #{organisation}";

    /** Not from the session's cache: the loser of a race reads again after the winner's commit. */
    @Select(ROW + " AND process_key = #{processKey} AND business_key = #{businessKey}")
    @Options(flushCache = FlushCachePolicy.TRUE, useCache = false)
    Optional<Started> find(
            @Param("organisation") String organisation,
            @Param("processKey") String processKey,
            @Param("businessKey") String businessKey);

    /** The newest start of any of the record's versions. */
    @Select(ROW + " AND record_id = #{recordId} ORDER BY record_version DESC LIMIT 1")
    @Options(flushCache = FlushCachePolicy.TRUE, useCache = false)
    Optional<Started> ofRecord(@Param("organisation") String organisation, @Param("recordId") UUID recordId);

    /** One node at a time sets the engine up; released at the end of the transaction. */
    @Insert("SELECT pg_advisory_xact_lock(hashtext('countersign.workflow.set-up'))")
    @Options(flushCache = FlushCachePolicy.TRUE)
    void lockSetUp();

    record Started(
            String businessKey,
            Digest digest,
            String startedBy,
            String instanceId,
            String definitionId,
            UUID recordId,
            int recordVersion) {}
}
