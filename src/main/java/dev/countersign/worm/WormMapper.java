package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.AuditEntries.StoredEntry;
import dev.countersign.worm.WormStore.StoredAuthority;
import dev.countersign.worm.WormStore.StoredCertificateEvent;
import dev.countersign.worm.WormStore.StoredEnrolment;
import dev.countersign.worm.WormStore.StoredPlan;
import dev.countersign.worm.WormStore.StoredRecordEvent;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.ResultMap;
import org.apache.ibatis.annotations.ResultType;
import org.apache.ibatis.annotations.Results;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.session.ResultHandler;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of schema {@code worm}. A SELECT of an appending function is declared as an insert: then it counts as a
 * write and no cache swallows an identical second call.
 */
@Mapper
interface WormMapper {

    String NAMES = "dev.countersign.worm.WormMapper.";

    @Select("SELECT organisation, installation_id, environment FROM worm.installation")
    Optional<Installation> installation();

    @Insert("SELECT worm.create_installation(#{organisation}, #{id}, #{environment})")
    void createInstallation(
            @Param("organisation") String organisation, @Param("id") UUID id, @Param("environment") String environment);

    /** Into a handler, because then the database is asked each time and the session keeps what else it read. */
    @Select("SELECT clock_timestamp()")
    @ResultType(Instant.class)
    void now(ResultHandler<Instant> moment);

    @Insert("SELECT worm.lock_record(#{recordId})")
    void lockRecord(@Param("recordId") UUID recordId);

    @Insert("SELECT worm.append_blob(#{bytes})")
    void appendBlob(@Param("bytes") byte[] bytes);

    @Select("SELECT bytes FROM worm.blob WHERE organisation = #{organisation} AND sha256 = #{sha256}")
    @Results(id = "bytes")
    @Nullable
    Bytes blob(@Param("organisation") String organisation, @Param("sha256") Digest sha256);

    @Insert("SELECT worm.append_version(#{manifest})")
    void appendVersion(@Param("manifest") byte[] manifest);

    String VERSION = "SELECT record_id, version, sha256, manifest, type, title, author_id, author_kind, content_sha256,"
            + " created_at, recorded_at FROM worm.record_version WHERE organisation = #{organisation}";

    @Select(VERSION + " AND record_id = #{recordId} ORDER BY version")
    @Results(id = "storedVersion")
    List<StoredVersion> versions(@Param("organisation") String organisation, @Param("recordId") UUID recordId);

    @Select(VERSION + " AND record_id = #{recordId} AND version = #{version}")
    Optional<StoredVersion> version(
            @Param("organisation") String organisation,
            @Param("recordId") UUID recordId,
            @Param("version") int version);

    @Insert("SELECT worm.append_record_event(#{event})")
    void appendRecordEvent(@Param("event") byte[] event);

    String RECORD_EVENTS =
            "SELECT event_id, record_id, sequence, version, status, actor_id, event, created_at, recorded_at"
                    + " FROM worm.record_event WHERE organisation = #{organisation} AND record_id = #{recordId}"
                    + " ORDER BY sequence";

    @Select(RECORD_EVENTS)
    @Results(id = "storedRecordEvent")
    List<StoredRecordEvent> recordEvents(@Param("organisation") String organisation, @Param("recordId") UUID recordId);

    @Insert("SELECT worm.append_signature_plan(#{plan})")
    void appendSignaturePlan(@Param("plan") byte[] plan);

    String SIGNATURE_PLAN = "SELECT record_id, sha256, plan, recorded_at FROM worm.signature_plan"
            + " WHERE organisation = #{organisation} AND record_id = #{recordId} ORDER BY sequence DESC LIMIT 1";

    @Select(SIGNATURE_PLAN)
    @Results(id = "storedPlan")
    Optional<StoredPlan> signaturePlan(@Param("organisation") String organisation, @Param("recordId") UUID recordId);

    @Select("SELECT record_id, sha256, plan, recorded_at FROM worm.signature_plan"
            + " WHERE organisation = #{organisation} AND record_id = #{recordId} ORDER BY sequence")
    List<StoredPlan> signaturePlans(@Param("organisation") String organisation, @Param("recordId") UUID recordId);

    @Insert("SELECT worm.append_signature(#{intent}, #{statement}, #{signature}, #{jws})")
    void appendSignature(
            @Param("intent") byte[] intent,
            @Param("statement") byte[] statement,
            @Param("signature") byte[] signature,
            @Param("jws") String jws);

    String SIGNATURE = "SELECT signature_id, record_id, version, step, meaning, decision, signer_id, key_id,"
            + " statement_sha256, intent, statement, signature, jws, signed_at, recorded_at FROM worm.signature";

    @Select(SIGNATURE + " WHERE organisation = #{organisation} AND signature_id = #{signatureId}")
    Optional<StoredSignature> signature(
            @Param("organisation") String organisation, @Param("signatureId") UUID signatureId);

    @Select(SIGNATURE + " WHERE organisation = #{organisation} AND record_id = #{recordId} ORDER BY sequence")
    @Results(id = "storedSignature")
    List<StoredSignature> signatures(@Param("organisation") String organisation, @Param("recordId") UUID recordId);

    @Insert("SELECT worm.append_enrolment(#{statement}, #{officerSignature}, #{certificate})")
    void appendEnrolment(
            @Param("statement") byte[] statement,
            @Param("officerSignature") byte[] officerSignature,
            @Param("certificate") byte[] certificate);

    String ENROLMENT = "SELECT e.key_id, e.user_id, e.officer_key_id, e.certificate_sha256, e.statement,"
            + " e.officer_signature, c.certificate, e.enrolled_at, e.recorded_at FROM worm.enrolment e"
            + " JOIN worm.certificate c ON c.organisation = e.organisation AND c.sha256 = e.certificate_sha256";

    @Select(ENROLMENT + " WHERE e.organisation = #{organisation} AND e.key_id = #{keyId}")
    Optional<StoredEnrolment> enrolment(@Param("organisation") String organisation, @Param("keyId") UUID keyId);

    @Select(ENROLMENT + " WHERE e.organisation = #{organisation} AND e.certificate_sha256 = #{sha256}")
    Optional<StoredEnrolment> enrolmentOfCertificate(
            @Param("organisation") String organisation, @Param("sha256") Digest sha256);

    @Select(ENROLMENT + " WHERE e.organisation = #{organisation} AND e.founder ORDER BY e.key_id")
    List<StoredEnrolment> founders(@Param("organisation") String organisation);

    @Insert("SELECT worm.append_certificate_event(#{event})")
    void appendCertificateEvent(@Param("event") byte[] event);

    @Select("SELECT key_id, event, bytes, created_at FROM worm.certificate_event"
            + " WHERE organisation = #{organisation} AND key_id = #{keyId} AND event = 'ended'")
    Optional<StoredCertificateEvent> certificateEnd(
            @Param("organisation") String organisation, @Param("keyId") UUID keyId);

    // one that is in the log with one hash and in the queue with another has none
    @Select("SELECT a.entry_id, CASE WHEN l.leaf_hash = q.leaf_hash OR q.leaf_hash IS NULL THEN l.leaf_hash"
            + " WHEN l.leaf_hash IS NULL THEN q.leaf_hash END AS leaf_hash, a.entry FROM worm.audit_entry a"
            + " LEFT JOIN worm.log_leaf l ON l.entry_id = a.entry_id LEFT JOIN worm.log_queue q ON q.entry_id = a.entry_id"
            + " WHERE a.organisation = #{organisation} AND a.type = 'key.ended'"
            + " AND substring(encode(a.entry, 'escape') FROM '\"keyId\":\"([0-9a-f-]{36})\"') = #{keyId}::uuid::text"
            + " ORDER BY a.created_at, a.entry_id")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<AuditEntries.LoggedEntry> endsTold(@Param("organisation") String organisation, @Param("keyId") UUID keyId);

    @Select("SELECT key_id FROM worm.certificate_event WHERE organisation = #{organisation} AND event = 'ended'"
            + " ORDER BY key_id")
    List<UUID> endedKeys(@Param("organisation") String organisation);

    @Select("SELECT certificate AS bytes FROM worm.certificate WHERE organisation = #{organisation} AND authority"
            + " ORDER BY recorded_at LIMIT 1")
    @Nullable
    Bytes authorityCertificate(@Param("organisation") String organisation);

    @Select("SELECT certificate, recorded_at FROM worm.certificate WHERE organisation = #{organisation} AND authority"
            + " ORDER BY recorded_at")
    List<StoredAuthority> authorities(@Param("organisation") String organisation);

    /** The lock that appending an enrolment takes. */
    @Select(value = "SELECT pg_advisory_xact_lock(hashtext('worm.enrolment'))::text", affectData = true)
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    String holdEnrolments();

    /** The lock that appending the end of its certificate takes, and that whoever uses it shares. */
    @Select(
            value = "SELECT pg_advisory_xact_lock(hashtextextended('worm.key/' || #{keyId}::uuid, 0))::text",
            affectData = true)
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    String holdKey(@Param("keyId") UUID keyId);

    @Insert("SELECT worm.append_authority_certificate(#{certificate})")
    void appendAuthorityCertificate(@Param("certificate") byte[] certificate);

    String LAST_CHANGE =
            AuditEntryMapper.ENTRY + " WHERE a.organisation = #{organisation} AND a.record_id = #{recordId}"
                    + " AND a.record_sequence IS NOT NULL ORDER BY a.record_sequence DESC LIMIT 1";

    @Select(LAST_CHANGE)
    @Results(id = "storedEntry")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    Optional<StoredEntry> lastChange(@Param("organisation") String organisation, @Param("recordId") UUID recordId);

    /**
     * As {@link #lockRecord}, and then {@link #versions}, {@link #recordEvents}, {@link #signaturePlan}, {@link #signatures}, {@link #lastChange} and the
     * content of the newest version, in one message; each its own statement, with what is committed when it runs.
     */
    @Select("SELECT CAST('' AS bytea) AS bytes FROM worm.lock_record(#{recordId});"
            + VERSION + " AND record_id = #{recordId} ORDER BY version;" + RECORD_EVENTS + ";" + SIGNATURE_PLAN + ";"
            + SIGNATURE + " WHERE organisation = #{organisation} AND record_id = #{recordId} ORDER BY sequence;"
            + LAST_CHANGE + ";"
            + "SELECT b.bytes FROM worm.blob b WHERE b.organisation = #{organisation} AND b.sha256 = (SELECT v.content_sha256"
            + " FROM worm.record_version v WHERE v.organisation = #{organisation} AND v.record_id = #{recordId}"
            + " ORDER BY v.version DESC LIMIT 1)")
    @ResultMap({
        NAMES + "bytes",
        NAMES + "storedVersion",
        NAMES + "storedRecordEvent",
        NAMES + "storedPlan",
        NAMES + "storedSignature",
        NAMES + "storedEntry",
        NAMES + "bytes"
    })
    @Options(flushCache = Options.FlushCachePolicy.TRUE, useCache = false)
    List<List<Object>> record(@Param("organisation") String organisation, @Param("recordId") UUID recordId);

    /** One column of bytes: a mapper that returned an array would get one row for each byte. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte @Nullable [] bytes) {}
}
