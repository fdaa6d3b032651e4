package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The language of pages: as the browser says, or as somebody chose, before signing in too. */
@CountersignTest
@Requirement("USE-04")
class PageLanguageTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de|de",
                "de-AT,de;q=0.9,en;q=0.5|de",
                "fr,de;q=0.9,en;q=0.5|de",
                "en-GB,de;q=0.9|en",
                "fr|en",
                "*|en",
                "not a language at all, ;;q=|en"
            })
    void isTheFirstTheBrowserNamesThatIsSpokenHereElseEnglish(String accepted, String language) {
        assertSpeaks(login(TestClient.anonymous(port), "Accept-Language", accepted), language);
    }

    @Test
    void isEnglishWhereTheBrowserSaysNothing() {
        assertSpeaks(login(TestClient.anonymous(port)), "en");
    }

    @Test
    void isTheOneThatWasChosenUntilItIsLeftToTheBrowserAgain() {
        TestClient browser = TestClient.anonymous(port);
        HttpResponse<String> german = browser.get("/language?to=de&back=/login?out", "Accept", "text/html");
        assertThat(german.statusCode()).isEqualTo(303);
        assertThat(german.headers().firstValue("Location")).hasValue("/login?out");
        assertThat(german.headers().firstValue("Set-Cookie").orElseThrow()).contains("SameSite=Lax", "HttpOnly");
        assertSpeaks(login(browser, "Accept-Language", "en"), "de");

        browser.get("/language?to=browser&back=/login", "Accept", "text/html");
        assertSpeaks(login(browser, "Accept-Language", "en"), "en");
    }

    @Test
    void isThatOfThePagesOfWhoeverIsSignedIn() {
        TestClient person = TestClient.signedIn(port, people.somebody(Role.QA_ANALYST));
        HttpResponse<String> home = person.get("/home", "Accept", "text/html", "Accept-Language", "de");
        assertSpeaks(home, "de");
        assertThat(home.body()).contains("Meine Arbeit", "Wartet auf mich").doesNotContain("My work");
        assertSpeaks(person.get("/home", "Accept", "text/html", "Accept-Language", "en"), "en");
    }

    @Test
    void refusalsStayWhatTheInterfaceSays() {
        TestClient person = TestClient.signedIn(port, people.somebody(Role.QA_ANALYST));
        HttpResponse<String> english = person.get("/api/records/none", "Accept-Language", "en");
        assertThat(person.get("/api/records/none", "Accept-Language", "de").body())
                .isEqualTo(english.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/",
                "//example.com/",
                "/%5Cexample.com",
                "javascript:alert(1)",
                "///example.com",
                "home",
                "",
                "/%0D%0ASet-Cookie:a=b"
            })
    void leadsToNoOtherPlace(String back) {
        HttpResponse<String> answer = TestClient.anonymous(port)
                .get("/language?to=de&back=" + back.replace("://", ":%2F%2F"), "Accept", "text/html");
        assertThat(answer.headers().firstValue("Location")).hasValue("/");
    }

    private static HttpResponse<String> login(TestClient browser, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Accept";
        all[1] = "text/html";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return browser.get("/login", all);
    }

    private static void assertSpeaks(HttpResponse<String> page, String language) {
        assertThat(page.body()).contains("<html lang=\"" + language + "\">");
        assertThat(page.headers().firstValue("Content-Language")).hasValue(language);
        assertThat(String.join(", ", page.headers().allValues("Vary"))).contains("Accept-Language");
        assertThat(page.body()).contains(language.equals("de") ? "Sprache" : "Language");
    }
}
