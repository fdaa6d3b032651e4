package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.signing.SignaturePlan.Step;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore.StoredPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Bytes of a signature plan, {@code countersign/signature-plan/v1} in docs/formats.md. */
final class SignaturePlanFormat {

    static final String FORMAT = "countersign/signature-plan/v1";

    private SignaturePlanFormat() {}

    static byte[] write(
            Installation installation, UUID recordId, SignaturePolicy policy, Instant createdAt, List<Step> steps) {
        ObjectNode plan = FormatHead.of(FORMAT, installation)
                .put("recordId", recordId.toString())
                .put("createdAt", UtcTime.write(createdAt));
        plan.putObject("policy").put("id", policy.id()).put("version", policy.version());
        ArrayNode list = plan.putArray("steps");
        for (Step step : steps) {
            ObjectNode item = list.addObject()
                    .put("code", step.code())
                    .put("meaning", step.meaning())
                    .put("role", step.role())
                    .put("count", step.count())
                    .put("applies", step.applies());
            ArrayNode independentOf = item.putArray("independentOf");
            step.independentOf().forEach(independentOf::add);
        }
        return CanonicalJson.write(plan);
    }

    static SignaturePlan read(StoredPlan stored) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode item : CanonicalJson.parse(stored.plan()).path("steps")) {
            List<String> independentOf = new ArrayList<>();
            item.path("independentOf").forEach(code -> independentOf.add(code.textValue()));
            steps.add(new Step(
                    item.path("code").textValue(),
                    item.path("meaning").textValue(),
                    item.path("role").textValue(),
                    item.path("count").intValue(),
                    item.path("applies").textValue(),
                    List.copyOf(independentOf)));
        }
        return new SignaturePlan(stored.recordId(), stored.sha256(), List.copyOf(steps));
    }
}
