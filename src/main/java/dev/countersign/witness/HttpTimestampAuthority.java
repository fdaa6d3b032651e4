package dev.countersign.witness;

import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.TimestampAuthorities;
import dev.countersign.crypto.TimestampRefusedException;
import dev.countersign.crypto.TimestampRequest;
import dev.countersign.crypto.TimestampToken;
import dev.countersign.witness.TimestampAuthority.Answer.Failed;
import dev.countersign.witness.TimestampAuthority.Answer.Stamped;
import dev.countersign.witness.Witness.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A timestamp authority over HTTP (RFC 3161 section 3.4). */
final class HttpTimestampAuthority implements TimestampAuthority {

    private static final String QUERY = "application/timestamp-query";
    private static final String REPLY = "application/timestamp-reply";
    /** A token is kept as a receipt, and a receipt has at most so many bytes. */
    private static final int LONGEST = 65_535;

    private static final int NONCE = 16;

    private final URI address;
    private final TimestampAuthorities trusted;
    private final TimestampSettings settings;
    private final Identifiers identifiers;
    private final HttpClient client;

    HttpTimestampAuthority(
            URI address, TimestampAuthorities trusted, TimestampSettings settings, Identifiers identifiers) {
        this.address = address;
        this.trusted = trusted;
        this.settings = settings;
        this.identifiers = identifiers;
        this.client = HttpClient.newBuilder()
                .connectTimeout(settings.connecting())
                .followRedirects(Redirect.NEVER)
                .build();
    }

    @Override
    public String name() {
        return "rfc3161 " + address.getHost();
    }

    @Override
    public Answer stamp(byte[] message) {
        TimestampRequest request = TimestampRequest.over(
                message,
                settings.hash(),
                identifiers.randomBytes(NONCE),
                settings.policy().isEmpty() ? null : settings.policy());
        HttpRequest post = HttpRequest.newBuilder(address)
                .timeout(settings.answering())
                .header("Content-Type", QUERY)
                .header("Accept", REPLY)
                .POST(BodyPublishers.ofByteArray(request.der()))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(post, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return answer(request, response, body);
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            return new Failed(
                    Failure.UNREACHABLE, "it does not answer (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failed(Failure.UNREACHABLE, "it was not waited for");
        }
    }

    @Override
    public Token judge(byte[] token) throws TimestampRefusedException {
        return judged(TimestampToken.parse(token));
    }

    private Token judged(TimestampToken token) throws TimestampRefusedException {
        return new Token(token.der(), token.time(), trusted.judge(token), token.hash());
    }

    private Answer answer(TimestampRequest request, HttpResponse<InputStream> response, InputStream body)
            throws InterruptedException, ExecutionException, TimeoutException {
        int status = response.statusCode();
        if (status != 200) {
            return new Failed(
                    status >= 500 ? Failure.UNREACHABLE : Failure.REFUSED, "it answers with status " + status);
        }
        byte[] bytes = bytes(body);
        if (bytes.length > LONGEST) {
            return new Failed(Failure.FALSE_RECEIPT, "its answer has more than " + LONGEST + " bytes");
        }
        try {
            return new Stamped(judged(request.answeredBy(bytes)));
        } catch (TimestampRefusedException e) {
            return new Failed(e.isByAuthority() ? Failure.REFUSED : Failure.FALSE_RECEIPT, e.why());
        }
    }

    /** The time allowed to a request ends with its headers: a body that trickles is not waited for either. */
    private byte[] bytes(InputStream body) throws InterruptedException, ExecutionException, TimeoutException {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return body.readNBytes(LONGEST + 1);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .get(settings.answering().toMillis(), TimeUnit.MILLISECONDS);
    }
}
