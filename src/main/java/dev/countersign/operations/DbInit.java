package dev.countersign.operations;

import dev.countersign.database.Login;
import dev.countersign.database.Preparation;
import java.io.Console;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prepares roles and schemas on a PostgreSQL server. */
@Command(
        name = "db-init",
        header = "Prepares roles and schemas on a PostgreSQL server.",
        mixinStandardHelpOptions = true,
        description = {
            "Prepares roles, schemas, rights and guards on a PostgreSQL server, and the database if it is missing. "
                    + "May be run again: it then repairs the rights and sets the passwords anew. "
                    + "The application makes the tables when it starts.",
            "",
            "Passwords are taken from the environment, else asked for on the terminal: "
                    + "COUNTERSIGN_DB_ADMIN_PASSWORD (the administrator's), COUNTERSIGN_DB_PASSWORD, "
                    + "COUNTERSIGN_DB_MIGRATOR_PASSWORD and COUNTERSIGN_DB_SEQUENCER_PASSWORD."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:prepared",
            "1:refused by the server, or a guard is missing (see --require-guards)",
            "2:wrong use"
        })
final class DbInit implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            required = true,
            defaultValue = "${env:COUNTERSIGN_DB_URL}",
            description = "jdbc:postgresql://host:port/database; default: COUNTERSIGN_DB_URL.")
    private String url = "";

    @Option(
            names = "--admin",
            paramLabel = "ROLE",
            defaultValue = "${env:COUNTERSIGN_DB_ADMIN:-postgres}",
            description = "Superuser, or the database's owner with CREATEROLE; default: ${DEFAULT-VALUE}.")
    private String administrator = "";

    @Option(names = "--require-guards", description = "Exit with 1 if a guard cannot be set.")
    private boolean guardsRequired;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        try {
            List<String> missing = Preparation.prepare(
                    url,
                    new Login(administrator, password("COUNTERSIGN_DB_ADMIN_PASSWORD", administrator)),
                    password("COUNTERSIGN_DB_PASSWORD", "countersign_app"),
                    password("COUNTERSIGN_DB_MIGRATOR_PASSWORD", "countersign_migrator"),
                    password("COUNTERSIGN_DB_SEQUENCER_PASSWORD", "countersign_sequencer"));
            report(out, missing);
            return guardsRequired && !missing.isEmpty() ? ExitCode.SOFTWARE : ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        } catch (SQLException e) {
            command.commandLine().getErr().println("Not prepared: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private void report(PrintWriter out, List<String> missing) {
        out.println("Prepared " + url);
        out.println(
                "  roles     countersign_owner (no login), countersign_migrator, countersign_app, countersign_sequencer");
        out.println("  schemas   engine, app, worm, owned by countersign_owner; nothing is granted to PUBLIC");
        out.println(
                "  rights    countersign_app: rows of engine and app, reading of worm; no temporary tables, no DDL");
        if (missing.isEmpty()) {
            out.println("  guards    event triggers refuse DDL on schema worm outside of migrations");
        }
        missing.forEach(guard -> out.println("  MISSING   " + guard));
        out.println("Start the application with COUNTERSIGN_DB_URL and the three passwords; it makes the tables.");
    }

    private String password(String variable, String role) {
        String given = System.getenv(variable);
        if (given != null && !given.isEmpty()) {
            return given;
        }
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Password of %s: ", role);
        if (typed == null || typed.length == 0) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "The password of " + role + " is missing: set " + variable);
        }
        return new String(typed);
    }
}
