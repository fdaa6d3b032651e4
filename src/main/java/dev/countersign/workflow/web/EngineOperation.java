package dev.countersign.workflow.web;

import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that can be done over the engine's own REST interface, and by whom: a line of {@link EngineOperations}.
 *
 * @param purpose in words
 * @param methods of HTTP
 * @param paths below the mount; {@code *} is one id; paths of Tasklist beside the engine's interface are written whole
 * @param mount where
 * @param people the roles that may, or everybody who is signed in
 * @param programs whether service accounts may
 * @param done by the engine, or by a door of ours in its form
 */
record EngineOperation(
        String purpose,
        Set<String> methods,
        List<Path> paths,
        Mount mount,
        People people,
        boolean programs,
        Done done) {

    /** Where an operation exists. */
    enum Mount {
        BOTH,
        PROGRAMS,
        TASKLIST
    }

    /** Who answers. */
    enum Done {
        BY_THE_ENGINE,
        BY_OUR_DOOR
    }

    /** @param roles empty if everybody who is signed in may */
    record People(Set<Role> roles) {

        String shown() {
            return roles.isEmpty()
                    ? "everybody signed in"
                    : roles.stream().sorted().map(Role::printedName).collect(Collectors.joining(", "));
        }
    }

    /** A path with {@code *} for one id. */
    record Path(String shown, Pattern pattern) {

        private static final String ID = "[A-Za-z0-9._:-]+";
        private static final String FILES = "[A-Za-z0-9._/-]+";

        static Path of(String path) {
            String expression = Stream.of(path.split("(?<=/)|(?=/)"))
                    .map(part -> switch (part) {
                        case "*" -> ID;
                        case "**" -> FILES;
                        default -> Pattern.quote(part);
                    })
                    .collect(Collectors.joining());
            // what lies beside the engine's interface fits no mount
            return new Path(path, Pattern.compile((path.startsWith("/camunda/") ? "!" : "") + expression));
        }
    }

    boolean is(EngineCall call) {
        boolean here =
                switch (mount) {
                    case BOTH -> true;
                    case PROGRAMS -> !call.tasklist();
                    case TASKLIST -> call.tasklist();
                };
        String method = "HEAD".equals(call.method()) ? "GET" : call.method();
        return here
                && methods.contains(method)
                && paths.stream()
                        .anyMatch(path -> path.pattern().matcher(call.path()).matches());
    }

    /** @param roles of the caller at this moment; asked for only where they decide */
    boolean isFor(Caller caller, Supplier<Set<Role>> roles) {
        return switch (caller.kind()) {
            case PERSON -> people.roles().isEmpty() || roles.get().stream().anyMatch(people.roles()::contains);
            case SERVICE_ACCOUNT -> programs;
            case SYSTEM, ANONYMOUS -> false;
        };
    }

    /** Everybody it is for, in words. */
    String shownParties() {
        return people.shown() + (programs ? "; service accounts, within their scopes" : "");
    }
}
