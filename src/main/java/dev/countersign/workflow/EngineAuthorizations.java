package dev.countersign.workflow;

import dev.countersign.authority.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.springframework.stereotype.Component;

/**
 * What the engine itself lets people see in Tasklist and over REST (AUT-01). Everybody with an account may open Tasklist, read
 * models and the one stored filter; a task is seen by its assignee and the role it is offered to (the engine adds that by
 * itself); instances and their history by the roles that read records. Nobody is granted a change.
 */
@Component
class EngineAuthorizations {

    private static final String TASKLIST = "tasklist";
    private static final List<Role> READERS =
            List.of(Role.QA_MANAGER, Role.QA_ANALYST, Role.PRODUCTION_MANAGER, Role.REGULATORY_AUDITOR);

    private final Engine engine;

    EngineAuthorizations(Engine engine) {
        this.engine = engine;
    }

    /** Adds what is missing and tells what that was. Call in a transaction, on behalf of the system. */
    Map<String, Object> complete() {
        Map<String, Object> added = new LinkedHashMap<>();
        everybody(added, Resources.APPLICATION, TASKLIST, Permissions.ACCESS);
        everybody(added, Resources.PROCESS_DEFINITION, Authorization.ANY, Permissions.READ);
        everybody(added, Resources.FILTER, myTasks().getId(), Permissions.READ);
        for (Role role : READERS) {
            reader(added, role);
        }
        return added;
    }

    /** Tasklist's one filter: whatever the engine lets the person see. It holds no condition, least of all an expression (T7). */
    private Filter myTasks() {
        FilterService filters = engine.services().getFilterService();
        Filter filter = filters.createTaskFilterQuery().filterName("My tasks").singleResult();
        if (filter != null) {
            return filter;
        }
        Filter fresh = filters.newTaskFilter("My tasks")
                .setQuery(engine.services().getTaskService().createTaskQuery())
                .setProperties(Map.of(
                        "description",
                        "Signatures and rework that wait for you or your roles",
                        "priority",
                        0,
                        "refresh",
                        true,
                        "showUndefinedVariable",
                        false));
        return filters.saveFilter(fresh);
    }

    private void everybody(Map<String, Object> added, Resource resource, String id, Permission permission) {
        AuthorizationService service = engine.services().getAuthorizationService();
        boolean present = service.createAuthorizationQuery()
                        .authorizationType(Authorization.AUTH_TYPE_GLOBAL)
                        .resourceType(resource)
                        .resourceId(id)
                        .count()
                > 0;
        if (!present) {
            Authorization authorization = service.createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
            authorization.setResource(resource);
            authorization.setResourceId(id);
            authorization.addPermission(permission);
            service.saveAuthorization(authorization);
            added.put("everybody/" + resource.resourceName() + "/" + id, permission.getName());
        }
    }

    private void reader(Map<String, Object> added, Role role) {
        AuthorizationService service = engine.services().getAuthorizationService();
        boolean present = service.createAuthorizationQuery()
                        .groupIdIn(role.code())
                        .resourceType(Resources.PROCESS_DEFINITION)
                        .resourceId(Authorization.ANY)
                        .count()
                > 0;
        if (!present) {
            Authorization authorization = service.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            authorization.setGroupId(role.code());
            authorization.setResource(Resources.PROCESS_DEFINITION);
            authorization.setResourceId(Authorization.ANY);
            authorization.addPermission(ProcessDefinitionPermissions.READ);
            authorization.addPermission(ProcessDefinitionPermissions.READ_INSTANCE);
            authorization.addPermission(ProcessDefinitionPermissions.READ_HISTORY);
            service.saveAuthorization(authorization);
            added.put(role.code() + "/ProcessDefinition/*", "READ, READ_INSTANCE, READ_HISTORY");
        }
    }
}
