package dev.countersign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody new in a browser, from the invitation to an account that is set up. */
public final class TestEnrolment {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern POLICY = Pattern.compile("name=\"policySha256\" value=\"([0-9a-f]{64})\"");
    private static final Pattern SECRET = Pattern.compile("<code class=\"secret\">([A-Z2-7 ]+)</code>");

    private final TestClient browser;

    public TestEnrolment(TestClient browser) {
        this.browser = browser;
    }

    /**
     * All of it.
     *
     * @param code what the authenticator of that secret shows
     */
    public void finish(String userId, String invitation, String password, Function<String, String> code) {
        begin(userId, invitation);
        String answer = components(password, password, code.apply(secret(page())));
        if (!answer.isEmpty()) {
            throw new AssertionError(answer);
        }
    }

    /** The page that answers to an invitation; empty if it leads on, and then the policy is acknowledged too. */
    public String begin(String userId, String invitation) {
        String answer = open(userId, invitation);
        return answer.isEmpty() ? acknowledge("&agreed=true") : answer;
    }

    /** As {@link #begin}, without the policy. */
    public String open(String userId, String invitation) {
        return posted("/enrol", "username=" + userId + "&invitation=" + invitation);
    }

    /** The page that answers to the policy; empty if it leads on. */
    public String acknowledge(String said) {
        Matcher policy = POLICY.matcher(
                browser.get("/enrol/policy", "Accept", "text/html").body());
        return posted("/enrol/policy", "policySha256=" + (policy.find() ? policy.group(1) : "") + said);
    }

    /** The page that asks for the components. */
    public String page() {
        return browser.get("/enrol/components", "Accept", "text/html").body();
    }

    /** The page that answers to the components; empty if they are accepted. */
    public String components(String password, String repeated, String code) {
        return posted(
                "/enrol/components",
                "password=" + URLEncoder.encode(password, UTF_8) + "&repeated=" + URLEncoder.encode(repeated, UTF_8)
                        + "&code=" + code);
    }

    /** The secret a page shows, Base32. */
    public static String secret(String page) {
        Matcher matcher = SECRET.matcher(page);
        if (!matcher.find()) {
            throw new AssertionError("no secret on " + page);
        }
        return matcher.group(1).replace(" ", "");
    }

    private String posted(String path, String form) {
        Matcher csrf = CSRF.matcher(browser.get(path, "Accept", "text/html").body());
        String token = csrf.find() ? URLEncoder.encode(csrf.group(1), UTF_8) : "none";
        HttpResponse<String> answer = browser.form(path, form + "&_csrf=" + token, "Accept", "text/html");
        return answer.statusCode() == 302
                ? ""
                : answer.body()
                        .replaceAll("(?s)<input type=\"hidden\"[^>]*>", "")
                        .replaceAll("\\s+", " ");
    }
}
