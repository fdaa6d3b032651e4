package dev.countersign.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.RevocationList;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** An authority that came after the first, and what a thief of the first one's key does so that a bundle tells nothing of it. */
public final class LaterAuthority {

    private static final String ENTRIES = "certificates/entries.jsonl";

    private LaterAuthority() {}

    /** The trust file with another authority, which is in no bundle, from that place in the log on. */
    public static byte[] named(byte[] trust, long from) {
        ObjectNode named = (ObjectNode) CanonicalJson.parse(trust);
        named.withArray("authorities")
                .addObject()
                .put("certificateSha256", "5e".repeat(32))
                .put("from", from);
        return CanonicalJson.write(named);
    }

    /** How many entries the checkpoint of a bundle covers. */
    public static long size(TestBundle bundle) {
        return Long.parseLong(new String(bundle.file("audit/checkpoint"), StandardCharsets.UTF_8).split("\n", 3)[1]);
    }

    /** The bundle without the second authority, with a list of revoked certificates by the first that names nobody. */
    public static TestBundle hidden(TestBundle bundle, KeyVault stolen, Instant now) {
        byte[] list = RevocationList.issue(
                first(bundle),
                false,
                List.of(),
                BigInteger.ONE,
                now,
                now.plusSeconds(60),
                message -> stolen.certify(1, message));
        String left = new String(bundle.file(ENTRIES), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !new String(
                                Base64.getDecoder()
                                        .decode(CanonicalJson.parse(line)
                                                .path("entry")
                                                .asText()),
                                StandardCharsets.UTF_8)
                        .contains("authority.renewed"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        return bundle.with("certificates/authority-2.pem", null)
                .with("certificates/revocation.crl", list)
                .with(ENTRIES, left.getBytes(StandardCharsets.UTF_8))
                .listed();
    }

    private static Certificate first(TestBundle bundle) {
        String pem = new String(bundle.file("certificates/authority.pem"), StandardCharsets.US_ASCII);
        return Certificate.parse(Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "")));
    }
}
