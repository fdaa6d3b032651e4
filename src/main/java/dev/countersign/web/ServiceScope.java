package dev.countersign.web;

import dev.countersign.identity.ServiceAccounts.ServiceAccount;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service account may call: the start of its processes, and reading records; which of them, the records decide (T15). */
final class ServiceScope {

    private static final Pattern START = Pattern.compile("/engine-rest/process-definition/key/([^/]+)/start");
    private static final Pattern RECORDS = Pattern.compile("/api/records(/.*)?");

    private ServiceScope() {}

    static boolean allows(ServiceAccount account, HttpServletRequest request) {
        String path = OriginFilter.path(request);
        if ("POST".equals(request.getMethod())) {
            Matcher start = START.matcher(path);
            return start.matches() && account.processKeys().contains(start.group(1));
        }
        return "GET".equals(request.getMethod()) && RECORDS.matcher(path).matches();
    }
}
