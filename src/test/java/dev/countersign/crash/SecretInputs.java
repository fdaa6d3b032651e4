package dev.countersign.crash;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every place where the program takes a secret, and the canary that is put in there. {@link SecretInputsTest} finds the places in the code: a
 * new one is on this list, with a canary, or the build fails.
 */
final class SecretInputs {

    /** Fields of pages, by template and name. A code has six digits and can be sought nowhere; the wrong ones are longer. */
    static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("account/email.html password", "e-mail: password"),
            Map.entry("account/email.html code", "e-mail: code"),
            Map.entry("account/key.html password", "key: password"),
            Map.entry("account/key.html code", "key: code"),
            Map.entry("account/opening.html password", "opening: password"),
            Map.entry("account/opening.html code", "opening: code"),
            Map.entry("account/passkeys.html password", "passkeys: password"),
            Map.entry("account/passkeys.html code", "passkeys: code"),
            Map.entry("account/password.html present", "password change: present"),
            Map.entry("account/password.html code", "password change: code"),
            Map.entry("accounts/founding.html passwordOne", "founding: one's password"),
            Map.entry("accounts/founding.html codeOne", "founding: one's code"),
            Map.entry("accounts/founding.html passwordOther", "founding: the other's password"),
            Map.entry("accounts/founding.html codeOther", "founding: the other's code"),
            Map.entry("accounts/one.html password", "proofing: password"),
            Map.entry("enrol/begin.html invitation", "wrong invitation"),
            Map.entry("enrol/components.html code", "enrolment: code"),
            Map.entry("login/code.html code", "login: code"),
            Map.entry("login/newpassword.html password", "password"),
            Map.entry("login/newpassword.html repeated", "password"),
            Map.entry("login/password.html password", "page"),
            Map.entry("login/unlock.html password", "unlock: password"),
            Map.entry("login/unlock.html code", "unlock: code"),
            Map.entry("sign/list.html password", "list: password"),
            Map.entry("sign/list.html code", "list: code"),
            Map.entry("sign/task.html password", "sign: password"),
            Map.entry("sign/task.html code", "sign: code"),
            Map.entry("work/all.html password", "authenticator test: password"),
            Map.entry("work/all.html code", "authenticator test: code"),
            Map.entry("work/review.html password", "review: password"),
            Map.entry("work/review.html code", "review: code"));

    /** Classes at the edge that make a secret's characters of what was sent. */
    static final Map<String, String> READERS = Map.ofEntries(
            Map.entry("AccountBody", "proofing: body"),
            Map.entry("AccountForms", "proofing: password"),
            Map.entry("AccountPasskeysController", "passkeys: password"),
            Map.entry("Credentials", "name"),
            Map.entry("DecisionBody", "recovery"),
            Map.entry("EnrolmentController", "password"),
            Map.entry("FoundingController", "founding: one's password"),
            Map.entry("LockController", "unlock: password"),
            Map.entry("LoginController", "page"),
            Map.entry("MailAddressPage", "e-mail: password"),
            Map.entry("OwnAccountPages", "key: password"),
            Map.entry("OwnComponents", "next password"),
            Map.entry("PasskeyOpeningController", "opening: password"),
            Map.entry("SignatureBody", "wrong password"),
            Map.entry("SigningForm", "sign: password"),
            Map.entry("SigningListBody", "list: body"),
            Map.entry("SigningListForm", "list: password"),
            Map.entry("WorkPages", "review: password"));

    /** Secrets of the configuration, by record and component, and the environment variable they come from. */
    static final Map<String, String> SETTINGS = Map.of(
            "KeySettings sharePassphrase", "COUNTERSIGN_KEYS_SHAREPASSPHRASE",
            "KeySettings authorityPassphrase", "COUNTERSIGN_KEYS_AUTHORITYPASSPHRASE",
            "KeySettings logPassphrase", "COUNTERSIGN_KEYS_LOGPASSPHRASE",
            "TokenSettings pin", "COUNTERSIGN_KEYS_PKCS11_PIN",
            "TransitSettings token", "COUNTERSIGN_KEYS_TRANSIT_TOKEN",
            "AlertSettings secret", "COUNTERSIGN_ALERTS_WEBHOOK_SECRET");

    /** The same of what a library reads for the program. */
    static final String MAIL_SERVER = "SPRING_MAIL_PASSWORD";

    /** Where nobody listens: what cannot be told is on record, and its secret is not. */
    static final Map<String, String> BESIDE = Map.of(
            "COUNTERSIGN_ALERTS_WEBHOOK_URL", "https://127.0.0.1:9/alerts",
            "COUNTERSIGN_ALERTS_MAIL_FROM", "countersign@example.com",
            "COUNTERSIGN_ALERTS_MAIL_TO", "security@example.com",
            "SPRING_MAIL_HOST", "127.0.0.1",
            "SPRING_MAIL_PORT", "9",
            "SPRING_MAIL_USERNAME", "countersign");

    /** Names of the environment variables that hold a secret; each is the name of its canary. */
    static Set<String> settings() {
        return Stream.concat(SETTINGS.values().stream(), Stream.of(MAIL_SERVER)).collect(Collectors.toSet());
    }

    /** Secrets the server makes: in headers, cookies and answers, not in fields that somebody fills in. */
    static final Set<String> ISSUED =
            Set.of("invitation", "session", "anti-forgery token", "service token", "rotated service token", "token");

    private SecretInputs() {}

    /** Names of all canaries that must have been sent. */
    static Set<String> typed() {
        return Stream.of(FIELDS.values(), READERS.values(), settings(), ISSUED)
                .flatMap(names -> names.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
