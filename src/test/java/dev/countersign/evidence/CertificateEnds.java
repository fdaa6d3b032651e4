package dev.countersign.evidence;

import dev.countersign.crypto.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;

/** Hides that a certificate ended, as somebody does who hands a bundle over. */
public final class CertificateEnds {

    private CertificateEnds() {}

    /** The bundle without the facts and the log entries of any end; its list of revoked certificates is as it was. */
    public static TestBundle leftOut(TestBundle bundle) {
        String left = new String(bundle.file("certificates/entries.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !new String(
                                Base64.getDecoder()
                                        .decode(CanonicalJson.parse(line)
                                                .path("entry")
                                                .asText()),
                                StandardCharsets.UTF_8)
                        .contains("\"key.ended\""))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        TestBundle changed = bundle;
        for (String name : bundle.names("certificates/.*[.]ended[.]json")) {
            changed = changed.with(name, null);
        }
        return changed.with("certificates/revocation.txt", "none recorded\n".getBytes(StandardCharsets.UTF_8))
                .with("certificates/entries.jsonl", left.getBytes(StandardCharsets.UTF_8))
                .listed();
    }
}
