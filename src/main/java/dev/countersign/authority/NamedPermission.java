package dev.countersign.authority;

import static dev.countersign.authority.Permission.BREAK_GLASS;
import static dev.countersign.authority.Permission.CHANGE_MODELS;
import static dev.countersign.authority.Permission.EXPORT_AUDIT_TRAIL;
import static dev.countersign.authority.Permission.HANDLE_ALERTS;
import static dev.countersign.authority.Permission.MANAGE_ACCOUNTS;
import static dev.countersign.authority.Permission.OPEN_ROTATION;
import static dev.countersign.authority.Permission.PROPOSE_ROTATION;
import static dev.countersign.authority.Permission.READ_ALERTS;
import static dev.countersign.authority.Permission.READ_AUDIT_TRAIL;
import static dev.countersign.authority.Permission.READ_RECORDS;
import static dev.countersign.authority.Permission.RECOVER_LOG;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The permissions that quality departments ask about by these names (AUT-01), by what is enforced for each: permissions at the doors, and
 * meanings that a role lets somebody sign with. Who has one of either has the named one.
 */
public enum NamedPermission {
    APPROVE_RESULTS(Set.of(), Set.of("approval", "release")),
    SIGN_RECORDS(
            Set.of(),
            Set.of("authorship", "review", "approval", "responsibility", "verification", "witnessing", "release")),
    SIGN_ANALYSIS(Set.of(), Set.of("authorship", "verification")),
    REVIEW_DATA(Set.of(), Set.of("review")),
    GENERATE_REPORTS(Set.of(EXPORT_AUDIT_TRAIL), Set.of()),
    VIEW_REPORTS(Set.of(READ_ALERTS, READ_AUDIT_TRAIL), Set.of()),
    CONFIGURE_SYSTEM(Set.of(PROPOSE_ROTATION, OPEN_ROTATION), Set.of()),
    MANAGE_WORKFLOWS(Set.of(CHANGE_MODELS, BREAK_GLASS), Set.of()),
    SYSTEM_MAINTENANCE(Set.of(RECOVER_LOG, HANDLE_ALERTS), Set.of()),
    USER_MANAGEMENT(Set.of(MANAGE_ACCOUNTS), Set.of()),
    AUDIT_ACCESS(Set.of(READ_AUDIT_TRAIL), Set.of()),
    READ_ALL_RECORDS(Set.of(READ_RECORDS), Set.of()),
    EXPORT_AUDIT_TRAILS(Set.of(EXPORT_AUDIT_TRAIL), Set.of()),
    VERIFY_COMPLIANCE(Set.of(Permission.VERIFY_COMPLIANCE), Set.of());

    private final String code;
    private final Set<Permission> permissions;
    private final Set<String> meanings;

    NamedPermission(Set<Permission> permissions, Set<String> meanings) {
        this.code = name().toLowerCase(Locale.ROOT);
        this.permissions = permissions;
        this.meanings = meanings;
    }

    /** As it is called, such as {@code approve_results}. */
    public String code() {
        return code;
    }

    /** One of which must be had at the doors; none where signing alone is meant. */
    public Set<Permission> permissions() {
        return new TreeSet<>(permissions);
    }

    /** One of which must be signed with; none where no signature is meant. */
    public Set<String> meanings() {
        return new TreeSet<>(meanings);
    }

    /** Roles that have it over all records. */
    public Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(Role.values()).filter(this::isOf).forEach(roles::add);
        return roles;
    }

    private boolean isOf(Role role) {
        SigningExtent extent = PermissionMatrix.signing(role);
        return permissions.stream().anyMatch(PermissionMatrix.of(role)::contains)
                || meanings.stream()
                        .anyMatch(meaning -> extent.types().isEmpty()
                                ? extent.covers("", meaning)
                                : extent.types().stream().anyMatch(type -> extent.covers(type, meaning)));
    }
}
