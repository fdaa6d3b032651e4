package dev.countersign.workspace.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.KeyVault;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.AttachmentRules;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecords;
import dev.countersign.signing.Signatures;
import dev.countersign.workflow.WaitingTasks;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.ui.ConcurrentModel;

/** Who gets the forms of records: those who may write them, and of a draft its authors alone (11.10(d), (g)). */
@CountersignTest
@Requirement({"AUT-01", "REC-03", "REC-04"})
class WritingPagesTest {

    private static final String[] PAGE = {"Accept", "text/html"};

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Records records;

    @Autowired
    private Signatures signatures;

    @Autowired
    private WaitingTasks waiting;

    @Autowired
    private Authority authority;

    @Autowired
    private AttachmentRules attachments;

    @Autowired
    private KeyVault vault;

    private TestSigner author;

    @BeforeEach
    void somebodyWrites() {
        author = TestSigner.with(people, port, Role.QA_ANALYST);
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"REGULATORY_AUDITOR", "IT_ADMINISTRATOR", "PROCESS_ADMINISTRATOR"})
    void whoeverMayNotWriteRecordsGetsNoFormAndThatIsOnRecord(Role role) {
        String recordId = drafted();
        String userId = people.somebody(role);
        TestClient client = TestClient.signedIn(port, userId);
        assertThat(client.get("/records/new", PAGE).statusCode()).isEqualTo(403);
        assertThat(refusal(userId)).isEqualTo("record.draft not-authorized");
        assertThat(client.get("/records/new?type=sop", PAGE).statusCode()).isEqualTo(403);
        assertThat(client.get("/records/" + recordId + "/edit", PAGE).statusCode())
                .isEqualTo(403);
        assertThat(refusal(userId)).isEqualTo("record.revise not-authorized");
        client.form("/records/" + recordId + "/approval", "version=1");
        assertThat(author.read(recordId).path("status").asText()).isEqualTo("draft");
    }

    @Test
    void nobodyIsLedToTheLogin() {
        HttpResponse<String> answer = TestClient.anonymous(port).get("/records/new", PAGE);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
    }

    @Test
    void recordsAboutProcessesHavePagesOfTheirOwn() {
        assertThat(location(author.client().get("/records/new?type=process-model", PAGE)))
                .endsWith("/models/studio");
        assertThat(location(author.client().get("/records/new?type=break-glass", PAGE)))
                .endsWith("/models/break-glass");
        assertThat(author.client().get("/records/new", PAGE).body())
                .contains("type=sop", "type=test-suite", "type=batch-record")
                .doesNotContain("type=process-model", "type=break-glass");
        assertThat(author.client().get("/records/new?type=poem", PAGE).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aDraftIsItsAuthorsToGoOnWith() {
        String recordId = drafted();
        TestClient other = TestSigner.with(people, port, Role.QA_ANALYST).client();
        assertThat(author.client().get("/records/" + recordId + "/edit", PAGE).body())
                .contains("data-form");
        assertThat(other.get("/records/" + recordId + "/edit", PAGE).body())
                .contains("It is a draft of somebody else.")
                .doesNotContain("data-form");
        assertThat(other.get("/records/" + recordId, PAGE).body()).doesNotContain("/edit");
    }

    @Test
    void anApprovalIsStartedOnceAndARefusalIsToldInWords() {
        String recordId = drafted();
        String path = "/records/" + recordId + "/approval";
        assertThat(location(author.client().form(path, "version=2"))).endsWith("/records/" + recordId);
        assertThat(author.client().get("/records/" + recordId, PAGE).body())
                .contains("role=\"alert\"")
                .contains("is not its latest, 1; start that one");
        assertThat(author.client().get("/records/" + recordId, PAGE).body()).doesNotContain("role=\"alert\"");
        author.client().form(path, "version=1");
        assertThat(author.client().get("/records/" + recordId, PAGE).body())
                .contains("The approval of version 1 has been started.")
                .doesNotContain("/approval");
        assertThat(author.client().get("/records/" + recordId + "/edit", PAGE).body())
                .contains("It is being reviewed.")
                .doesNotContain("data-form");
    }

    @Test
    void theFormHoldsNoScriptAndNoStyleOfItsOwn() {
        String page = author.client().get("/records/new?type=sop", PAGE).body();
        assertThat(page).doesNotContain("style=").doesNotContainPattern("<script(?![^>]* src=)");
    }

    @Test
    void signingOutClearsWhatABrowserKept() {
        assertThat(TestClient.signedIn(port, author.userId())
                        .form("/logout", "")
                        .headers()
                        .firstValue("Clear-Site-Data"))
                .hasValue("\"storage\"");
    }

    @Test
    void endingASessionByACallClearsWhatABrowserKeptToo() {
        HttpResponse<String> answer = TestClient.signedIn(port, author.userId()).delete("/api/session");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Clear-Site-Data")).hasValue("\"storage\"");
    }

    @Test
    void whatIsKeptIsEncryptedUnderAKeyOfEachPersonsOwn() {
        TestSigner other = TestSigner.with(people, port, Role.QA_ANALYST);
        String own = draftKey(author.client().get("/records/new?type=sop", PAGE));
        assertThat(Base64.getDecoder().decode(own)).hasSize(32);
        assertThat(draftKey(author.client().get("/records/" + drafted() + "/edit", PAGE)))
                .isEqualTo(own);
        assertThat(draftKey(other.client().get("/records/new?type=sop", PAGE))).isNotEqualTo(own);
    }

    private static String draftKey(HttpResponse<String> page) {
        assertThat(page.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(how -> assertThat(how).contains("no-store"));
        Matcher key = Pattern.compile("data-draft-key=\"([^\"]+)\"").matcher(page.body());
        assertThat(key.find()).isTrue();
        return key.group(1).replace("&#43;", "+").replace("&#61;", "=");
    }

    @Test
    void aRecordWhoseTypeIsGoneIsRefusedItsFormInWords() {
        UUID id = UUID.fromString(drafted());
        RecordVersion newest = records.versions(id).get(0);
        WritingForm form = new WritingForm(withoutTypes(), signatures, waiting, authority, attachments, vault);
        assertThatThrownBy(() -> form.filled(
                        new ConcurrentModel(), Caller.person(author.userId(), "session", "127.0.0.1"), newest))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(
                                refused.refusal().detail())
                        .contains("There is no record type sop any more", id.toString()));
    }

    /** The records there are, as they look after the definition of their types was taken away. */
    private Records withoutTypes() {
        return (Records) Proxy.newProxyInstance(
                Records.class.getClassLoader(),
                new Class<?>[] {Records.class},
                (proxy, method, given) ->
                        method.getName().equals("type") ? Optional.empty() : method.invoke(records, given));
    }

    private String drafted() {
        return TestSigner.expect(
                        201,
                        author.client()
                                .post(
                                        "/api/records",
                                        new String(TestRecords.sop("SOP-9").body(), UTF_8)))
                .path("recordId")
                .asText();
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** The newest entry of that person: what was attempted, and the refusal's code. */
    private String refusal(String userId) {
        JsonNode entry = CanonicalJson.parse(ledger.search(new Ledger.Filter(null, null, userId, null, null), 0, 1)
                .items()
                .get(0)
                .bytes());
        return entry.at("/new/attempt").asText() + " " + entry.at("/new/code").asText();
    }
}
