package dev.countersign.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.StoredRows;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A connection that breaks off while a record is handed in: nothing of it is stored, wherever it broke. */
@CountersignTest
@Requirement("REC-08")
class CutOffUploadTest {

    private static final String BOUNDARY = "b0undary-of-the-test";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private StoredRows rows;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.5, 0.98, 0.999})
    void ofFilesNothingIsStored(double part) {
        TestClient client = TestClient.signedIn(port, people.somebody(Role.QA_ANALYST));
        byte[] body = multipart(record(), TestRecords.pdf());
        String headers = "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\n" + session(client);
        refused(part, "/api/records", headers, body);
        // the very same call, whole
        assertThat(client.exchange(
                                "POST",
                                "/api/records",
                                body,
                                "Content-Type",
                                "multipart/form-data; boundary=" + BOUNDARY)
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.999})
    void ofOneDocumentNothingIsStored(double part) {
        TestClient client = TestClient.signedIn(port, people.somebody(Role.QA_ANALYST));
        byte[] body =
                record().with("raw.pdf", "application/pdf", TestRecords.pdf()).body();
        refused(part, "/api/records", "Content-Type: application/json\r\n" + session(client), body);
    }

    @Test
    void ofAStartNothingIsStarted() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        TestRecord record = record();
        body.put("businessKey", "CUT-" + UUID.randomUUID());
        ObjectNode variables = body.putObject("variables");
        variables.putObject("recordType").put("value", record.type());
        variables.putObject("title").put("value", record.title());
        variables.putObject("content").put("value", record.contentText()).put("type", "Json");
        refused(
                0.9,
                "/engine-rest/process-definition/key/record-approval/start",
                "Content-Type: application/json\r\nAuthorization: Bearer demo-lims-token\r\n",
                CanonicalJson.write(body));
    }

    private static TestRecord record() {
        return TestRecords.sop("SOP-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** With its session, and the header that unsafe calls need. */
    private static String session(TestClient client) {
        var csrf = TestClient.json(client.get("/api/session")).path("csrf");
        return "Cookie: COUNTERSIGN=" + client.cookie("COUNTERSIGN") + "\r\n"
                + csrf.path("headerName").asText() + ": " + csrf.path("token").asText() + "\r\n";
    }

    private static byte[] multipart(TestRecord record, byte[] pdf) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"record\"\r\n\r\n").getBytes(UTF_8));
        body.writeBytes(record.body());
        body.writeBytes(("\r\n--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"raw.pdf\"\r\nContent-Type: application/pdf\r\n\r\n")
                .getBytes(UTF_8));
        body.writeBytes(pdf);
        body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return body.toByteArray();
    }

    /** Sends a part of what was announced, then no more, and waits until the server is done with it. */
    private void refused(double part, String path, String headers, byte[] body) {
        Answer answer = rows.leftAloneBy(() -> {
            try (Socket socket = new Socket("localhost", port)) {
                String head = "POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n"
                        + headers + "Content-Length: " + body.length + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(UTF_8));
                socket.getOutputStream().write(body, 0, (int) (body.length * part));
                socket.shutdownOutput();
                byte[] said = socket.getInputStream().readAllBytes();
                String line = new String(said, UTF_8).lines().findFirst().orElse("HTTP/1.1 0");
                return new Answer(Integer.parseInt(line.split(" ")[1]), Map.of(), said);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
    }
}
