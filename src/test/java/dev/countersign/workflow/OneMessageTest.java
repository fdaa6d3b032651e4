package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.workflow.FamiliarOrders.Message;
import dev.countersign.workflow.ForeseenReads.Read;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.ibatis.executor.BatchExecutorException;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.executor.CachingExecutor;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.defaults.DefaultSqlSession;
import org.apache.ibatis.transaction.Transaction;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.persistence.entity.ByteArrayEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.PropertyEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.repository.ResourceTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the engine writes arrives whole and in its order, in one message as in many, and so does what the database said of it. */
@CountersignTest
class OneMessageTest {

    /** More often than an order has to be met to be familiar. */
    private static final int OFTEN = 8;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private PlatformTransactionManager transactions;

    private FamiliarOrders familiar;

    /** Statements that were made ready since a test set it to none. */
    private int prepared;

    @BeforeEach
    void nothingIsFamiliar() {
        familiar = new FamiliarOrders(statements());
    }

    @Test
    void writesInTheOrderInWhichTheEngineHandedOver() {
        for (int time = 0; time < OFTEN; time++) {
            undone(session -> {
                PropertyEntity one = property();
                session.insert("insertProperty", one);
                one.setRevision(1);
                one.setValue("second");
                session.update("updateProperty", one);
                session.insert("insertProperty", property());
                // the entity is somebody else's from here on: what was handed over is what it was then
                one.setValue("third");
                assertThat(rows(session.flushStatements())).containsExactly(1, 1, 1);
                assertThat(session.<PropertyEntity>selectOne("selectProperty", one.getName()))
                        .extracting(PropertyEntity::getValue)
                        .isEqualTo("second");
            });
        }
    }

    @Test
    void tellsThatARowWasNotWhatTheEngineHadRead() {
        for (int time = 0; time < OFTEN; time++) {
            undone(session -> {
                PropertyEntity one = property();
                session.insert("insertProperty", one);
                one.setRevision(7);
                session.update("updateProperty", one);
                session.delete("deleteProperty", one);
                session.insert("insertProperty", property());
                assertThat(rows(session.flushStatements())).containsExactly(1, 0, 0, 1);
            });
        }
    }

    @Test
    void tellsWhichTableRefusedARow() {
        for (int time = 0; time < OFTEN; time++) {
            undone(session -> {
                PropertyEntity one = property();
                session.insert("insertByteArray", bytes());
                session.insert("insertProperty", one);
                session.insert("insertProperty", one);
                assertThatThrownBy(session::flushStatements)
                        .cause()
                        .isInstanceOfSatisfying(BatchExecutorException.class, failure -> {
                            assertThat(failure.getFailingStatementId()).contains("insertProperty");
                            assertThat(failure.getBatchUpdateException().getSQLState())
                                    .isEqualTo("23505");
                        });
            });
        }
    }

    @Test
    void sendsAFamiliarOrderAsOneStatementAndTheFirstOfItAsMany() {
        List<Integer> statements = new ArrayList<>();
        for (int time = 0; time < OFTEN; time++) {
            undone(session -> {
                PropertyEntity one = property();
                session.insert("insertByteArray", bytes());
                session.insert("insertProperty", one);
                one.setRevision(1);
                session.delete("deleteProperty", one);
                prepared = 0;
                assertThat(rows(session.flushStatements())).containsExactly(1, 1, 1);
                statements.add(prepared);
            });
        }
        assertThat(statements).containsExactly(3, 3, 3, 3, 1, 1, 1, 1);
    }

    @Test
    void writesRowsThatFollowOneAnotherIntoOneTableAsOneInsert() {
        for (int time = 0; time < OFTEN; time++) {
            undone(session -> {
                List<PropertyEntity> rows = List.of(property(), property(), property());
                session.insert("insertByteArray", bytes());
                for (PropertyEntity row : rows) {
                    session.insert("insertProperty", row);
                }
                rows.get(0).setRevision(1);
                session.delete("deleteProperty", rows.get(0));
                assertThat(rows(session.flushStatements())).containsExactly(1, 1, 1, 1, 1);
                assertThat(rows)
                        .map(row -> session.selectOne("selectProperty", row.getName()) != null)
                        .containsExactly(false, true, true);
            });
        }
        String insert = "insert into A (ID_, B_) values ( ?, 'x' )";
        assertThat(Message.of(List.of(insert, insert, "update A set B_ = ?", "update A set B_ = ?", insert)))
                .isEqualTo(new Message(
                        "SAVEPOINT one_message;\n" + insert
                                + ",( ?, 'x' );\nupdate A set B_ = ?;\nupdate A set B_ = ?;\n" + insert
                                + ";\nRELEASE SAVEPOINT one_message",
                        List.of(2, 1, 1, 1)));
    }

    /** As the engine deletes a task and its execution, when somebody else changed the task meanwhile. */
    @Test
    void tellsOfACollisionBeforeWhatFollowedFromIt() {
        for (int time = 0; time < OFTEN; time++) {
            undone(session -> {
                ExecutionEntity execution = execution();
                TaskEntity task = new TaskEntity();
                task.setId(UUID.randomUUID().toString());
                task.setExecution(execution);
                session.insert("insertExecution", execution);
                session.insert("insertTask", task);
                session.flushStatements();
                task.setRevision(7);
                session.delete("deleteTask", task);
                session.delete("deleteExecution", execution);
                assertThatThrownBy(session::flushStatements)
                        .cause()
                        .isInstanceOfSatisfying(BatchExecutorException.class, failure -> {
                            assertThat(failure.getFailingStatementId()).contains("deleteExecution");
                            assertThat(rows(failure.getSuccessfulBatchResults()))
                                    .containsExactly(0);
                        });
            });
        }
    }

    @Test
    void sendsBytesThatAreReadOnceAgainAfterARefusal() {
        for (int time = 0; time < OFTEN; time++) {
            undone(session -> {
                PropertyEntity one = property();
                session.insert("insertProperty", one);
                session.flushStatements();
                one.setRevision(1);
                session.insert("insertByteArray", bytes());
                session.update("updateProperty", one);
                session.insert("insertProperty", one);
                assertThatThrownBy(session::flushStatements)
                        .cause()
                        .isInstanceOfSatisfying(BatchExecutorException.class, failure -> assertThat(
                                        rows(failure.getSuccessfulBatchResults()))
                                .containsExactly(1, 1));
            });
        }
    }

    @Test
    void readsWhatIsForeseenInOneMessageAndAnswersTheEngineFromIt() {
        undone(session -> {
            ExecutionEntity one = execution();
            ExecutionEntity other = execution();
            session.insert("insertExecution", one);
            session.insert("insertExecution", other);
            session.flushStatements();
            prepared = 0;
            new ForeseenReads(List.of(
                            new Read("selectExecution", one.getId()),
                            new Read("selectExecution", "nobody's"),
                            new Read("selectExecutionsByProcessInstanceId", list(other.getId())),
                            new Read("selectExecution", other.getId())))
                    .read(session);
            assertThat(prepared).isEqualTo(1);
            assertThat(read(session, one.getId())).returns(one.getId(), ExecutionEntity::getId);
            assertThat(read(session, other.getId())).returns(other.getId(), ExecutionEntity::getId);
            assertThat(read(session, "nobody's")).isNull();
            assertThat(session.<Object>selectList("selectExecutionsByProcessInstanceId", list(other.getId())))
                    .hasSize(1);
            assertThat(prepared).isEqualTo(1);
            assertThat(session.<Object>selectList("selectExecutionsByProcessInstanceId", list(one.getId())))
                    .hasSize(1);
            assertThat(prepared).isEqualTo(2);
        });
    }

    @Test
    void forgetsWhatItForesawWhenTheEngineChangesSomething() {
        undone(session -> {
            ExecutionEntity one = execution();
            session.insert("insertExecution", one);
            session.flushStatements();
            new ForeseenReads(List.of(new Read("selectExecution", one.getId()))).read(session);
            session.delete("deleteExecution", one);
            assertThat(read(session, one.getId())).isNull();
        });
    }

    private static @Nullable ExecutionEntity read(SqlSession session, String executionId) {
        return session.selectOne("selectExecution", executionId);
    }

    private static ListQueryParameterObject list(String id) {
        return new ListQueryParameterObject(id, 0, Integer.MAX_VALUE);
    }

    private static ExecutionEntity execution() {
        ExecutionEntity execution = new ExecutionEntity();
        execution.setId(UUID.randomUUID().toString());
        execution.setProcessInstance(execution);
        return execution;
    }

    /** A connection's statements are counted when they are made ready. */
    private final class Counted implements Transaction {

        private final Transaction real;

        Counted(Transaction real) {
            this.real = real;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = real.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    OneMessageTest.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        prepared += method.getName().equals("prepareStatement") ? 1 : 0;
                        return method.invoke(connection, arguments);
                    });
        }

        @Override
        public void commit() throws SQLException {
            real.commit();
        }

        @Override
        public void rollback() throws SQLException {
            real.rollback();
        }

        @Override
        public void close() throws SQLException {
            real.close();
        }

        @Override
        public Integer getTimeout() throws SQLException {
            return real.getTimeout();
        }
    }

    private Configuration statements() {
        return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                .getSqlSessionFactory()
                .getConfiguration();
    }

    private void undone(Consumer<SqlSession> work) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            status.setRollbackOnly();
            Environment database = statements().getEnvironment();
            Transaction transaction =
                    new Counted(database.getTransactionFactory().newTransaction(database.getDataSource(), null, false));
            try (SqlSession session = new DefaultSqlSession(
                    statements(), new CachingExecutor(new OneMessage(statements(), transaction, familiar)), false)) {
                work.accept(session);
            }
        });
    }

    private static ByteArrayEntity bytes() {
        ByteArrayEntity bytes = new ByteArrayEntity("one-message", new byte[] {1}, ResourceTypes.RUNTIME);
        bytes.setId(UUID.randomUUID().toString());
        return bytes;
    }

    private static PropertyEntity property() {
        return new PropertyEntity("one-message-" + UUID.randomUUID(), "first");
    }

    private static List<Integer> rows(List<BatchResult> results) {
        return results.stream()
                .flatMap(result ->
                        java.util.Arrays.stream(result.getUpdateCounts()).boxed())
                .map(rows -> rows == java.sql.Statement.SUCCESS_NO_INFO ? 1 : rows)
                .toList();
    }
}
