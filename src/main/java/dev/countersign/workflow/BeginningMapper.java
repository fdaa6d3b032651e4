package dev.countersign.workflow;

import java.util.Date;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** When what is not over began, as the engine's history has it. Asked in the engine's own session, as what it asks itself. */
@Mapper
interface BeginningMapper {

    /** @param id of an instance of a process, activity or task; no two have the same */
    record Beginning(String id, Date at) {}

    /** Of all that belongs to one tree of process instances. */
    @Select("SELECT id_ AS id, start_time_ AS at FROM engine.act_hi_procinst"
            + " WHERE root_proc_inst_id_ = #{root} AND end_time_ IS NULL"
            + " UNION ALL SELECT id_, start_time_ FROM engine.act_hi_actinst"
            + " WHERE root_proc_inst_id_ = #{root} AND end_time_ IS NULL"
            + " UNION ALL SELECT id_, start_time_ FROM engine.act_hi_taskinst"
            + " WHERE root_proc_inst_id_ = #{root} AND end_time_ IS NULL")
    List<Beginning> unfinished(@Param("root") String rootProcessInstanceId);
}
