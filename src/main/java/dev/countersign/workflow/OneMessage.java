package dev.countersign.workflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.ibatis.executor.BatchExecutor;
import org.apache.ibatis.executor.BatchExecutorException;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.executor.statement.StatementHandler;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.session.Configuration;
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
    private record Change(MappedStatement statement, Object entity, String sql, List<Parameter> parameters) {

        /** @param before how many parameters other statements have before it */
        void set(PreparedStatement target, int before) throws SQLException {
            for (Parameter parameter : parameters) {
                parameter.set(target, before);
            }
        }
    }

    private record Parameter(Method setter, Object[] arguments) {

        void set(PreparedStatement statement, int before) throws SQLException {
            Object[] moved = arguments.clone();
            moved[0] = (Integer) moved[0] + before;
            rewind(moved[1]);
            try {
                setter.invoke(statement, moved);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What was read by whoever sent it before. */
    private static void rewind(@Nullable Object value) throws SQLException {
        try {
            if (value instanceof ByteArrayInputStream bytes) {
                bytes.reset();
            } else if (value instanceof Reader text) {
                text.reset();
            }
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    @Override
    public int doUpdate(MappedStatement statement, Object entity) throws SQLException {
        StatementHandler handler =
                configuration.newStatementHandler(this, statement, entity, RowBounds.DEFAULT, null, null);
        List<Parameter> parameters = new ArrayList<>();
        handler.parameterize((PreparedStatement) Proxy.newProxyInstance(
                OneMessage.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> recorded(parameters, method, arguments)));
        changes.add(new Change(statement, entity, handler.getBoundSql().getSql(), parameters));
        return BATCH_UPDATE_RETURN_VALUE;
    }

    private static @Nullable Object recorded(List<Parameter> parameters, Method method, Object @Nullable [] arguments) {
        if (arguments == null
                || !method.getName().startsWith("set")
                || arguments.length < 2
                || !(arguments[0] instanceof Integer)) {
            throw new UnsupportedOperationException(method + " (expected: the setter of a parameter)");
        }
        parameters.add(new Parameter(method, arguments));
        return null;
    }

    @Override
    public List<BatchResult> doFlushStatements(boolean isRollback) throws SQLException {
        List<Change> taken = List.copyOf(changes);
        changes.clear();
        if (isRollback || taken.isEmpty()) {
            return super.doFlushStatements(isRollback);
        }
        String together = taken.stream().map(Change::sql).collect(Collectors.joining(";\n"));
        Connection connection = getConnection(taken.get(0).statement().getStatementLog());
        return taken.size() > 1 && familiar.knows(together)
                ? sent(connection, taken, together)
                : sentByKind(connection, taken);
    }

    /** As one message; what of it breaks a constraint is undone and sent by kind, which tells the engine what a single statement met. */
    private List<BatchResult> sent(Connection connection, List<Change> taken, String together) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SAVEPOINT one_message;\n" + together + ";\nRELEASE SAVEPOINT one_message")) {
            applyTransactionTimeout(statement);
            int before = 0;
            for (Change one : taken) {
                one.set(statement, before);
                before += one.parameters().size();
            }
            statement.execute();
            List<BatchResult> results = new ArrayList<>();
            for (Change one : taken) {
                statement.getMoreResults();
                BatchResult result = result(one);
                result.setUpdateCounts(new int[] {counted(statement)});
                results.add(result);
            }
            demandOver(statement);
            return results;
        } catch (SQLException e) {
            if (e.getSQLState() == null || !e.getSQLState().startsWith(CONSTRAINTS)) {
                throw e;
            }
        }
        try (Statement back = connection.createStatement()) {
            back.execute("ROLLBACK TO SAVEPOINT one_message; RELEASE SAVEPOINT one_message");
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
                    taken.get(to).set(statement, 0);
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
