package dev.countersign.operations;

import dev.countersign.accounts.FirstPeople;
import dev.countersign.accounts.FirstPeople.FirstPerson;
import dev.countersign.identity.Invitations.Invitation;
import dev.countersign.ledger.RefusedException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Invites the first people of a regulated installation. */
@Command(
        name = "bootstrap",
        header = "Invites the first people of a regulated installation.",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the accounts of two IT Administrators and two QA Managers on an installation that has nobody yet, and prints an"
                    + " invitation for each: hand each to its person alone. Settings are those of the application (COUNTERSIGN_DB_URL,"
                    + " COUNTERSIGN_ORGANISATION, …), also as --countersign.name=value. The application starts for it, on a free port of this"
                    + " machine's loopback, and ends again; with a PostgreSQL server it may be served meanwhile.",
            "",
            "A person is ID=PRINTED NAME or ID=PRINTED NAME, TITLE. Ids are never used again."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:invited", "1:refused, and nobody was invited", "2:wrong use"})
final class Bootstrap implements Callable<Integer> {

    private static final Pattern PERSON = Pattern.compile("([^=]+)=([^,]+)(?:,(.+))?");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--it-administrator",
            paramLabel = "PERSON",
            description = "Keeps accounts and never signs; give it twice.")
    private List<String> administrators = new ArrayList<>();

    @Option(
            names = "--qa-manager",
            paramLabel = "PERSON",
            description = "Approves, checks identities, decides on roles; give it twice.")
    private List<String> managers = new ArrayList<>();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "IANA time zone of these people, e.g. Europe/Vienna; default: ${DEFAULT-VALUE}.")
    private String zone = "";

    @Option(
            names = "--renew",
            paramLabel = "ID",
            description =
                    "Instead of everything else: another invitation for one of them whose first one was lost or ran out, while no IT"
                            + " Administrator can log in to give it.")
    private @Nullable String renewed;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        for (String setting : settings) {
            if (!setting.startsWith("--countersign.")) {
                throw wrong("Neither an option nor a setting --countersign.name=value: " + setting);
            }
        }
        String again = renewed;
        List<FirstPerson> people = again == null ? people() : List.of();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (ConfigurableApplicationContext context = start()) {
            FirstPeople first = context.getBean(FirstPeople.class);
            print(out, again == null ? first.invite(people) : List.of(first.renew(again)));
            return ExitCode.OK;
        } catch (RefusedException e) {
            Objects.requireNonNull(spec)
                    .commandLine()
                    .getErr()
                    .println(e.refusal().number() + " " + e.refusal().detail());
            return ExitCode.SOFTWARE;
        } finally {
            out.flush();
        }
    }

    private static void print(PrintWriter out, List<Invitation> invitations) {
        out.println("Invited. Each code is shown here alone and works once, at /enrol of the served application:");
        for (Invitation invitation : invitations) {
            out.printf("  %-20s %s  until %s%n", invitation.userId(), invitation.code(), invitation.expiresAt());
        }
        out.println("When both QA Managers are set up, they certify each other at /founding.");
    }

    private List<FirstPerson> people() {
        if (administrators.size() != 2 || managers.size() != 2) {
            throw wrong("Name two people with --it-administrator and two with --qa-manager.");
        }
        return Stream.concat(
                        administrators.stream().map(text -> person(text, true)),
                        managers.stream().map(text -> person(text, false)))
                .toList();
    }

    private FirstPerson person(String text, boolean administers) {
        Matcher parts = PERSON.matcher(text);
        if (!parts.matches()) {
            throw wrong("A person is ID=PRINTED NAME, TITLE and not " + text);
        }
        String title = parts.group(3);
        String role = administers ? "IT Administrator" : "QA Manager";
        try {
            return new FirstPerson(
                    parts.group(1).strip(),
                    parts.group(2).strip(),
                    title == null ? role : title.strip(),
                    ZoneId.of(zone),
                    administers);
        } catch (DateTimeException e) {
            throw wrong("No time zone of that name: " + zone);
        }
    }

    /** The application whose main method runs this command. */
    private ConfigurableApplicationContext start() {
        SpringApplication application = new SpringApplication();
        application.addPrimarySources(Set.of(Objects.requireNonNull(application.getMainApplicationClass())));
        return application.run(arguments());
    }

    /** Never a demonstration: an empty database would be one for ever. Nobody is served meanwhile. */
    private String[] arguments() {
        return Stream.concat(
                        settings.stream(),
                        Stream.of(
                                "--countersign.demo=false",
                                "--server.port=0",
                                "--countersign.sign-port=0",
                                "--countersign.bind-address=127.0.0.1",
                                "--logging.level.root=warn"))
                .toArray(String[]::new);
    }

    private ParameterException wrong(String why) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
    }
}
