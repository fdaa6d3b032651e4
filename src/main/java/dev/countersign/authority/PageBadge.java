package dev.countersign.authority;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A number on every page of ours, of what waits for whoever looks at it. Each module says how it counts its own rows; all of them are counted
 * in one statement, because every page asks.
 *
 * @param name of the number in the page's model
 * @param count SQL over tables of the module that makes it, one number: {@code #{organisation}} and {@code #{userId}} stand for whoever looks;
 *     -1 where it is no concern of theirs
 */
public record PageBadge(String name, String count) {

    public PageBadge {
        if (!name.matches("[a-zA-Z]{1,40}")) {
            throw new IllegalArgumentException("a badge is named " + name + " (expected: letters)");
        }
    }

    /** SQL that is true where whoever looks has a role that lets them do it. */
    public static String ifMay(Permission permission) {
        return ifRoleMay("held", permission);
    }

    /** As {@link #ifMay}, also where it is for some records alone. */
    public static String ifReads(Permission permission) {
        return ifRoleMay("reading", permission);
    }

    private static String ifRoleMay(String roles, Permission permission) {
        return Arrays.stream(Role.values())
                .filter(role -> PermissionMatrix.of(role).contains(permission))
                .map(role -> "'" + role.code() + "'")
                .collect(Collectors.joining(", ", "EXISTS (SELECT FROM " + roles + " WHERE role IN (", "))"));
    }
}
