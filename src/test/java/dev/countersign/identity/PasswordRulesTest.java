package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.WormStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Which passwords are taken (NIST SP 800-63B-4), through the door that sets them and by the rules alone. */
@CountersignTest
@Requirement("IDN-02")
class PasswordRulesTest {

    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    /** U+00E9, as one keyboard sends it, and e with U+0301, as another does. */
    private static final String COMPOSED = "caf\u00e9 tisch wolke sieben";

    private static final String DECOMPOSED = "cafe\u0301 tisch wolke sieben";

    @Autowired
    PasswordRules rules;

    @Autowired
    IdentitySettings settings;

    @Autowired
    WormStore store;

    @Autowired
    People people;

    @Autowired
    Factors factors;

    @Autowired
    Logins logins;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Countersign-demo-1",
                "four unrelated words of mine",
                "no digits or capitals at all",
                "a word and a word again and lamps",
                "7309 1846 5520 9317",
                "\u5149\u306e\u5ead\u3067\u732b\u304c\u9759\u304b\u306b\u672c\u3092\u8aad\u3093\u3067\u3044\u308b",
                "\ud83e\udd9c\ud83c\udf0b lampe wandert leise",
                "        spaces count: seven blue lamps        "
            })
    void takesWhatIsLongAndNotKnownWhateverItIsMadeOf(String password) {
        assertThat(refusal(password)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fourteen chars | it has 14 characters (expected: at least 15",
                "passwordpassword | easily guessed",
                "password Password password | easily guessed",
                "Summer 2026, Summer 2026! | easily guessed",
                "123456789012345 | easily guessed",
                "qwertyuiopasdfgh | easily guessed",
                "P@ssw0rdP@ssw0rd | easily guessed",
                "Summer2026Summer2026 | easily guessed",
                "countersigncountersign | easily guessed",
                "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn | easily guessed",
                "wolke-nora.neumann-sieben | contains the user name",
                "Wolke NEUMANN sieben | a part of the printed name",
                "wolke uebung jose sieben | a part of the printed name"
            })
    void refusesWhatIsShortGuessedOrNamesThePersonAndSaysWhatToDo(String password, String why) {
        assertThat(refusal(password)).contains(why).contains("expected: ").doesNotContain(password);
    }

    @Test
    void countsCharactersAsUnicodeDoesInTheNormalForm() {
        String fourteen = "\ud83e\udd9c".repeat(7) + "wolke-7";
        assertThat(refusal(fourteen)).contains("it has 14 characters");
        assertThat(refusal("e\u0301".repeat(14))).contains("it has 14 characters");
    }

    @Test
    void blankAndOverLongAndWhatIsNoTextIsRefused() {
        String longest = "ab7 \u00e9x-".repeat(37).substring(0, 256);
        assertThat(refusal(" ".repeat(20))).contains("easily guessed");
        assertThat(refusal("\u3000".repeat(20))).contains("easily guessed");
        assertThat(refusal("")).contains("it has 0 characters");
        assertThat(rules.refusal("somebody", "Some Body", ("wolke tisch lampe " + longest).toCharArray()))
                .contains("(expected: at most 256)");
        assertThat(refusal("x".repeat(100_000))).contains("at most 256");
        assertThat(refusal("wolke\u0000tisch lampe sieben")).contains("control characters");
        assertThat(refusal("wolke\ntisch lampe sieben")).contains("control characters");
        assertThat(refusal("wolke\uffffsieben lampe wald")).contains("Unicode does not define");
        assertThat(refusal("wolke\ud800sieben lampe wald")).contains("half a character");
        assertThat(refusal("wolke sieben lampe wald\udc00")).contains("half a character");
    }

    @Test
    void aPasswordThatBecamePublicIsRefused() throws Exception {
        String leaked = "lampe wandert leise 81";
        assertThat(refusal(leaked)).isNull();
        // SHA-1 of that password, as the published lists have it
        Path list = Files.writeString(folder.resolve("breached.txt"), sha1(leaked) + ":2\r\n");

        try (BreachedPasswords breached = BreachedPasswords.open(list)) {
            PasswordRules withList = new PasswordRules(settings, breached, store);
            assertThat(withList.refusal("somebody", "Some Body", leaked.toCharArray()))
                    .contains("became public")
                    .doesNotContain(leaked);
            assertThat(withList.refusal("somebody", "Some Body", (leaked + "2").toCharArray()))
                    .isNull();
        }
    }

    @Test
    void twoKeyboardsThatTypeTheSameTextGiveTheSamePassword() {
        String userId = somebody(DECOMPOSED);

        assertThatCode(() -> logIn(userId, COMPOSED)).doesNotThrowAnyException();
        assertThatCode(() -> logIn(userId, DECOMPOSED)).doesNotThrowAnyException();
        assertThatThrownBy(() -> logIn(userId, "cafe tisch wolke sieben")).hasMessageContaining("ID-001");
    }

    @Test
    void whatNobodyCanHaveAsPasswordMatchesNobodysEvenWhereItBegins() {
        String longest = "wolke lampe tisch " + "ab7 \u00e9x-".repeat(34);
        String userId = somebody(longest);
        assertThatCode(() -> logIn(userId, longest)).doesNotThrowAnyException();

        for (String other : new String[] {longest + "x".repeat(20), longest + "x".repeat(4000), longest + "\ud800"}) {
            assertThatThrownBy(() -> logIn(userId, other)).hasMessageContaining("ID-001");
        }
        String marked = somebody("wolke lampe tisch sieben?");
        assertThatThrownBy(() -> logIn(marked, "wolke lampe tisch sieben\ud800"))
                .hasMessageContaining("ID-001");
    }

    @Test
    void theDoorRefusesByTheSameRulesAndKeepsNothingOfIt() {
        String userId = created();

        assertThatThrownBy(() -> factors.set(TESTS, userId, "wolke neumann sieben".toCharArray(), SECRET))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.refusal().code()).isEqualTo("password-refused");
                    assertThat(e.refusal().detail())
                            .contains("a part of the printed name", "Choose another one")
                            .doesNotContain("wolke");
                });
        assertThat(people.find(userId).orElseThrow().state()).isEqualTo(Person.State.CREATED);
    }

    private static final Caller TESTS = Caller.system("tests");

    private @Nullable String refusal(String password) {
        return rules.refusal("nora.neumann", "Nora Jos\u00e9 Neumann", password.toCharArray());
    }

    private String created() {
        String userId = "chooser-" + UUID.randomUUID();
        people.create(TESTS, userId, "Nora Neumann", "Analyst", ZoneOffset.UTC);
        return userId;
    }

    private String somebody(String password) {
        String userId = created();
        factors.set(TESTS, userId, password.toCharArray(), SECRET);
        Authenticator.add(userId, SECRET);
        return userId;
    }

    private void logIn(String userId, String password) {
        logins.logIn(new Attempt(userId, "session", null), password.toCharArray(), Authenticator.freshCode(userId));
    }

    private static String sha1(String password) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-1")
                        .digest(password.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
