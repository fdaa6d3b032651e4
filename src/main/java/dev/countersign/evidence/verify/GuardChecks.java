package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What guards the store, as PostgreSQL tells it at this moment, against the newest entry of the audit trail that tells of it and against
 * what a program of this version makes of it. What was changed and put back between two looks of the application is not found here.
 */
final class GuardChecks {

    private static final String EXPECTED = "/db/expected-guards.txt";
    private static final String CATALOGUE = "catalogue";

    private final StoredRows rows;
    private final Tally tally;
    private final Map<String, String> live = new TreeMap<>();

    GuardChecks(StoredRows rows, Tally tally) {
        this.rows = rows;
        this.tally = tally;
    }

    void run() {
        List<Json> told = new ArrayList<>();
        rows.each(Scan.GUARDS_TOLD, row -> told.add(Facts.readable(row.bytes(0))));
        if (told.isEmpty()) {
            tally.undecided(StoreCheck.GUARDS, "the audit trail does not tell of them: start the application once");
            return;
        }
        List<Json> objects = new ArrayList<>();
        rows.each(Scan.GUARDS, row -> {
            objects.add(Json.object(Map.of("kind", text(row, 0), "name", text(row, 1), "definition", text(row, 2))));
            live.put(row.text(0) + " " + row.text(1), String.valueOf(row.text(2)));
        });
        Json catalogue = Json.object(Map.of(
                "format", Json.scalar(Json.Kind.STRING, "countersign/catalogue/v1"), "objects", Json.array(objects)));
        String digest = Digest.of(JsonText.bytes(catalogue)).hex();
        asTold(told.get(0).path("new"), digest);
        asExpected();
    }

    private static Json text(StoredRows.Row row, int column) {
        return Json.scalar(Json.Kind.STRING, String.valueOf(row.text(column)));
    }

    private void asTold(Json told, String digest) {
        String accepted = told.path("accepted").asText();
        tally.check(
                StoreCheck.GUARDS,
                CATALOGUE,
                digest,
                "the fingerprint the audit trail accepted last, " + accepted,
                () -> told.path("intact").isTrue() && accepted.equals(digest));
        if (accepted.equals(digest) || !accepted.matches("[0-9a-f]{64}")) {
            return;
        }
        Map<String, String> before = new HashMap<>();
        rows.each(
                Scan.BLOB,
                row -> Facts.readable(row.bytes(0))
                        .path("objects")
                        .items()
                        .forEach(one -> before.put(
                                one.path("kind").asText() + " "
                                        + one.path("name").asText(),
                                one.path("definition").asText())),
                accepted);
        if (!before.isEmpty()) {
            names(before, live)
                    .forEach(name -> compare(name, before.get(name), live.get(name), "as the audit trail tells"));
        }
    }

    private void asExpected() {
        Map<String, String> wanted = new TreeMap<>();
        TreeSet<String> migrations = new TreeSet<>();
        expected().lines().map(line -> line.split(" ", 2)).forEach(words -> {
            if ("migration".equals(words[0])) {
                migrations.add(words[1]);
            } else {
                wanted.put(words[1], words[0]);
            }
        });
        TreeSet<String> applied = new TreeSet<>();
        rows.each(Scan.MIGRATIONS, row -> applied.add(String.valueOf(row.text(0))));
        if (!applied.equals(migrations)) {
            tally.undecided(StoreCheck.GUARDS, "the database is of another version than this program");
            return;
        }
        List<String> superusers =
                wanted.keySet().stream().filter(GuardChecks::needsSuperuser).toList();
        if (superusers.stream().noneMatch(live::containsKey)) {
            superusers.forEach(wanted::remove);
            tally.undecided(StoreCheck.GUARDS, "this server does not give out " + superusers);
        }
        Map<String, String> here = new TreeMap<>();
        live.forEach((name, definition) -> {
            if (name.startsWith("settings countersign_")
                    || name.matches("[a-z ]+ worm[.].*")
                    || needsSuperuser(name)
                    || wanted.containsKey(name)) {
                here.put(
                        name,
                        Digest.of(definition.getBytes(StandardCharsets.UTF_8)).hex());
            }
        });
        names(wanted, here)
                .forEach(name -> compare(name, wanted.get(name), here.get(name), "as this program makes it"));
    }

    private void compare(String name, @Nullable String wanted, @Nullable String here, String expected) {
        tally.check(
                StoreCheck.GUARDS,
                CATALOGUE,
                name,
                wanted == null ? "not to be there, " + expected : expected,
                () -> Objects.equals(wanted, here));
    }

    private static List<String> names(Map<String, String> one, Map<String, String> other) {
        return Stream.concat(one.keySet().stream(), other.keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean needsSuperuser(String name) {
        return name.startsWith("event trigger countersign_") || name.startsWith("function public.countersign_");
    }

    private static String expected() {
        try (InputStream stream = GuardChecks.class.getResourceAsStream(EXPECTED)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(EXPECTED + " cannot be read", e);
        }
    }
}
