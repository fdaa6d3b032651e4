package dev.countersign.workflow.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.WormStore;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.stereotype.Component;

/** Tells the engine who calls, with the roles of this moment: a thread without a user would not be checked at all (T9, T20). */
@Component
class EngineIdentity {

    private final IdentityService identityService;
    private final Authority authority;
    private final WormStore store;

    EngineIdentity(IdentityService identityService, Authority authority, WormStore store) {
        this.identityService = identityService;
        this.authority = authority;
        this.store = store;
    }

    /** What may be done while the engine knows the caller. */
    interface Within {
        void run() throws IOException, ServletException;
    }

    void within(Caller caller, Within work) throws IOException, ServletException {
        identityService.setAuthentication(caller.actorId(), groups(caller.actorId()), tenants());
        try {
            work.run();
        } finally {
            identityService.clearAuthentication();
        }
    }

    Set<Role> roles(String userId) {
        return authority.roles(userId);
    }

    List<String> groups(String userId) {
        return roles(userId).stream().map(Role::code).sorted().toList();
    }

    List<String> tenants() {
        return List.of(store.installation().organisation());
    }
}
