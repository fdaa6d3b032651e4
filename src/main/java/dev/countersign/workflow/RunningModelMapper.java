package dev.countersign.workflow;

import java.util.Collection;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the engine's own tables, read past the engine: its caches would hide a change. Digests are taken by the database, so that
 * no model travels.
 */
@Mapper
interface RunningModelMapper {

    /**
     * @param kind {@code process} or {@code decision}
     * @param newest of all versions with this key
     * @param sha256 of the bytes it was, or will be, parsed from; null if they are gone
     */
    record Definition(
            String kind,
            String key,
            int version,
            String definitionId,
            String deploymentId,
            String resource,
            boolean newest,
            @Nullable String sha256) {}

    record Deployed(String deploymentId, String resource, String sha256) {}

    String DEFINITIONS = "SELECT d.*, encode(sha256(b.bytes_), 'hex') AS sha256 FROM ("
            + "SELECT 'process' AS kind, key_ AS key, version_ AS version, id_ AS definition_id, deployment_id_ AS deployment_id,"
            + " resource_name_ AS resource, version_ = max(version_) OVER (PARTITION BY key_) AS newest FROM engine.act_re_procdef"
            + " UNION ALL SELECT 'decision', key_, version_, id_, deployment_id_, resource_name_,"
            + " version_ = max(version_) OVER (PARTITION BY key_) FROM engine.act_re_decision_def) d"
            + " LEFT JOIN engine.act_ge_bytearray b ON b.deployment_id_ = d.deployment_id AND b.name_ = d.resource";

    String ORDER = " ORDER BY d.kind, d.key, d.version";

    /** All of them, old ones too: instances may run on them. */
    @Select(DEFINITIONS + ORDER)
    @Options(flushCache = FlushCachePolicy.TRUE, useCache = false)
    List<Definition> all();

    /** Those that the next start would take. */
    @Select(DEFINITIONS + " WHERE d.newest" + ORDER)
    @Options(flushCache = FlushCachePolicy.TRUE, useCache = false)
    List<Definition> newest();

    /** Those of processes with these ids, whether or not there are newer ones; none that somebody suspended past the engine. */
    @Select("<script>SELECT 'process' AS kind, d.key_ AS key, d.version_ AS version, d.id_ AS definition_id,"
            + " d.deployment_id_ AS deployment_id, d.resource_name_ AS resource, false AS newest,"
            + " encode(sha256(b.bytes_), 'hex') AS sha256 FROM engine.act_re_procdef d"
            + " LEFT JOIN engine.act_ge_bytearray b ON b.deployment_id_ = d.deployment_id_ AND b.name_ = d.resource_name_"
            + " WHERE d.suspension_state_ = 1 AND d.id_ IN"
            + " <foreach collection='ids' item='id' open='(' separator=',' close=')'>#{id}</foreach></script>")
    @Options(flushCache = FlushCachePolicy.TRUE, useCache = false)
    List<Definition> of(@Param("ids") Collection<String> definitionIds);

    /**
     * Running instances of one definition.
     *
     * @param ids of the first hundred, with commas
     */
    record Instances(String key, int version, String resource, long count, String ids) {}

    @Select("SELECT d.key_ AS key, d.version_ AS version, d.resource_name_ AS resource, count(*) AS count,"
            + " array_to_string((array_agg(e.id_ ORDER BY e.id_))[1:100], ',') AS ids FROM engine.act_ru_execution e"
            + " JOIN engine.act_re_procdef d ON d.id_ = e.proc_def_id_ WHERE e.parent_id_ IS NULL"
            + " GROUP BY d.key_, d.version_, d.resource_name_ ORDER BY d.key_, d.version_")
    @Options(flushCache = FlushCachePolicy.TRUE, useCache = false)
    List<Instances> instances();

    /** Everything that was deployed together, forms included. */
    @Select("SELECT deployment_id_ AS deployment_id, name_ AS resource, encode(sha256(bytes_), 'hex') AS sha256"
            + " FROM engine.act_ge_bytearray WHERE deployment_id_ = #{deploymentId}")
    @Options(flushCache = FlushCachePolicy.TRUE, useCache = false)
    List<Deployed> deployed(@Param("deploymentId") String deploymentId);
}
