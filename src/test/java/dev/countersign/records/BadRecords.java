package dev.countersign.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.malware.TestScanner;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What cannot be a version of an SOP, whatever else there is: what is wrong, the body as it is posted, and status, code and pointers of the
 * answer. Each door that takes versions is shown all of it.
 */
public final class BadRecords {

    private BadRecords() {}

    /** As somebody would draft them. */
    static Stream<Arguments> drafts() {
        return of(TestRecords.sop("SOP-BAD"));
    }

    /** As somebody would hand them in next: with a reason for change, so that nothing else is wrong. */
    static Stream<Arguments> nextVersions() {
        return of(TestRecords.sop("SOP-BAD").because("a step was missing"));
    }

    private static Stream<Arguments> of(TestRecord sop) {
        return Stream.of(noJson(sop), wrongMembers(sop), wrongContent(sop), wrongAttachments(sop))
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> noJson(TestRecord sop) {
        String body = text(sop);
        String twice = body.replaceFirst("\"scope\":", "\"scope\":\"a\",\"scope\":");
        String number = body.replaceFirst("\"scope\":\"[^\"]*\"", "\"scope\":9007199254740993");
        String control = body.replaceFirst("\"scope\":\"", "\"scope\":\"\\\\u0000");
        return Stream.of(
                bad("no JSON", "{\"type\":", 400, "invalid-json", "/type"),
                bad("nothing", "", 400, "invalid-json", ""),
                bad("a key twice", twice, 400, "invalid-json", "/content/scope"),
                bad("a number that would change", number, 400, "invalid-json", "/content/scope"),
                bad("U+0000", control, 400, "invalid-json", "/content/scope"));
    }

    private static Stream<Arguments> wrongMembers(TestRecord sop) {
        return Stream.of(
                bad("a list", "[]", 422, "invalid-member", ""),
                bad(
                        "an unknown member",
                        text(sop).replaceFirst("\"title\"", "\"titel\""),
                        422,
                        "invalid-member",
                        "/titel"),
                bad(
                        "an unknown type",
                        text(sop).replace("\"type\":\"sop\"", "\"type\":\"memo\""),
                        422,
                        "unknown-record-type",
                        "/type"),
                bad("a title of two lines", text(sop.titled("a\nb")), 422, "invalid-member", "/title"),
                bad(
                        "a reason that is no string",
                        changed(sop, body -> body.putObject("reason")),
                        422,
                        "invalid-member",
                        "/reason"));
    }

    private static Stream<Arguments> wrongContent(TestRecord sop) {
        return Stream.of(
                bad("no content", changed(sop, body -> body.remove("content")), 422, "invalid-member", "/content"),
                bad(
                        "content as a string",
                        changed(sop, body -> body.put("content", "x")),
                        422,
                        "schema-violation",
                        "/content"),
                bad(
                        "content that breaks its schema",
                        text(sop.changing(c -> c.remove("purpose"))),
                        422,
                        "schema-violation",
                        "/content/purpose"),
                bad(
                        "content over the limit",
                        text(sop.changing(c -> c.put("purpose", "x".repeat(6 << 20)))),
                        413,
                        "too-large",
                        "/content"));
    }

    private static Stream<Arguments> wrongAttachments(TestRecord sop) {
        return Stream.of(
                bad(
                        "bytes that are not their media type",
                        text(sop.with("a.pdf", "application/pdf", "no PDF".getBytes(UTF_8))),
                        422,
                        "attachment-type-mismatch",
                        "/attachments/0"),
                bad(
                        "a media type nobody wants",
                        text(sop.with("a.exe", "application/x-msdownload", "MZ".getBytes(UTF_8))),
                        422,
                        "attachment-type-not-allowed",
                        "/attachments/0/mediaType"),
                bad(
                        "a name that is a path",
                        text(sop.with("../a.txt", "text/plain", "x".getBytes(UTF_8))),
                        422,
                        "attachment-name",
                        "/attachments/0/name"),
                bad(
                        "malware behind a clean file",
                        text(sop.with("a.txt", "text/plain", "clean".getBytes(UTF_8))
                                .with("b.txt", "text/plain", TestScanner.EICAR.getBytes(UTF_8))),
                        422,
                        "malware-found",
                        "/attachments/1"),
                unscanned(sop, "error"),
                unscanned(sop, "nonsense"),
                unscanned(sop, "close half-way"));
    }

    private static Arguments unscanned(TestRecord sop, String how) {
        return bad(
                "a file that the scanner has no verdict on: " + how,
                text(sop.with("a.txt", "text/plain", TestScanner.failing(how).getBytes(UTF_8))),
                503,
                "malware-scan-unavailable",
                "/attachments/0");
    }

    private static Arguments bad(String what, String body, int status, String code, String pointer) {
        return Arguments.of(what, body, status, code, List.of(pointer));
    }

    private static String text(TestRecord record) {
        return new String(record.body(), UTF_8);
    }

    private static String changed(TestRecord record, Consumer<ObjectNode> change) {
        ObjectNode body = (ObjectNode) CanonicalJson.parse(record.body());
        change.accept(body);
        return body.toString();
    }
}
