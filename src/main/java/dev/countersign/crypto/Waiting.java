package dev.countersign.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The time allowed to an HTTP request ends with its headers: a body that trickles is not waited for either. */
final class Waiting {

    private Waiting() {}

    static byte[] read(InputStream body, int longest, Duration patience) throws IOException, InterruptedException {
        CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return body.readNBytes(longest);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            return reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("the body did not end in time");
        } catch (ExecutionException e) {
            throw new IOException("the body broke off", e);
        }
    }
}
