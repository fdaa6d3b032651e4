package dev.countersign.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** Of some fifty changes each. None makes room for another: connections would keep the statements of both. */
    private static final int MOST = 24;

    /** Orders that were seen, and are forgotten when others are seen more lately. */
    private static final int SEEN = 256;

    /** An order that was met so often is met again. */
    private static final int OFTEN = 5;

    private final Configuration configuration;
    private final Map<List<String>, Integer> seen = latest();
    /** Each with its text, which the driver finds its prepared statements by: the same string every time. */
    private final Map<List<String>, Message> known = new HashMap<>();

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
     * The one message that all changes of an order are.
     *
     * @param text its statements, between savepoint and release
     * @param changes how many of the changes each statement makes: rows that follow one another into one table are one insert
     */
    record Message(String text, List<Integer> changes) {

        private static final Pattern ONE_ROW =
                Pattern.compile("(?is)\\s*insert\\s+into\\b.*\\bvalues\\s*(\\([^();]+\\))\\s*");

        static Message of(List<String> order) {
            List<String> statements = new ArrayList<>();
            List<Integer> changes = new ArrayList<>();
            for (int from = 0, to = 0; from < order.size(); from = to) {
                String first = order.get(from);
                Matcher row = ONE_ROW.matcher(first);
                boolean joins = row.matches();
                do {
                    to++;
                } while (joins && to < order.size() && order.get(to).equals(first));
                statements.add(joins ? first + ("," + row.group(1)).repeat(to - from - 1) : first);
                changes.add(to - from);
            }
            return new Message(
                    "SAVEPOINT " + SAVEPOINT + ";\n" + String.join(";\n", statements) + ";\nRELEASE SAVEPOINT "
                            + SAVEPOINT,
                    List.copyOf(changes));
        }
    }

    /**
     * @param order the text of each change's statement
     * @return null if the order is not familiar
     */
    synchronized @Nullable Message message(List<String> order) {
        @Nullable Message message = known.get(order);
        if (message != null || known.size() == MOST || seen.merge(order, 1, Integer::sum) < OFTEN) {
            return message;
        }
        seen.remove(order);
        message = Message.of(order);
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
