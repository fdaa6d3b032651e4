package dev.countersign.workflow;

import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/**
 * Ids of open tasks, read as far as they are asked for. The engine's own query of a role's tasks sorts them all before it gives the
 * first, and its query by a variable's text reads every variable there is.
 */
@Mapper
interface OpenTaskMapper {

    String OFFERED =
            " t.assignee_ IS NULL AND EXISTS (SELECT FROM engine.act_ru_identitylink i WHERE i.task_id_ = t.id_"
                    + " AND i.type_ = 'candidate' AND i.group_id_ = ANY(string_to_array(#{roles}, ' ')))";

    /** @param roles codes, separated by single spaces */
    @Select("SELECT t.id_ FROM engine.act_ru_task t WHERE" + OFFERED + " ORDER BY t.create_time_, t.id_ LIMIT #{most}")
    @Options(flushCache = FlushCachePolicy.TRUE, useCache = false)
    List<String> offered(@Param("roles") String roles, @Param("most") int most);

    /** From the record's starts, which are never deleted, to what is open of the instances that they began and all they called. */
    @Select(
            "SELECT t.id_ FROM app.start_request s JOIN engine.act_ru_execution x ON x.root_proc_inst_id_ = s.instance_id"
                    + " JOIN engine.act_ru_task t ON t.execution_id_ = x.id_"
                    + " WHERE s.organisation = #{organisation} AND s.record_id = #{recordId} ORDER BY t.create_time_, t.id_")
    @Options(flushCache = FlushCachePolicy.TRUE, useCache = false)
    List<String> ofRecord(@Param("organisation") String organisation, @Param("recordId") UUID recordId);
}
