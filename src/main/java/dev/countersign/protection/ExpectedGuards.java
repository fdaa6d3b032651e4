package dev.countersign.protection;

import dev.countersign.crypto.Digest;
import dev.countersign.database.Migrations.Applied;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What this program's own migrations make of schema {@code worm}, its event triggers and roles: the same on every server, so that a
 * changed function is found although the audit trail never saw another. A test holds the file and writes it anew.
 */
final class ExpectedGuards {

    private static final String FILE = "/db/expected-guards.txt";
    private static final String MIGRATION = "migration";
    private static final Set<String> ROLES = Set.of(
            "role countersign_app",
            "role countersign_migrator",
            "role countersign_owner",
            "role countersign_sequencer");

    private final Set<String> migrations;
    private final Map<String, String> digests;

    private ExpectedGuards(Set<String> migrations, Map<String, String> digests) {
        this.migrations = migrations;
        this.digests = digests;
    }

    static ExpectedGuards ofThisProgram() {
        try (InputStream stream = ExpectedGuards.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("the release has no " + FILE);
            }
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    static ExpectedGuards parse(String text) {
        Set<String> migrations = new TreeSet<>();
        Map<String, String> digests = new TreeMap<>();
        text.lines().map(line -> line.split(" ", 2)).forEach(words -> {
            if (MIGRATION.equals(words[0])) {
                migrations.add(words[1]);
            } else {
                digests.put(words[1], words[0]);
            }
        });
        return new ExpectedGuards(migrations, digests);
    }

    /** The file's text for this catalogue. */
    static String text(Fingerprint catalogue, List<Applied> applied) {
        String migrations = ofStore(applied).stream()
                .map(one -> MIGRATION + " " + one + "\n")
                .collect(Collectors.joining());
        return migrations
                + described(catalogue).entrySet().stream()
                        .map(one -> one.getValue() + " " + one.getKey() + "\n")
                        .collect(Collectors.joining());
    }

    /** Whether the database is of this program's version: else there is nothing to expect. */
    boolean appliesTo(List<Applied> applied) {
        return migrations.equals(ofStore(applied));
    }

    List<String> differencesOf(Fingerprint catalogue) {
        Map<String, String> wanted = new TreeMap<>(digests);
        absentFrom(catalogue).forEach(wanted::remove);
        return new Fingerprint(described(catalogue), catalogue.digest()).differencesFrom(wanted);
    }

    /** What only a superuser may set, if none of it is there: a managed server gives out none. */
    List<String> absentFrom(Fingerprint catalogue) {
        List<String> superusers = new ArrayList<>(
                digests.keySet().stream().filter(ExpectedGuards::needsSuperuser).toList());
        return superusers.stream().noneMatch(catalogue.guards()::containsKey) ? superusers : List.of();
    }

    /** Whether there are differences, and each is of something whose one right definition this program knows. */
    boolean decides(List<String> differences) {
        return !differences.isEmpty()
                && differences.stream()
                        .map(difference -> difference.replaceFirst("^(gone|new|changed): ", ""))
                        .allMatch(ExpectedGuards::isOurs);
    }

    private static Set<String> ofStore(List<Applied> applied) {
        return applied.stream()
                .filter(Applied::succeeded)
                .map(Applied::script)
                .filter(script -> script.startsWith("worm/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> described(Fingerprint catalogue) {
        Map<String, String> described = new TreeMap<>();
        catalogue.guards().forEach((name, definition) -> {
            if (isOurs(name)) {
                described.put(
                        name,
                        Digest.of(definition.getBytes(StandardCharsets.UTF_8)).hex());
            }
        });
        return described;
    }

    private static boolean isOurs(String name) {
        return name.startsWith("settings countersign_")
                || name.matches("[a-z ]+ worm[.].*")
                || name.equals("schema worm")
                || ROLES.contains(name)
                || needsSuperuser(name);
    }

    private static boolean needsSuperuser(String name) {
        return name.startsWith("event trigger countersign_") || name.startsWith("function public.countersign_");
    }
}
