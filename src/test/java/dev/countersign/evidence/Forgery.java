package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Certificates;
import dev.countersign.crypto.Certificates.Issue;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.RevocationList;
import dev.countersign.crypto.RevocationList.Revoked;
import dev.countersign.crypto.SigningKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bundle made anew with other keys: authority, people, log, everything signed again, so that all of it fits together. With a change
 * on the way it breaks one rule and no signature: what finds that is the rule.
 */
public final class Forgery {

    private final TestBundle original;
    private final Map<String, SigningKey> people = new HashMap<>();
    private SigningKey authority = SigningKey.generate();
    private SigningKey log = SigningKey.generate();
    private boolean holdsTheServersKeys;
    private Consumer<ObjectNode> intents = intent -> {};
    private Consumer<ObjectNode> statements = statement -> {};
    private Consumer<ObjectNode> enrolments = enrolment -> {};
    private Consumer<ObjectNode> entries = entry -> {};
    private Consumer<ObjectNode> ends = end -> {};
    private boolean certificatesLast;

    private Forgery(TestBundle original) {
        this.original = original;
    }

    public static Forgery of(TestBundle original) {
        return new Forgery(original);
    }

    /** By somebody who has the server's own keys: authority and log are the true ones. */
    public Forgery holding(SigningKey authority, SigningKey log) {
        this.authority = authority;
        this.log = log;
        this.holdsTheServersKeys = true;
        return this;
    }

    public Forgery intents(Consumer<ObjectNode> change) {
        this.intents = change;
        return this;
    }

    public Forgery statements(Consumer<ObjectNode> change) {
        this.statements = change;
        return this;
    }

    public Forgery enrolments(Consumer<ObjectNode> change) {
        this.enrolments = change;
        return this;
    }

    public Forgery entries(Consumer<ObjectNode> change) {
        this.entries = change;
        return this;
    }

    /** The facts of certificates that ended; what else tells of them is made to agree, but for the times of entries. */
    public Forgery ends(Consumer<ObjectNode> change) {
        this.ends = change;
        return this;
    }

    /** The certificates come into the log after everything else. */
    public Forgery certificatesLast() {
        this.certificatesLast = true;
        return this;
    }

    public TestBundle make() {
        TestBundle made = CertificateEnds.rewritten(certificates(original), ends);
        made = signatures(made);
        made = list(made);
        return log(made).listed();
    }

    private TestBundle certificates(TestBundle bundle) {
        Certificate old = certificate(bundle, "certificates/authority.pem");
        Certificate root = holdsTheServersKeys
                ? old
                : Certificate.parse(Certificates.issueAuthority(
                        issue(old, BigInteger.ONE), authority.verifyingKey(), authority::sign));
        TestBundle made = bundle.with("certificates/authority.pem", text(root.pem()));
        List<String> ids = bundle.names("certificates/.*[.]enrolment[.]json").stream()
                .map(name -> name.replace("certificates/", "").replace(".enrolment.json", ""))
                .toList();
        for (String id : ids) {
            people.put(id, SigningKey.generate());
        }
        for (String id : ids) {
            SigningKey key = people.get(id);
            Certificate issued = Certificate.parse(Certificates.issueSigner(
                    issue(certificate(bundle, "certificates/" + id + ".cert.pem")),
                    key.verifyingKey(),
                    root,
                    authority::sign));
            made = made.with("certificates/" + id + ".cert.pem", text(issued.pem()))
                    .changing("certificates/" + id + ".enrolment.json", statement -> {
                        ((ObjectNode) statement.get("key"))
                                .put("publicKey", base64(key.verifyingKey().raw()))
                                .put(
                                        "spkiSha256",
                                        key.verifyingKey().fingerprint().hex());
                        statement.put("certificateSha256", issued.sha256().hex());
                        enrolments.accept(statement);
                        return statement;
                    });
            byte[] statement = made.file("certificates/" + id + ".enrolment.json");
            String officer =
                    CanonicalJson.parse(statement).at("/proofing/officer/keyId").textValue();
            made = made.with(
                    "certificates/" + id + ".enrolment.sig", people.get(officer).sign(statement));
        }
        return made;
    }

    /** The list of revoked certificates by the new authority, made after all signatures. */
    private TestBundle list(TestBundle bundle) {
        Certificate root = certificate(bundle, "certificates/authority.pem");
        List<Revoked> revoked = bundle.names("certificates/.*[.]ended[.]json").stream()
                .map(name -> new Revoked(
                        certificate(bundle, name.replace("ended.json", "cert.pem"))
                                .serial(),
                        root,
                        Instant.parse(CanonicalJson.parse(bundle.file(name))
                                .path("createdAt")
                                .textValue())))
                .toList();
        Instant made = bundle.names("signatures/.*[.]statement[.]json").stream()
                .map(name -> Instant.parse(
                        CanonicalJson.parse(bundle.file(name)).path("signedAt").textValue()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return bundle.with(
                "certificates/revocation.crl",
                RevocationList.issue(
                        root, false, revoked, BigInteger.ONE, made, made.plusSeconds(60), authority::sign));
    }

    private TestBundle signatures(TestBundle bundle) {
        List<String> ordered = bundle.names("signatures/.*[.]statement[.]json").stream()
                .sorted(Comparator.comparing(name -> CanonicalJson.parse(bundle.file(name))
                        .path("earlierSignatures")
                        .size()))
                .toList();
        TestBundle made = bundle;
        Map<String, String> hashes = new HashMap<>();
        for (String name : ordered) {
            String id = name.replace("signatures/", "").replace(".statement.json", "");
            ObjectNode statement = (ObjectNode) CanonicalJson.parse(bundle.file(name));
            String keyId = statement.at("/signer/keyId").textValue();
            ((ObjectNode) statement.get("signer"))
                    .put(
                            "certificateSha256",
                            certificate(made, "certificates/" + keyId + ".cert.pem")
                                    .sha256()
                                    .hex());
            for (JsonNode earlier : statement.get("earlierSignatures")) {
                ((ObjectNode) earlier)
                        .put(
                                "statementSha256",
                                hashes.get(earlier.get("signatureId").textValue()));
            }
            intents.accept((ObjectNode) statement.get("intent"));
            byte[] intent = CanonicalJson.write(statement.get("intent"));
            statement.put("intentSha256", Digest.of(intent).hex());
            statements.accept(statement);
            byte[] bytes = CanonicalJson.write(statement);
            hashes.put(id, Digest.of(bytes).hex());
            SigningKey key = people.get(keyId);
            made = made.with(name, bytes)
                    .with("signatures/" + id + ".intent.json", intent)
                    .with("signatures/" + id + ".sig", key.sign(bytes))
                    .with("signatures/" + id + ".jws", jws(keyId, key, bytes))
                    .with("signatures/" + id + ".cert.pem", made.file("certificates/" + keyId + ".cert.pem"));
        }
        return made;
    }

    private record Line(String file, long index, ObjectNode entry) {}

    private TestBundle log(TestBundle bundle) {
        List<Line> lines = new ArrayList<>(lines(bundle, "audit/entries.jsonl"));
        lines.addAll(lines(bundle, "certificates/entries.jsonl"));
        lines.sort(Comparator.comparing(
                        (Line line) -> certificatesLast && line.file().startsWith("certificates"))
                .thenComparing(Line::index));
        List<byte[]> log = new ArrayList<>();
        @Nullable String previous = null;
        for (Line line : lines) {
            ObjectNode entry = line.entry();
            ObjectNode told = entry.get("new").isObject() ? (ObjectNode) entry.get("new") : entry.objectNode();
            if (entry.path("type").asText().equals("record.signed")
                    && bundle.files()
                            .containsKey(
                                    "signatures/" + told.path("signatureId").asText() + ".statement.json")) {
                told.put(
                        "statementSha256",
                        Digest.of(bundle.file(
                                        "signatures/" + told.path("signatureId").asText() + ".statement.json"))
                                .hex());
            }
            if (entry.path("type").asText().equals("key.certified")) {
                told.put(
                        "certificateSha256",
                        certificate(bundle, "certificates/" + told.path("keyId").asText() + ".cert.pem")
                                .sha256()
                                .hex());
            }
            if (entry.path("type").asText().equals("key.ended") && told.has("eventSha256")) {
                told.put(
                        "eventSha256",
                        Digest.of(bundle.file(
                                        "certificates/" + told.path("keyId").asText() + ".ended.json"))
                                .hex());
            }
            entries.accept(entry);
            boolean changes = entry.path("recordSequence").isNumber();
            if (changes) {
                entry.put("previousRecordEntry", previous);
            }
            byte[] bytes = CanonicalJson.write(entry);
            log.add(bytes);
            previous = changes ? Digest.ofLeaf(bytes).hex() : previous;
        }
        return sealed(bundle, lines, log);
    }

    private TestBundle sealed(TestBundle bundle, List<Line> lines, List<byte[]> log) {
        List<byte[]> leaves =
                log.stream().map(bytes -> Digest.ofLeaf(bytes).bytes()).toList();
        TestBundle made = bundle;
        for (String file : List.of("audit/entries.jsonl", "certificates/entries.jsonl")) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (int index = 0; index < log.size(); index++) {
                if (lines.get(index).file().equals(file)) {
                    ObjectNode line = JsonNodeFactory.instance.objectNode();
                    line.put("index", index)
                            .put("entry", base64(log.get(index)))
                            .put("leafHash", Digest.ofLeaf(log.get(index)).hex());
                    ArrayNode proof = line.putArray("proof");
                    path(index, leaves)
                            .forEach(node -> proof.add(Digest.ofStored(node).hex()));
                    text.writeBytes(CanonicalJson.write(line));
                    text.write('\n');
                }
            }
            made = made.with(file, text.toByteArray());
        }
        String name = new String(bundle.file("audit/log-key"), StandardCharsets.US_ASCII).split("\\+", 2)[0];
        byte[] typed = joined(new byte[] {1}, log());
        byte[] hash = Arrays.copyOf(Digest.of(joined(text(name + "\n"), typed)).bytes(), 4);
        String body = name + "\n" + log.size() + "\n" + base64(root(leaves)) + "\n";
        String signature = base64(joined(hash, this.log.sign(text(body))));
        return made.with(
                        "audit/log-key",
                        text(name + "+" + java.util.HexFormat.of().formatHex(hash) + "+" + base64(typed) + "\n"))
                .with("audit/checkpoint", text(body + "\n— " + name + " " + signature + "\n"));
    }

    private byte[] log() {
        return log.verifyingKey().raw();
    }

    private static List<Line> lines(TestBundle bundle, String file) {
        return new String(bundle.file(file), StandardCharsets.UTF_8)
                .lines()
                .map(CanonicalJson::parse)
                .map(line -> new Line(file, line.get("index").longValue(), (ObjectNode) CanonicalJson.parse(
                        Base64.getDecoder().decode(line.get("entry").textValue()))))
                .toList();
    }

    /** RFC 6962 section 2.1, word for word. */
    private static byte[] root(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int half = Integer.highestOneBit(leaves.size() - 1);
        return Digest.of(joined(
                        new byte[] {1},
                        joined(root(leaves.subList(0, half)), root(leaves.subList(half, leaves.size())))))
                .bytes();
    }

    /** RFC 6962 section 2.1.1, word for word. */
    private static List<byte[]> path(int index, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        int half = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> left = leaves.subList(0, half);
        List<byte[]> right = leaves.subList(half, leaves.size());
        List<byte[]> path = new ArrayList<>(index < half ? path(index, left) : path(index - half, right));
        path.add(root(index < half ? right : left));
        return path;
    }

    private static byte[] jws(String keyId, SigningKey key, byte[] statement) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String input = base64.encodeToString(
                        text("{\"alg\":\"EdDSA\",\"kid\":\"" + keyId + "\",\"typ\":\"countersign-signature+jws\"}"))
                + "." + base64.encodeToString(statement);
        return text(input + "." + base64.encodeToString(key.sign(text(input))));
    }

    private static Certificate certificate(TestBundle bundle, String path) {
        String pem = new String(bundle.file(path), StandardCharsets.US_ASCII);
        return Certificate.parse(Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "")));
    }

    private static Issue issue(Certificate old, BigInteger serial) {
        return new Issue(
                String.valueOf(old.printedName()),
                old.userId(),
                String.valueOf(old.organisation()),
                serial,
                old.notBefore(),
                Duration.between(old.notBefore(), old.notAfter()));
    }

    private static Issue issue(Certificate old) {
        return issue(old, old.serial());
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
