package dev.countersign.witness;

import dev.countersign.crypto.Digest;
import dev.countersign.witness.Witness.Answer.Contradicts;
import dev.countersign.witness.Witness.Answer.Failed;
import dev.countersign.witness.Witness.Answer.Holds;
import dev.countersign.witness.Witness.Answer.Witnessed;
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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A witness on the network that speaks C2SP tlog-witness; its word counts as a receipt if its configured key cosigned. */
final class HttpWitness implements Witness {

    private static final Duration CONNECTING = Duration.ofSeconds(3);
    private static final Duration ANSWERING = Duration.ofSeconds(5);
    /** How far its clock may be from ours: a cosignature dated elsewhere says nothing about when. */
    private static final Duration TOLERANCE = Duration.ofMinutes(10);

    private static final int LONGEST = 16_384;

    private final URI address;
    private final CosignatureKey key;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECTING)
            .followRedirects(Redirect.NEVER)
            .build();

    /** @param prefix submission prefix: {@code add-checkpoint} is below it */
    HttpWitness(URI prefix, CosignatureKey key, Clock clock) {
        this.address = URI.create(prefix.toString().replaceFirst("/+$", "") + "/add-checkpoint");
        this.key = key;
        this.clock = clock;
    }

    @Override
    public String name() {
        return key.name();
    }

    @Override
    public boolean isExternal() {
        return true;
    }

    @Override
    public Optional<String> verifierKey() {
        return Optional.of(key.line());
    }

    @Override
    public boolean cosigned(byte[] note, byte[] receipt) {
        String line = new String(receipt, StandardCharsets.UTF_8);
        return line.endsWith("\n")
                && key.cosigned(note, line.substring(0, line.length() - 1)).isPresent();
    }

    /** It can be asked for no checkpoint; what it cosigned is kept as its receipt. */
    @Override
    public Optional<byte[]> newest() {
        return Optional.empty();
    }

    @Override
    public Answer submit(Submission submission) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(ANSWERING)
                .POST(BodyPublishers.ofString(body(submission)))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return answer(response.statusCode(), text(body), submission);
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            return new Failed(
                    Failure.UNREACHABLE, "it does not answer (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failed(Failure.UNREACHABLE, "it was not waited for");
        }
    }

    /** The time allowed to a request ends with its headers: a body that trickles is not waited for either. */
    private static String text(InputStream body) throws InterruptedException, ExecutionException, TimeoutException {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .get(ANSWERING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String body(Submission submission) {
        StringBuilder body =
                new StringBuilder("old ").append(submission.oldSize()).append('\n');
        for (Digest hash : submission.proof()) {
            body.append(Base64.getEncoder().encodeToString(hash.bytes())).append('\n');
        }
        return body.append('\n')
                .append(new String(submission.note(), StandardCharsets.UTF_8))
                .toString();
    }

    private Answer answer(int status, String text, Submission submission) {
        return switch (status) {
            case 200 -> receipt(text, submission.note());
            case 409 ->
                text.matches("(0|[1-9]\\d{0,17})\\n")
                        ? new Holds(Long.parseLong(text.strip()))
                        : new Failed(Failure.REFUSED, "it holds another checkpoint and does not say of which size");
            case 422 ->
                new Contradicts(
                        "it refuses the proof that the log begins with what it holds at size " + submission.oldSize());
            case 403 -> new Failed(Failure.REFUSED, "it does not know the key that signed the checkpoint");
            case 404 -> new Failed(Failure.REFUSED, "it does not know this log's origin");
            default ->
                new Failed(status >= 500 ? Failure.UNREACHABLE : Failure.REFUSED, "it answers with status " + status);
        };
    }

    private Answer receipt(String text, byte[] note) {
        for (String line : text.split("\n", -1)) {
            Optional<Instant> time = key.cosigned(note, line);
            if (time.isPresent()) {
                Duration apart = Duration.between(time.get(), clock.instant()).abs();
                return apart.compareTo(TOLERANCE) <= 0
                        ? new Witnessed((line + "\n").getBytes(StandardCharsets.UTF_8))
                        : new Failed(Failure.FALSE_RECEIPT, "its cosignature is dated " + time.get());
            }
        }
        return new Failed(
                Failure.FALSE_RECEIPT, "it answers without a cosignature of " + key.name() + " over this checkpoint");
    }
}
