package dev.countersign.accounts.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.accounts.AccountRequests.Wanted;
import dev.countersign.accounts.Accounts.NewAccount;
import dev.countersign.authority.Preset;
import dev.countersign.authority.Role;
import dev.countersign.authority.SigningExtent;
import dev.countersign.authority.Terms;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.identity.Enrolments.Proofing;
import dev.countersign.identity.People.Description;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.RecordScope;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Body of a call about an account. One may hold a password: no message repeats a value, and the bytes are wiped. */
record AccountBody(JsonNode body) {

    private static final int LONGEST = 200;
    private static final int LATEST_YEAR = 9999;
    private static final int MOST_CODES = 100;

    /** @throws RefusedException {@code invalid-request} */
    static AccountBody read(byte @Nullable [] bytes) {
        try {
            return new AccountBody(CanonicalJson.parse(bytes == null ? new byte[0] : bytes));
        } catch (JsonRefusedException e) {
            throw refused("", "this is not JSON as it is accepted");
        } finally {
            if (bytes != null) {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    /** A missing one is told by the rule that demands it. */
    String reason() {
        return body.path("reason").asText("");
    }

    NewAccount account() {
        return new NewAccount(text("userId"), described(), roles(), terms(), email(), reason());
    }

    /** An account that is asked for. */
    Wanted wanted() {
        return new Wanted(described(), roles(), terms(), email());
    }

    Description described() {
        return new Description(text("printedName"), text("title"), zone());
    }

    String userId() {
        return text("userId");
    }

    /** On what terms a role is asked for: no {@code until} is no end, no {@code scope} all records. */
    Terms terms() {
        return new Terms(until(), scope());
    }

    private RecordScope scope() {
        JsonNode scope = body.path("scope");
        if (scope.isMissingNode() || scope.isNull()) {
            return RecordScope.ALL;
        }
        if (!scope.isObject() || scope.isEmpty()) {
            throw notUnderstood();
        }
        List<String> types = new ArrayList<>();
        List<String> records = new ArrayList<>();
        scope.properties().forEach(member -> {
            switch (member.getKey()) {
                case "types" -> addTexts(member.getValue(), types);
                case "records" -> addTexts(member.getValue(), records);
                default -> throw notUnderstood();
            }
        });
        return Scopes.of(types, records);
    }

    private static void addTexts(JsonNode list, List<String> texts) {
        if (!list.isArray()) {
            throw notUnderstood();
        }
        for (JsonNode one : list) {
            if (!one.isTextual()) {
                throw notUnderstood();
            }
            texts.add(one.textValue());
        }
    }

    private static RefusedException notUnderstood() {
        return refused(
                "/scope", "an object with lists of texts `types` and `records` and nothing else, or none, is expected");
    }

    /** What somebody is to sign, of codes that the rules judge. */
    SigningExtent extent() {
        Preset preset = Preset.ofCode(oneOf(
                        "preset",
                        Arrays.stream(Preset.values()).map(Preset::code).toArray(String[]::new)))
                .orElseThrow();
        return new SigningExtent(preset, codes("recordTypes"), codes("meanings"));
    }

    private Set<String> codes(String name) {
        JsonNode list = body.path(name);
        List<String> texts = new ArrayList<>();
        if (!list.isMissingNode() && !list.isNull()) {
            if (!list.isArray() || list.size() > MOST_CODES) {
                throw refused("/" + name, "a list of at most " + MOST_CODES + " codes, or none, is expected");
            }
            for (JsonNode one : list) {
                texts.add(one.asText());
            }
        }
        if (!texts.stream().allMatch(RecordScope::isType)) {
            throw refused("/" + name, "codes such as test-suite or review are expected");
        }
        return new LinkedHashSet<>(texts);
    }

    @Nullable
    Instant until() {
        JsonNode until = body.path("until");
        if (until.isMissingNode() || until.isNull()) {
            return null;
        }
        try {
            OffsetDateTime end = OffsetDateTime.parse(until.asText());
            if (end.getYear() > 0 && end.getYear() <= LATEST_YEAR) {
                return end.toInstant();
            }
        } catch (DateTimeException e) {
            // said below, with what is expected
        }
        throw refused("/until", "a time such as 2027-01-31T17:00:00Z (RFC 3339) is expected");
    }

    private Set<Role> roles() {
        Set<Role> roles = new LinkedHashSet<>();
        for (JsonNode code : body.path("roles")) {
            roles.add(roleOfCode("roles", code.asText()));
        }
        return roles;
    }

    /** None is no address; what is one is told by the rule that demands it. */
    private String email() {
        JsonNode email = body.path("email");
        if (!email.isMissingNode() && !email.isTextual()) {
            throw refused("/email", "a text is expected");
        }
        return email.asText("");
    }

    Proofing proofing() {
        try {
            return new Proofing(
                    text("documentType"), LocalDate.parse(text("checkedOn")), text("method"), text("printedName"));
        } catch (DateTimeException e) {
            throw refused("/checkedOn", "a date such as 2026-11-22 is expected");
        }
    }

    char[] password() {
        return text("password").toCharArray();
    }

    boolean truth(String name) {
        if (!body.path(name).isBoolean()) {
            throw refused("/" + name, "true or false is expected");
        }
        return body.path(name).booleanValue();
    }

    String oneOf(String name, String... values) {
        String value = text(name);
        if (!List.of(values).contains(value)) {
            throw refused("/" + name, "one of " + String.join(", ", values) + " is expected");
        }
        return value;
    }

    Role role(String name) {
        return roleOfCode(name, text(name));
    }

    Role roleOfCode(String name, String code) {
        return Role.ofCode(code)
                .orElseThrow(() -> refused(
                        "/" + name,
                        "one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Role.values())
                                                .map(Role::code)
                                                .toList()) + " is expected"));
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(text("zone"));
        } catch (DateTimeException e) {
            throw refused("/zone", "an IANA time zone such as Europe/Vienna is expected");
        }
    }

    private String text(String name) {
        JsonNode value = body.path(name);
        if (!value.isTextual()
                || value.textValue().isBlank()
                || value.textValue().length() > LONGEST * 2) {
            throw refused("/" + name, "a text is expected");
        }
        return value.textValue();
    }

    static RefusedException refused(String pointer, String detail) {
        return new RefusedException(new Refusal(
                "ACC-011",
                "invalid-request",
                Kind.INVALID,
                "The body is refused at " + (pointer.isEmpty() ? "its root" : pointer) + ": " + detail + ".",
                List.of(new InputError(pointer, detail))));
    }

    @Override
    public String toString() {
        return "body about an account";
    }
}
