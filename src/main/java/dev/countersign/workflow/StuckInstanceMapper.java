package dev.countersign.workflow;

import dev.countersign.workflow.BreakGlass.RunningApproval;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** Running approvals, those first that are stuck: from the engine's run-time tables, never from its history. */
@Mapper
interface StuckInstanceMapper {

    /**
     * @param q id of an instance or a record, or how a business key begins; empty for all
     * @return those that failed first, then suspended ones, then from the oldest
     */
    @Select(
            "SELECT r.*, coalesce((SELECT string_agg(DISTINCT x.act_id_, ', ' ORDER BY x.act_id_) FROM engine.act_ru_execution x"
                    + " WHERE x.proc_inst_id_ = r.instance_id AND x.act_id_ IS NOT NULL AND (x.is_active_ OR EXISTS (SELECT 1 FROM"
                    + " engine.act_ru_execution y WHERE y.super_exec_ = x.id_))), '') AS activities,"
                    + " (SELECT count(*) FROM engine.act_ru_task t JOIN engine.act_ru_execution x ON x.id_ = t.proc_inst_id_"
                    + " WHERE x.root_proc_inst_id_ = r.instance_id) AS open_tasks FROM ("
                    + "SELECT e.id_ AS instance_id, d.key_ AS process, d.version_ AS definition_version, d.id_ AS definition_id,"
                    + " e.business_key_ AS business_key, s.record_id, s.started_at, e.suspension_state_ = 2 AS suspended,"
                    + " coalesce(i.number, 0) AS incidents, coalesce(j.number, 0) AS failed_jobs"
                    + " FROM engine.act_ru_execution e JOIN engine.act_re_procdef d ON d.id_ = e.proc_def_id_"
                    + " JOIN app.start_request s ON s.instance_id = e.id_"
                    // from what failed to its approvals: few have failed, and many run
                    + " LEFT JOIN (SELECT x.root_proc_inst_id_ AS id, count(*) AS number FROM engine.act_ru_incident f"
                    + " JOIN engine.act_ru_execution x ON x.id_ = f.proc_inst_id_ GROUP BY x.root_proc_inst_id_) i ON i.id = e.id_"
                    + " LEFT JOIN (SELECT x.root_proc_inst_id_ AS id, count(*) AS number FROM engine.act_ru_job f"
                    + " JOIN engine.act_ru_execution x ON x.id_ = f.process_instance_id_ WHERE f.retries_ = 0"
                    + " GROUP BY x.root_proc_inst_id_) j ON j.id = e.id_"
                    + " WHERE e.parent_id_ IS NULL AND e.super_exec_ IS NULL AND d.key_ NOT IN ('model-change', 'break-glass')"
                    + " AND s.organisation = #{organisation} AND (#{q} = '' OR e.id_ = #{q} OR s.record_id::text = #{q}"
                    + " OR starts_with(e.business_key_, #{q}))) r"
                    + " ORDER BY r.incidents + r.failed_jobs = 0, NOT r.suspended, r.started_at, r.instance_id"
                    + " LIMIT #{size} OFFSET #{offset}")
    @Options(flushCache = FlushCachePolicy.TRUE, useCache = false)
    List<RunningApproval> running(
            @Param("organisation") String organisation,
            @Param("q") String q,
            @Param("size") int size,
            @Param("offset") int offset);
}
