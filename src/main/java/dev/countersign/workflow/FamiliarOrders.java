package dev.countersign.workflow;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.ibatis.executor.CachingExecutor;
import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.plugin.Interceptor;
import org.apache.ibatis.plugin.Invocation;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;

/**
 * The orders of statements that the engine's commands write in again and again, and the executor that sends each of these as
 * {@link OneMessage}. Every connection keeps the statements of each order prepared: that is why there are few.
 */
final class FamiliarOrders implements Interceptor {

    /** Of up to fifty statements each, the engine's longest flush. None makes room for another: connections would keep the statements of both. */
    private static final int MOST = 24;

    /** Orders that were seen, and are forgotten when others are seen more lately. */
    private static final int SEEN = 256;

    /** An order that was met so often is met again. */
    private static final int OFTEN = 5;

    private final Configuration configuration;
    private final Map<String, Integer> seen = latest();
    private final Set<String> known = new HashSet<>();

    FamiliarOrders(Configuration configuration) {
        if (configuration.getDefaultExecutorType() != ExecutorType.BATCH) {
            throw new IllegalStateException(
                    "the engine's sessions are of the type " + configuration.getDefaultExecutorType()
                            + " (expected: BATCH, which asks for no count before the flush)");
        }
        this.configuration = configuration;
    }

    private static Map<String, Integer> latest() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > SEEN;
            }
        };
    }

    /** @param order the text of all its statements */
    synchronized boolean knows(String order) {
        if (known.contains(order)) {
            return true;
        }
        if (known.size() == MOST) {
            return false;
        }
        int times = seen.merge(order, 1, Integer::sum);
        if (times < OFTEN) {
            return false;
        }
        seen.remove(order);
        known.add(order);
        return true;
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
