package dev.countersign.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.TimestampAuthorities;
import dev.countersign.ledger.Authorities.Authority;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.witness.Timestamps;
import dev.countersign.witness.Witnesses;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes {@code countersign/trust/v1} (docs/formats.md): what evidence of this installation is anchored in. Nothing in it is secret. */
@Component
public class TrustFile {

    private static final Logger LOG = LoggerFactory.getLogger(TrustFile.class);

    private static final int MANY = 500;

    private final WormStore store;
    private final Log log;
    private final Ledger ledger;
    private final Witnesses witnesses;
    private final Timestamps timestamps;

    TrustFile(WormStore store, Log log, Ledger ledger, Witnesses witnesses, Timestamps timestamps) {
        this.store = store;
        this.log = log;
        this.ledger = ledger;
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
        ArrayNode authorities = trust.putArray("authorities");
        places().forEach((certificate, from) ->
                authorities.addObject().put("certificateSha256", certificate).put("from", from));
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
        ArrayNode stamping = trust.putArray("timestampAuthorities");
        timestamps.certificates().map(TimestampAuthorities::ofPem).ifPresent(trusted -> trusted.der()
                .forEach(der -> stamping.add(Base64.getEncoder().encodeToString(der))));
        ArrayNode seals = trust.putArray("sealCertificatesSha256");
        ledger.search(new Filter(null, null, null, "seal.certified", null), 0, MANY).items().stream()
                .filter(entry -> entry.index() != null)
                .map(entry -> CanonicalJson.parse(entry.bytes()).path("new"))
                .forEach(fact -> seals.add(fact.path("certificateSha256")));
        return CanonicalJson.write(trust);
    }

    /** The authorities, each with its place in the log: from there on it certifies, and the one before does not. */
    private Map<String, Long> places() {
        Map<String, Long> told = new HashMap<>();
        for (String type : List.of("authority.begun", "authority.renewed")) {
            for (Entry entry : ledger.search(new Filter(null, null, null, type, null), 0, MANY)
                    .items()) {
                JsonNode fact = CanonicalJson.parse(entry.bytes());
                if (entry.index() != null) {
                    told.put(fact.path("subject").asText().replaceFirst("^certificate:", ""), entry.index());
                }
            }
        }
        Map<String, Long> places = new LinkedHashMap<>();
        for (Authority one : Authorities.of(store).all()) {
            Long from = told.get(one.certificate().sha256().hex());
            if (from == null) {
                break; // not sealed yet
            }
            places.put(one.certificate().sha256().hex(), from);
        }
        return places;
    }

    /** Printed at start, to be kept outside: what is fetched later can be compared with what was seen then. */
    @EventListener(ApplicationReadyEvent.class)
    void print() {
        LOG.info("trust.json, to be kept elsewhere: {}", new String(bytes(), StandardCharsets.UTF_8));
    }
}
