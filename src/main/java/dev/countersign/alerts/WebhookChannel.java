package dev.countersign.alerts;

import dev.countersign.crypto.Hmac;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A POST of {@code countersign/alert/v1} to a program. The header {@code Countersign-Signature: t=<seconds>,v1=<hex>} is HMAC-SHA256 under the
 * shared secret over the seconds, a dot and the body: who has the secret knows that the message is ours, unchanged, and of when.
 */
final class WebhookChannel implements Channel {

    static final String NAME = "webhook";
    private static final Duration CONNECTING = Duration.ofSeconds(3);
    private static final Duration ANSWERING = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int REDIRECTS = 300;

    private final URI address;
    private final byte[] secret;
    private final NoticeText text;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECTING)
            .followRedirects(Redirect.NEVER)
            .build();

    WebhookChannel(URI address, String secret, NoticeText text, Clock clock) {
        this.address = address;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.text = text;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void tell(Notice notice) throws ChannelFailedException {
        byte[] body = text.json(notice);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(ANSWERING)
                .header("Content-Type", "application/json")
                .header("Countersign-Signature", signature(body))
                .header(
                        "Idempotency-Key",
                        notice.alert().alertId() + "/" + notice.audience().code())
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            if (answer.statusCode() < OK || answer.statusCode() >= REDIRECTS) {
                throw new ChannelFailedException("it answers with status " + answer.statusCode(), null);
            }
        } catch (IOException e) {
            throw new ChannelFailedException(
                    "it does not answer (" + e.getClass().getSimpleName() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChannelFailedException("it was not waited for", e);
        }
    }

    private String signature(byte[] body) {
        long seconds = clock.instant().getEpochSecond();
        byte[] head = (seconds + ".").getBytes(StandardCharsets.US_ASCII);
        byte[] signed = new byte[head.length + body.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(Hmac.sha256(secret, signed));
    }
}
