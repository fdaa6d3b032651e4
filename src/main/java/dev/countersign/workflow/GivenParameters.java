package dev.countersign.workflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.ibatis.executor.parameter.ParameterHandler;
import org.jspecify.annotations.Nullable;

/** The parameters of one statement as the engine gave them, to be set where it is one of many in a message. */
final class GivenParameters {

    private final List<Given> all = new ArrayList<>();

    private record Given(Method setter, Object[] arguments) {}

    /** Takes them now: the entity they are read from may change before they are sent. */
    static GivenParameters of(ParameterHandler handler) throws SQLException {
        GivenParameters taken = new GivenParameters();
        handler.setParameters((PreparedStatement) Proxy.newProxyInstance(
                GivenParameters.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> taken.add(method, arguments)));
        return taken;
    }

    private @Nullable Object add(Method method, Object @Nullable [] arguments) {
        if (arguments == null
                || !method.getName().startsWith("set")
                || arguments.length < 2
                || !(arguments[0] instanceof Integer)) {
            throw new UnsupportedOperationException(method + " (expected: the setter of a parameter)");
        }
        all.add(new Given(method, arguments));
        return null;
    }

    int count() {
        return all.size();
    }

    /** @param before how many parameters other statements have before it */
    void set(PreparedStatement target, int before) throws SQLException {
        for (Given given : all) {
            Object[] moved = given.arguments().clone();
            moved[0] = (Integer) moved[0] + before;
            rewind(moved[1]);
            try {
                given.setter().invoke(target, moved);
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
}
