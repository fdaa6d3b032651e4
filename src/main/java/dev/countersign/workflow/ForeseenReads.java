package dev.countersign.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.mapping.SqlCommandType;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSession;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;

/**
 * What the engine will ask the database for when a task is completed, one row after the other, read in one message: the same statements, in the same
 * transaction. Only which rows it will ask for is known from before; what they say is not. What it asks for besides goes the way it always went, and what it
 * does not ask for is forgotten with the command.
 *
 * @param all in the order in which they are read
 */
record ForeseenReads(List<Read> all) {

    /** A mapped statement that reads nothing itself: {@link OneMessage} knows it by its parameter. */
    private static final String STATEMENT = ForeseenReads.class.getName();

    private static final String BEGINNINGS = BeginningMapper.class.getName() + ".unfinished";

    /**
     * One statement of the engine, or of ours that it asks.
     *
     * @param statement its name in the engine's mappings
     */
    record Read(String statement, Object parameter) {}

    /** Makes them known to the engine's sessions, and what {@link EngineHistory} asks in them. */
    static void in(Configuration statements) {
        statements.addMapper(BeginningMapper.class);
        statements.addMappedStatement(new MappedStatement.Builder(
                        statements,
                        STATEMENT,
                        parameter -> new BoundSql(statements, "", List.of(), parameter),
                        SqlCommandType.SELECT)
                .build());
    }

    /** For the completion of that task: itself, and the instances above it, from the inner to the outer. */
    static ForeseenReads of(TaskEntity task) {
        List<Read> reads = new ArrayList<>();
        String taskId = task.getId();
        reads.add(new Read("selectTask", taskId));
        reads.add(new Read("selectVariablesByTaskId", variables("taskId", taskId)));
        reads.add(new Read("selectTasksByParentTaskId", list(taskId)));
        reads.add(new Read("selectIdentityLinksByTask", list(taskId)));
        @Nullable ExecutionEntity execution = task.getExecution();
        reads.add(new Read(BEGINNINGS, Map.of("root", execution.getRootProcessInstanceId())));
        reads.add(new Read("selectTasksByExecutionId", list(execution.getId())));
        while (execution != null) {
            reads.add(new Read("selectExecution", execution.getId()));
            reads.add(new Read("selectProcessDefinition", execution.getProcessDefinitionId()));
            String instanceId = execution.getProcessInstanceId();
            reads.add(new Read("selectExecutionsByProcessInstanceId", list(instanceId)));
            reads.add(new Read("selectVariablesByExecutionId", variables("executionId", instanceId)));
            execution = execution.getProcessInstance().getSuperExecution();
        }
        return new ForeseenReads(List.copyOf(reads));
    }

    /** Reads them for the rest of the command. */
    void read(CommandContext context) {
        read(context.getSession(DbSqlSession.class).getSqlSession());
    }

    void read(SqlSession session) {
        session.selectList(STATEMENT, this);
    }

    private static ListQueryParameterObject list(Object parameter) {
        return new ListQueryParameterObject(parameter, 0, Integer.MAX_VALUE);
    }

    private static ListQueryParameterObject variables(String of, String id) {
        Map<String, @Nullable Object> parameter = new HashMap<>();
        parameter.put(of, id);
        parameter.put("variableNames", null);
        return list(parameter);
    }
}
