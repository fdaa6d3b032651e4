package dev.countersign.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.identity.PasswordAges;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Where a login leads who asked for nothing else: to another password if theirs is too old to sign with, to the tasks of approvals, or to the
 * work of those who never have any.
 */
@Component
class Homes {

    static final String WORK = "/work";

    private static final Set<Role> NEVER_APPROVE = Set.of(Role.IT_ADMINISTRATOR);

    private final Authority authority;
    private final PasswordAges ages;

    Homes(Authority authority, PasswordAges ages) {
        this.authority = authority;
        this.ages = ages;
    }

    String of(String userId) {
        if (ages.isExpired(userId)) {
            return OwnAccountPages.PASSWORD;
        }
        Set<Role> roles = authority.roles(userId);
        return !roles.isEmpty() && NEVER_APPROVE.containsAll(roles) ? WORK : LoginController.HOME;
    }
}
