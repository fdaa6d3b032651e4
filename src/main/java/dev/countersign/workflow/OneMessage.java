package dev.countersign.workflow;

import dev.countersign.workflow.FamiliarOrders.Message;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.ibatis.cache.CacheKey;
import org.apache.ibatis.executor.BatchExecutor;
import org.apache.ibatis.executor.BatchExecutorException;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.executor.parameter.ParameterHandler;
import org.apache.ibatis.executor.statement.StatementHandler;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ResultHandler;
import org.apache.ibatis.session.RowBounds;
import org.apache.ibatis.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a command of the engine changed in one message to the database. The engine hands over twenty kinds of rows at the end of a
 * command, and the executor it comes with sends each kind alone and waits for its answer. Order, transaction and counts of rows, by
 * which the engine finds that somebody else changed a row meanwhile, are the same. What is written in no familiar order goes the way it always went.
 */
final class OneMessage extends BatchExecutor {

    /** Class of the SQL states of what breaks a constraint. */
    private static final String CONSTRAINTS = "23";

    private final FamiliarOrders familiar;
    private final List<Change> changes = new ArrayList<>();

    OneMessage(Configuration configuration, Transaction transaction, FamiliarOrders familiar) {
        super(configuration, transaction);
        this.familiar = familiar;
    }

    /** A statement with its parameters, taken when the engine handed it over: the entity may change before it is sent. */
    private record Change(MappedStatement statement, Object entity, String sql, GivenParameters parameters) {}

    @Override
    public int doUpdate(MappedStatement statement, Object entity) throws SQLException {
        StatementHandler handler =
                configuration.newStatementHandler(this, statement, entity, RowBounds.DEFAULT, null, null);
        changes.add(new Change(
                statement, entity, handler.getBoundSql().getSql(), GivenParameters.of(handler.getParameterHandler())));
        return BATCH_UPDATE_RETURN_VALUE;
    }

    @Override
    public <E> List<E> query(
            MappedStatement statement,
            Object parameter,
            RowBounds bounds,
            ResultHandler handler,
            CacheKey key,
            BoundSql sql)
            throws SQLException {
        if (parameter instanceof ForeseenReads foreseen) {
            read(foreseen.all().stream().map(this::question).toList());
            return List.of();
        }
        return super.query(statement, parameter, bounds, handler, key, sql);
    }

    /** What the engine will ask, as it will. */
    private record Question(MappedStatement statement, CacheKey key, BoundSql sql, ParameterHandler parameters) {}

    private Question question(ForeseenReads.Read read) {
        MappedStatement statement = configuration.getMappedStatement(read.statement());
        BoundSql sql = statement.getBoundSql(read.parameter());
        return new Question(
                statement,
                createCacheKey(statement, read.parameter(), RowBounds.DEFAULT, sql),
                sql,
                configuration.newParameterHandler(statement, read.parameter(), sql));
    }

    /** In one message, into where this session keeps what it has read. */
    private void read(List<Question> questions) throws SQLException {
        String together =
                questions.stream().map(question -> question.sql().getSql()).collect(Collectors.joining(";\n"));
        Connection connection = getConnection(questions.get(0).statement().getStatementLog());
        try (PreparedStatement statement = connection.prepareStatement(together)) {
            applyTransactionTimeout(statement);
            int before = 0;
            for (Question question : questions) {
                GivenParameters parameters = GivenParameters.of(question.parameters());
                parameters.set(statement, before);
                before += parameters.count();
            }
            statement.execute();
            for (Question question : questions) {
                localCache.putObject(
                        question.key(),
                        configuration
                                .newResultSetHandler(
                                        this,
                                        question.statement(),
                                        RowBounds.DEFAULT,
                                        question.parameters(),
                                        null,
                                        question.sql())
                                .handleResultSets(statement));
            }
        }
    }

    @Override
    public List<BatchResult> doFlushStatements(boolean isRollback) throws SQLException {
        List<Change> taken = List.copyOf(changes);
        changes.clear();
        if (isRollback || taken.isEmpty()) {
            return super.doFlushStatements(isRollback);
        }
        @Nullable
        Message message = taken.size() > 1
                ? familiar.message(taken.stream().map(Change::sql).toList())
                : null;
        Connection connection = getConnection(taken.get(0).statement().getStatementLog());
        return message == null ? sentByKind(connection, taken) : sent(connection, taken, message);
    }

    /** As one message; what of it breaks a constraint is undone and sent by kind, which tells the engine what a single statement met. */
    private List<BatchResult> sent(Connection connection, List<Change> taken, Message message) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(message.text())) {
            applyTransactionTimeout(statement);
            int before = 0;
            for (Change one : taken) {
                one.parameters().set(statement, before);
                before += one.parameters().count();
            }
            statement.execute();
            List<BatchResult> results = new ArrayList<>();
            for (int changes : message.changes()) {
                statement.getMoreResults();
                int counted = counted(statement);
                if (changes > 1 && counted != changes) {
                    throw new IllegalStateException(
                            changes + " rows of the engine were to be inserted, not " + counted);
                }
                for (Change one : taken.subList(results.size(), results.size() + changes)) {
                    BatchResult result = result(one);
                    result.setUpdateCounts(new int[] {changes > 1 ? 1 : counted});
                    results.add(result);
                }
            }
            demandOver(statement);
            return results;
        } catch (SQLException e) {
            if (e.getSQLState() == null || !e.getSQLState().startsWith(CONSTRAINTS)) {
                throw e;
            }
        }
        try (Statement back = connection.createStatement()) {
            back.execute("ROLLBACK TO SAVEPOINT " + FamiliarOrders.SAVEPOINT + "; RELEASE SAVEPOINT "
                    + FamiliarOrders.SAVEPOINT);
        }
        return sentByKind(connection, taken);
    }

    private static int counted(PreparedStatement statement) throws SQLException {
        int count = statement.getUpdateCount();
        if (count < 0) {
            throw new IllegalStateException("a change of the engine that answers with no count of rows");
        }
        return count;
    }

    /** The end of the savepoint is the last answer, or counts were taken for those of other changes. */
    private static void demandOver(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        boolean released = statement.getUpdateCount() == 0;
        if (!released || statement.getMoreResults() || statement.getUpdateCount() != -1) {
            throw new IllegalStateException("a change of the engine is not one statement");
        }
    }

    private List<BatchResult> sentByKind(Connection connection, List<Change> taken) throws SQLException {
        List<BatchResult> results = new ArrayList<>();
        for (int from = 0, to = 0; from < taken.size(); from = to) {
            Change first = taken.get(from);
            BatchResult result = result(first);
            try (PreparedStatement statement = connection.prepareStatement(first.sql())) {
                applyTransactionTimeout(statement);
                for (; to < taken.size() && taken.get(to).sql().equals(first.sql()); to++) {
                    taken.get(to).parameters().set(statement, 0);
                    statement.addBatch();
                }
                result.setUpdateCounts(statement.executeBatch());
            } catch (BatchUpdateException e) {
                throw new BatchExecutorException(
                        first.statement().getId() + " failed. Cause: " + e, e, results, result);
            }
            results.add(result);
        }
        return results;
    }

    private static BatchResult result(Change change) {
        return new BatchResult(change.statement(), change.sql(), change.entity());
    }
}
