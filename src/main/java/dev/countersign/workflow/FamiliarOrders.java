package dev.countersign.workflow;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.executor.CachingExecutor;
import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.plugin.Interceptor;
import org.apache.ibatis.plugin.Invocation;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.jspecify.annotations.Nullable;

/**
 * The orders of statements that the engine's commands write in again and again, and the executor that sends each of these as
 * {@link OneMessage}. Every connection keeps the statements of each order prepared: that is why there are few.
 */
final class FamiliarOrders implements Interceptor {

    static final String SAVEPOINT = "one_message";

    /** Of up to fifty statements each, the engine's longest flush. None makes room for another: connections would keep the statements of both. */
    private static final int MOST = 24;

    /** Orders that were seen, and are forgotten when others are seen more lately. */
    private static final int SEEN = 256;

    /** An order that was met so often is met again. */
    private static final int OFTEN = 5;

    private final Configuration configuration;
    private final Map<List<String>, Integer> seen = latest();
    /** The text of each, which the driver finds its prepared statements by: the same string every time. */
    private final Map<List<String>, String> known = new HashMap<>();

    FamiliarOrders(Configuration configuration) {
        if (configuration.getDefaultExecutorType() != ExecutorType.BATCH) {
            throw new IllegalStateException(
                    "the engine's sessions are of the type " + configuration.getDefaultExecutorType()
                            + " (expected: BATCH, which asks for no count before the flush)");
        }
        this.configuration = configuration;
    }

    private static Map<List<String>, Integer> latest() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<List<String>, Integer> eldest) {
                return size() > SEEN;
            }
        };
    }

    /**
     * The one message that all of them are.
     *
     * @param order the text of each statement
     * @return null if the order is not familiar
     */
    synchronized @Nullable String message(List<String> order) {
        @Nullable String message = known.get(order);
        if (message != null || known.size() == MOST || seen.merge(order, 1, Integer::sum) < OFTEN) {
            return message;
        }
        seen.remove(order);
        message = "SAVEPOINT " + SAVEPOINT + ";\n" + String.join(";\n", order) + ";\nRELEASE SAVEPOINT " + SAVEPOINT;
        known.put(order, message);
        return message;
    }

    @Override
    public Object intercept(Invocation invocation) throws Throwable {
        return invocation.proceed();
    }

    @Override
    public Object plugin(Object target) {
        return target instanceof Executor executor
                ? new CachingExecutor(new OneMessage(configuration, executor.getTransaction(), this))
                : target;
    }
}
