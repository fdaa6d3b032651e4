package dev.countersign.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.TimestampAuthorities;
import dev.countersign.witness.Timestamps;
import dev.countersign.witness.Witnesses;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes {@code countersign/trust/v1} (docs/formats.md): what evidence of this installation is anchored in. Nothing in it is secret. */
@Component
public class TrustFile {

    private static final Logger LOG = LoggerFactory.getLogger(TrustFile.class);

    private final WormStore store;
    private final Log log;
    private final Witnesses witnesses;
    private final Timestamps timestamps;

    TrustFile(WormStore store, Log log, Witnesses witnesses, Timestamps timestamps) {
        this.store = store;
        this.log = log;
        this.witnesses = witnesses;
        this.timestamps = timestamps;
    }

    /** The file as it is now: canonical JSON. */
    public byte[] bytes() {
        Installation installation = store.installation();
        ObjectNode trust = JsonNodeFactory.instance.objectNode();
        trust.put("format", "countersign/trust/v1");
        trust.put("organisation", installation.organisation());
        trust.put("installation", installation.installationId().toString());
        trust.put("environment", installation.environment());
        trust.put(
                "authorityCertificateSha256",
                store.authorityCertificate().map(Digest::of).map(Digest::hex).orElse(null));
        ArrayNode founders = trust.putArray("founderKeysSha256");
        store.founders().stream()
                .map(founder -> Certificate.parse(founder.certificate()).key().fingerprint())
                .sorted()
                .forEach(fingerprint -> founders.add(fingerprint.hex()));
        trust.put("logKey", log.verifierKey());
        ArrayNode witnessKeys = trust.putArray("witnessKeys");
        witnesses.all().stream()
                .flatMap(witness -> witness.verifierKey().stream())
                .forEach(witnessKeys::add);
        witnesses.formerKeys().forEach(witnessKeys::add);
        ArrayNode authorities = trust.putArray("timestampAuthorities");
        timestamps.certificates().map(TimestampAuthorities::ofPem).ifPresent(trusted -> trusted.der()
                .forEach(der -> authorities.add(Base64.getEncoder().encodeToString(der))));
        return CanonicalJson.write(trust);
    }

    /** Printed at start, to be kept outside: what is fetched later can be compared with what was seen then. */
    @EventListener(ApplicationReadyEvent.class)
    void print() {
        LOG.info("trust.json, to be kept elsewhere: {}", new String(bytes(), StandardCharsets.UTF_8));
    }
}
