package dev.countersign.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Where a login leads who asked for nothing else: to the tasks of approvals, or to the work of those who never have any. */
@Component
class Homes {

    static final String WORK = "/work";

    private static final Set<Role> NEVER_APPROVE = Set.of(Role.IT_ADMINISTRATOR);

    private final Authority authority;

    Homes(Authority authority) {
        this.authority = authority;
    }

    String of(String userId) {
        Set<Role> roles = authority.roles(userId);
        return !roles.isEmpty() && NEVER_APPROVE.containsAll(roles) ? WORK : LoginController.HOME;
    }
}
