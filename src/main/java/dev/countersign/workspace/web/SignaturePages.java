package dev.countersign.workspace.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.Evidence;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.ShownTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordAlteredException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordViewed;
import dev.countersign.signing.ManifestedSignature;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.ShownAtSigning;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** One signature as it was made (11.50, 11.70): what its signer was shown, what they meant, how they proved who they are, and whether it holds. */
@Controller
@RequestMapping("/signatures")
class SignaturePages {

    private final Signatures signatures;
    private final ShownAtSigning shown;
    private final CircumstancesOfSignatures circumstances;
    private final Evidence evidence;
    private final RecordAccess access;
    private final Ledger ledger;
    private final AlteredPage altered;
    private final People people;
    private final Refusals refusals;

    SignaturePages(
            Signatures signatures,
            ShownAtSigning shown,
            CircumstancesOfSignatures circumstances,
            Evidence evidence,
            RecordAccess access,
            Ledger ledger,
            AlteredPage altered,
            People people,
            Refusals refusals) {
        this.signatures = signatures;
        this.shown = shown;
        this.circumstances = circumstances;
        this.evidence = evidence;
        this.access = access;
        this.ledger = ledger;
        this.altered = altered;
        this.people = people;
        this.refusals = refusals;
    }

    /** Shows times as facts write them to whoever is in that zone. */
    record Moments(ZoneId zone) {

        public ShownTime at(String time) {
            return ShownTime.toTheSecond(UtcTime.read(time), zone);
        }
    }

    /** A step of the process that led to it, with the model it ran. */
    record Way(String definition, String version, String modelSha256, String activity) {}

    @GetMapping("/{id}")
    String one(Caller caller, @PathVariable UUID id, Model model) {
        return refusals.guarding(caller, "signature.show", "signature:" + id, () -> {
            Signature signature = signatures
                    .find(id)
                    .orElseThrow(() -> new RefusedException(new Refusal(
                            "SIG-024", "signature-not-found", Kind.NOT_FOUND, "There is no signature " + id + ".")));
            try {
                RecordVersion version = access.version(caller, signature.recordId(), signature.version());
                fill(model, signature, zone(caller));
                model.addAttribute("then", circumstances.of(caller, signature));
                model.addAttribute("moments", new Moments(zone(caller)));
                ledger.appendAlone(caller, new RecordViewed(version, "signature", signature.statementSha256()));
                return "records/signature";
            } catch (RecordAlteredException e) {
                model.addAttribute("signatureId", id);
                return altered.show(
                        model,
                        caller,
                        signature.recordId(),
                        signature.version(),
                        e,
                        number -> evidence.verifySignature(id),
                        zone(caller));
            }
        });
    }

    private ZoneId zone(Caller caller) {
        return people.find(caller.actorId()).map(Person::zone).orElse(ZoneOffset.UTC);
    }

    /** Null where the statement has no such moment. */
    private static @Nullable ShownTime provedAt(String moment, ZoneId zone) {
        try {
            return ShownTime.toTheSecond(Instant.parse(moment), zone);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private void fill(Model model, Signature signature, ZoneId zone) {
        JsonNode statement = signature.statement();
        model.addAttribute("report", evidence.verifySignature(signature.signatureId()));
        model.addAttribute("signature", signature);
        model.addAttribute(
                "manifested",
                ManifestedSignature.of(
                        signature, signatures.faultOf(signature.signatureId()), LocaleContextHolder.getLocale()));
        model.addAttribute("shown", shown.of(signature).orElse(null));
        model.addAttribute("components", texts(statement.path("authentication").path("components")));
        model.addAttribute(
                "provedAt",
                provedAt(statement.path("authentication").path("provedAt").asText(), zone));
        model.addAttribute("intentSha256", statement.path("intentSha256").asText());
        model.addAttribute(
                "presentationSha256",
                statement.path("intent").path("presentationSha256").asText());
        model.addAttribute(
                "certificateSha256",
                statement.path("signer").path("certificateSha256").asText());
        JsonNode clocks = statement.path("clocks");
        model.addAttribute("clocks", clocks.isMissingNode() ? null : clocks);
        JsonNode batch = statement.path("intent").path("batch");
        model.addAttribute("batch", batch.isMissingNode() ? null : batch);
        model.addAttribute("way", way(statement.path("process")));
    }

    private static List<Way> way(JsonNode process) {
        List<Way> way = new ArrayList<>();
        for (JsonNode one : process) {
            way.add(new Way(
                    PlainText.visible(one.path("definitionKey").asText()),
                    one.path("definitionVersion").asText(),
                    one.path("modelSha256").asText(),
                    PlainText.visible(one.path("activityId").asText())));
        }
        return List.copyOf(way);
    }

    private static List<String> texts(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));
        return List.copyOf(texts);
    }
}
