package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.workflow.Processes.Started;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The engine's answer to a start, member by member, with the three variables the public interface adds, and a fourth that warns of an
 * approval that nobody could finish.
 */
final class StartAnswer {

    private StartAnswer() {}

    /** @param forecast what it would wait for in vain, as {@code Forecast} tells it; nothing if all is well */
    static ObjectNode of(
            HttpServletRequest request, String processKey, String organisation, Started started, String forecast) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode answer = json.objectNode();
        ObjectNode self = answer.putArray("links").addObject();
        self.put("method", "GET");
        self.put("href", base(request) + "/engine-rest/process-instance/" + started.instanceId());
        self.put("rel", "self");
        answer.put("id", started.instanceId());
        answer.put("definitionId", started.definitionId());
        answer.put("definitionKey", processKey);
        answer.put("businessKey", started.businessKey());
        answer.putNull("caseInstanceId");
        answer.put("ended", started.ended());
        answer.put("suspended", false);
        answer.put("tenantId", organisation);
        ObjectNode variables = answer.putObject("variables");
        variable(variables, "recordId", "String")
                .put("value", started.recordId().toString());
        variable(variables, "recordVersion", "Integer").put("value", started.version());
        variable(variables, "sha256", "String").put("value", started.sha256().hex());
        if (!forecast.isEmpty()) {
            variable(variables, "forecast", "String").put("value", forecast);
        }
        return answer;
    }

    private static ObjectNode variable(ObjectNode variables, String name, String type) {
        ObjectNode variable = variables.putObject(name);
        variable.put("type", type);
        variable.putObject("valueInfo");
        return variable;
    }

    private static String base(HttpServletRequest request) {
        String url = request.getRequestURL().toString();
        return url.substring(0, url.length() - request.getRequestURI().length()) + request.getContextPath();
    }
}
