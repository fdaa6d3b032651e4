package dev.countersign.authority;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which role may do and sign what (AUT-01, 11.10(d), (g)), told by what enforces it.
 *
 * @param version raised with every change
 * @param digest SHA-256 of the matrix as canonical JSON (RFC 8785) without the digest itself
 */
public record PublishedMatrix(
        int version, Digest digest, List<Signing> signing, List<Door> permissions, List<Named> named) {

    /** What a role lets somebody sign as long as nobody decided otherwise. */
    public record Signing(Role role, SigningExtent extent) {}

    /**
     * @param roles that may, over all records
     * @param someRecords roles that may also when they were given over some records alone, for those
     */
    public record Door(Permission permission, Set<Role> roles, Set<Role> someRecords) {

        /** As the interface and files name it. */
        public String code() {
            return permission.name().toLowerCase(Locale.ROOT);
        }
    }

    /** A permission by the name that quality departments ask about. */
    public record Named(NamedPermission permission, Set<Role> roles) {}

    /** The one that is enforced. */
    public static PublishedMatrix inForce() {
        List<Signing> signing = Arrays.stream(Role.values())
                .map(role -> new Signing(role, PermissionMatrix.signing(role)))
                .toList();
        List<Door> doors = Arrays.stream(Permission.values())
                .map(permission -> new Door(
                        permission,
                        roles(role -> PermissionMatrix.of(role).contains(permission)),
                        roles(role -> role.canBeScoped()
                                && PermissionMatrix.scoped(role).contains(permission))))
                .toList();
        List<Named> named = Arrays.stream(NamedPermission.values())
                .map(permission -> new Named(permission, permission.roles()))
                .toList();
        Digest digest = Digest.of(CanonicalJson.write(tree(signing, doors, named)));
        return new PublishedMatrix(PermissionMatrix.VERSION, digest, signing, doors, named);
    }

    private static Set<Role> roles(Predicate<Role> which) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(Role.values()).filter(which).forEach(roles::add);
        return roles;
    }

    /** As it is answered: canonical JSON with the digest of the rest. */
    public byte[] json() {
        ObjectNode tree = tree(signing, permissions, named);
        tree.put("digest", digest.hex());
        return CanonicalJson.write(tree);
    }

    private static ObjectNode tree(List<Signing> signing, List<Door> doors, List<Named> named) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("version", PermissionMatrix.VERSION);
        ArrayNode roles = tree.putArray("roles");
        signing.forEach(one -> {
            ObjectNode role = roles.addObject()
                    .put("role", one.role().code())
                    .put("printedName", one.role().printedName())
                    .put("alwaysEnds", one.role().alwaysEnds())
                    .put("canBeOverSomeRecords", one.role().canBeScoped());
            ObjectNode extent = role.putObject("signing")
                    .put("preset", one.extent().preset().code());
            texts(extent.putArray("recordTypes"), one.extent().types().stream().sorted());
        });
        ArrayNode permissions = tree.putArray("permissions");
        doors.forEach(one -> {
            ObjectNode permission = permissions.addObject().put("permission", one.code());
            texts(permission.putArray("roles"), codes(one.roles()));
            texts(permission.putArray("overSomeRecords"), codes(one.someRecords()));
        });
        ArrayNode names = tree.putArray("named");
        named.forEach(one -> {
            ObjectNode name = names.addObject().put("name", one.permission().code());
            texts(
                    name.putArray("permissions"),
                    one.permission().permissions().stream()
                            .map(permission -> permission.name().toLowerCase(Locale.ROOT)));
            texts(name.putArray("meanings"), one.permission().meanings().stream());
            texts(name.putArray("roles"), codes(one.roles()));
        });
        return tree;
    }

    private static Stream<String> codes(Collection<Role> roles) {
        return roles.stream().map(Role::code);
    }

    private static void texts(ArrayNode list, Stream<String> texts) {
        texts.forEach(list::add);
    }

    /**
     * The same as a table (RFC 4180): a line for each permission, a column for each role. Every cell is a word of this program: none is a
     * formula.
     */
    public String csv() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("kind", "permission"));
        Arrays.stream(Role.values()).map(Role::code).forEach(head::add);
        rows.add(head);
        List<String> preset = new ArrayList<>(List.of("signing", "signature authority by role"));
        signing.forEach(one -> preset.add(one.extent().text()));
        rows.add(preset);
        permissions.forEach(one -> rows.add(row("permission", one.code(), one.roles(), one.someRecords())));
        named.forEach(one -> rows.add(row("named", one.permission().code(), one.roles(), Set.of())));
        rows.add(List.of("matrix", "version " + version, "sha256 " + digest.hex()));
        return rows.stream()
                .map(row -> row.stream()
                        .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static List<String> row(String kind, String code, Set<Role> roles, Set<Role> some) {
        List<String> row = new ArrayList<>(List.of(kind, code));
        for (Role role : Role.values()) {
            row.add(roles.contains(role) ? some.contains(role) ? "yes, or over some records" : "yes" : "no");
        }
        return row;
    }
}
