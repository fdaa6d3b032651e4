package dev.countersign.workflow.web;

import dev.countersign.ledger.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.camunda.bpm.engine.rest.security.auth.impl.ContainerBasedAuthenticationProvider;

/**
 * Tells Tasklist who is signed in already, so that nobody signs in twice. Made by Camunda's filter through its public
 * constructor; a person with both components, or nobody.
 */
public final class TasklistSignIn extends ContainerBasedAuthenticationProvider {

    @Override
    public AuthenticationResult extractAuthenticatedUser(HttpServletRequest request, ProcessEngine engine) {
        return Callers.find(request)
                .filter(Caller::isPerson)
                .map(caller -> signedIn(caller.actorId(), engine))
                .orElseGet(AuthenticationResult::unsuccessful);
    }

    private static AuthenticationResult signedIn(String userId, ProcessEngine engine) {
        AuthenticationResult result = AuthenticationResult.successful(userId);
        result.setGroups(groups(userId, engine));
        result.setTenants(tenants(userId, engine));
        return result;
    }

    private static List<String> groups(String userId, ProcessEngine engine) {
        return engine.getIdentityService().createGroupQuery().groupMember(userId).list().stream()
                .map(Group::getId)
                .toList();
    }

    private static List<String> tenants(String userId, ProcessEngine engine) {
        return engine.getIdentityService().createTenantQuery().userMember(userId).list().stream()
                .map(Tenant::getId)
                .toList();
    }
}
