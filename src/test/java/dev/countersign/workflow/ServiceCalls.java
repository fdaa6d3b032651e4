package dev.countersign.workflow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.query.Query;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Calls every method of the engine's public services, found by reflection, with arguments that mean an open task where they can,
 * and whatever ends what a builder builds.
 */
final class ServiceCalls {

    /** Methods that change nothing but this thread's own memory. */
    private static final Pattern OF_THE_THREAD =
            Pattern.compile("set(Authenticat\\w*|TenantId\\w*)|clearAuthentication");

    /** Methods that by their names read. */
    private static final Pattern READING = Pattern.compile(
            "get.*|is.*|create\\w*(Query|Report)|has.*|checkPasswordAgainstPolicy|find.*|list|listPage|count|singleResult"
                    + "|execute(Filter|Query)\\w*");

    private static final Pattern ENDING = Pattern.compile(
            "execute\\w*|deploy\\w*|correlate\\w*|send|complete|terminate|close|evaluate\\w*|build|suspend|activate|delete"
                    + "|updateSuspensionState\\w*|set|setAsync|manualStart|reenable|disable|create");

    private final ProcessEngine engine;
    private final Task task;
    private final String job;
    private final Set<String> done = new TreeSet<>();
    private final Set<String> refused = new TreeSet<>();
    private final Set<String> failed = new TreeSet<>();

    ServiceCalls(ProcessEngine engine, Task task) {
        this(engine, task, task.getProcessInstanceId());
    }

    /** @param job id of a job that waits */
    ServiceCalls(ProcessEngine engine, Task task, String job) {
        this.engine = engine;
        this.task = task;
        this.job = job;
    }

    /** The services of an engine, in the order of their names. */
    static List<Method> services() {
        return Arrays.stream(ProcessEngine.class.getMethods())
                .filter(getter -> getter.getName().endsWith("Service") && getter.getParameterCount() == 0)
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** How many methods of a service change something by their names, and how many read. */
    static String counted(Method service) {
        List<String> names = Arrays.stream(service.getReturnType().getMethods())
                .map(Method::getName)
                .filter(name -> !OF_THE_THREAD.matcher(name).matches())
                .toList();
        long reading =
                names.stream().filter(name -> READING.matcher(name).matches()).count();
        return service.getReturnType().getSimpleName() + ": " + (names.size() - reading) + " change, " + reading
                + " read";
    }

    /** Calls every method that by its name changes something. */
    void all() {
        calls(name -> !READING.matcher(name).matches());
    }

    /** Calls the others: what they are called says nothing about what they do. */
    void reads() {
        calls(name -> READING.matcher(name).matches());
    }

    private void calls(Predicate<String> wanted) {
        for (Method getter : services()) {
            Object service = value(getter);
            for (Method method : getter.getReturnType().getMethods()) {
                String name = method.getName();
                if (wanted.test(name) && !OF_THE_THREAD.matcher(name).matches()) {
                    call(getter.getReturnType().getSimpleName(), service, method, false);
                }
            }
        }
    }

    /** Calls that went through though they change something. */
    Set<String> done() {
        return done;
    }

    /** Calls that the list of commands refused. */
    Set<String> refused() {
        return refused;
    }

    /** Calls that ended otherwise. */
    Set<String> failed() {
        return failed;
    }

    private void call(String path, Object target, Method method, boolean ending) {
        if (Modifier.isStatic(method.getModifiers())) {
            return;
        }
        String name = path + "." + method.getName() + "/" + method.getParameterCount();
        try {
            Object answer = method.invoke(target, arguments(method));
            if (!ending && answer != null && isBuilder(method.getReturnType())) {
                for (Method last : method.getReturnType().getMethods()) {
                    if (ENDING.matcher(last.getName()).matches()) {
                        call(name, answer, last, true);
                    }
                }
            } else if (!(answer instanceof Query)) {
                done.add(name);
            }
        } catch (InvocationTargetException e) {
            (e.getCause() instanceof AuthorizationException ? refused : failed).add(name);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isBuilder(Class<?> type) {
        return type.getName().startsWith("org.camunda.bpm.engine") && type.isInterface();
    }

    private Object value(Method getter) {
        try {
            return getter.invoke(engine);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private @Nullable Object[] arguments(Method method) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            values.add(argument(method, type));
        }
        return values.toArray();
    }

    private @Nullable Object argument(Method method, Class<?> type) {
        boolean ofTask = method.getDeclaringClass().getSimpleName().matches("TaskService|FormService");
        if (type == String.class) {
            if (method.getDeclaringClass() == ManagementService.class) {
                return job;
            }
            return ofTask ? task.getId() : task.getProcessInstanceId();
        }
        if (type == int.class || type == Integer.class) {
            return 1;
        }
        if (type == long.class || type == Long.class) {
            return 1000L;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == Map.class) {
            return Map.of("decision", "approve");
        }
        if (type == List.class || type == java.util.Collection.class) {
            return List.of(task.getProcessInstanceId());
        }
        if (type == Date.class) {
            return task.getCreateTime();
        }
        if (type == Task.class) {
            return task;
        }
        if (type == Object.class) {
            return "approve";
        }
        if (type == String[].class) {
            return new String[] {task.getProcessInstanceId()};
        }
        return type.isInterface() ? empty(type) : null;
    }

    private static Object empty(Class<?> type) {
        return Proxy.newProxyInstance(
                ServiceCalls.class.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
                    Class<?> answer = method.getReturnType();
                    if (answer == boolean.class) {
                        return false;
                    }
                    if (answer == int.class) {
                        return 0;
                    }
                    return answer == String.class ? "x" : null;
                });
    }
}
