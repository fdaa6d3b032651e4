package dev.countersign.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.ledger.LogVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A witness in a process of its own, after C2SP tlog-witness and tlog-cosignature, with the JDK alone and nothing of the application's.
 * Says its address and its key on the first line; {@code /test/…} makes it forget or lie.
 */
public final class WitnessServer {

    private static final String NAME = "witness.example/tests";

    private final KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    private final KeyPair otherKey = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    private final Map<String, LogVerifier.Signed> held = new HashMap<>();
    private final String logKey;
    private String lie = "";

    private WitnessServer(String logKey) throws GeneralSecurityException {
        this.logKey = logKey;
    }

    /** @param arguments the verifier key of the one log it witnesses */
    public static void main(String[] arguments) throws Exception {
        WitnessServer witness = new WitnessServer(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/prefix/add-checkpoint", witness::addCheckpoint);
        server.createContext("/test/", witness::control);
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + " " + witness.verifierKey());
        // its parent's end of the pipe closes when the parent ends, however it does
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    private synchronized void control(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (path.equals("/test/lie")) {
            lie = query.equals("null") ? "" : query;
        } else {
            held.clear();
        }
        answer(exchange, 200, "");
    }

    private synchronized void addCheckpoint(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int end = request.indexOf("\n\n");
        List<String> head = List.of(request.substring(0, end).split("\n"));
        byte[] note = request.substring(end + 2).getBytes(StandardCharsets.UTF_8);
        if (!exchange.getRequestMethod().equals("POST") || !head.get(0).matches("old (0|[1-9][0-9]*)")) {
            answer(exchange, 400, "");
            return;
        }
        long old = Long.parseLong(head.get(0).substring(4));
        if (!new String(note, StandardCharsets.UTF_8).startsWith(logKey.split("\\+")[0] + "\n")) {
            answer(exchange, 404, "");
            return;
        }
        LogVerifier.Signed checkpoint;
        try {
            checkpoint = LogVerifier.open(logKey, note);
        } catch (AssertionError e) {
            answer(exchange, 403, "");
            return;
        }
        judge(exchange, old, head.subList(1, head.size()), note, checkpoint);
    }

    private void judge(HttpExchange exchange, long old, List<String> proof, byte[] note, LogVerifier.Signed checkpoint)
            throws IOException {
        LogVerifier.Signed known = held.get(checkpoint.origin());
        long size = known == null ? 0 : known.size();
        List<byte[]> hashes = proof.stream().map(Base64.getDecoder()::decode).toList();
        if (old > checkpoint.size()) {
            answer(exchange, 400, "");
        } else if (old != size
                || (old == checkpoint.size() && known != null && !Arrays.equals(known.root(), checkpoint.root()))) {
            exchange.getResponseHeaders().set("Content-Type", "text/x.tlog.size");
            answer(exchange, 409, size + "\n");
        } else if (old == 0
                ? !hashes.isEmpty()
                : !LogVerifier.isConsistent(old, known.root(), checkpoint.size(), checkpoint.root(), hashes)) {
            answer(exchange, 422, "");
        } else {
            held.put(checkpoint.origin(), checkpoint);
            answer(exchange, 200, cosignature(note));
        }
    }

    private String cosignature(byte[] note) {
        try {
            String text = new String(note, StandardCharsets.UTF_8);
            String body = text.substring(0, text.indexOf("\n\n") + 1);
            long time = System.currentTimeMillis() / 1000 - (lie.equals("time") ? 86_400 : 0);
            String signed = lie.equals("body") ? body.replaceFirst("\n\\d+\n", "\n1\n") : body;
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign((lie.equals("key") ? otherKey : key).getPrivate());
            signer.update(("cosignature/v1\ntime " + time + "\n" + signed).getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            value.write(keyHash());
            value.write(ByteBuffer.allocate(8).putLong(time).array());
            value.write(signer.sign());
            String line = "\u2014 " + NAME + " " + Base64.getEncoder().encodeToString(value.toByteArray()) + "\n";
            return lie.equals("silence") ? "" : "\u2014 somebody.else/1 AAAAAAAA\n" + line;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String verifierKey() throws GeneralSecurityException {
        return NAME + "+" + HexFormat.of().formatHex(keyHash()) + "+"
                + Base64.getEncoder().encodeToString(typedKey());
    }

    private byte[] typedKey() {
        byte[] spki = key.getPublic().getEncoded();
        byte[] typed = new byte[33];
        typed[0] = 4;
        System.arraycopy(spki, spki.length - 32, typed, 1, 32);
        return typed;
    }

    private byte[] keyHash() throws GeneralSecurityException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((NAME + "\n").getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(sha256.digest(typedKey()), 4);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
