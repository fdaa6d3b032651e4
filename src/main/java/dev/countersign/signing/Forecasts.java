package dev.countersign.signing;

import dev.countersign.authority.Lineage;
import dev.countersign.authority.Role;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.AbleSigners.Known;
import dev.countersign.signing.Assignment.Place;
import dev.countersign.signing.Forecast.Foreseen;
import dev.countersign.signing.Forecast.Outlook;
import dev.countersign.signing.SignaturePlan.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether there is anybody for what a record still misses (AUT-03), by the same facts as {@link SigningRules}, of everybody at once. */
@Component
class Forecasts {

    private final Records records;
    private final SignaturePlans plans;
    private final SignedHistory history;
    private final AbleSigners signers;

    Forecasts(Records records, SignaturePlans plans, SignedHistory history, AbleSigners signers) {
        this.records = records;
        this.plans = plans;
        this.history = history;
        this.signers = signers;
    }

    Forecast of(RecordVersion newest) {
        RecordStatus status = records.status(newest.recordId());
        if (!Set.of(RecordStatus.DRAFT, RecordStatus.IN_REVIEW, RecordStatus.IN_REWORK)
                .contains(status)) {
            return new Forecast(List.of());
        }
        List<Step> steps = plans.of(newest.recordId())
                .map(SignaturePlan::steps)
                .orElseGet(() -> SignaturePolicy.ofType(newest.type()).steps());
        Map<String, Set<String>> signed = status == RecordStatus.IN_REVIEW ? signed(newest) : Map.of();
        String author = newest.author().isPerson() ? newest.author().id() : null;
        return forecast(newest.type(), steps, author, history.lineage(newest.recordId()), signed);
    }

    Forecast ofNew(String type, String author) {
        return forecast(
                type, SignaturePolicy.ofType(type).steps(), author, new Lineage(Set.of(author), Map.of()), Map.of());
    }

    /** Who approved that version, by step. */
    private Map<String, Set<String>> signed(RecordVersion newest) {
        return history.ofVersion(newest.recordId(), newest.version()).stream()
                .filter(Signature::approve)
                .collect(Collectors.groupingBy(
                        Signature::planStep, Collectors.mapping(Signature::userId, Collectors.toSet())));
    }

    private Forecast forecast(
            String type, List<Step> plan, @Nullable String author, Lineage lineage, Map<String, Set<String>> signed) {
        Map<Step, Integer> missing = new LinkedHashMap<>();
        for (Step step : plan) {
            int more = step.count() - signed.getOrDefault(step.code(), Set.of()).size();
            if (more > 0 && (author != null || !step.applies().equals(SignaturePolicy.PERSON_DRAFTED))) {
                missing.put(step, more);
            }
        }
        if (missing.isEmpty()) {
            return new Forecast(List.of());
        }
        Known known =
                signers.of(type, missing.keySet().stream().map(Step::meaning).collect(Collectors.toSet()));
        List<Place> places = new ArrayList<>();
        missing.forEach((step, more) -> {
            Set<String> who = new HashSet<>(known.able());
            who.retainAll(known.authorised().getOrDefault(step.meaning(), Set.of()));
            who.removeAll(signed.getOrDefault(step.code(), Set.of()));
            who.removeIf(userId ->
                    !hasRole(step, userId, author, known.roles()) || lineage.bars(userId, step.independentOf()));
            places.add(new Place(step.code(), more, who, Set.copyOf(step.independentOf())));
        });
        Map<String, Outlook> outlooks = Assignment.outlooks(places);
        return new Forecast(missing.entrySet().stream()
                .map(one -> new Foreseen(
                        one.getKey(),
                        one.getValue(),
                        outlooks.getOrDefault(one.getKey().code(), Outlook.SOMEBODY)))
                .toList());
    }

    private static boolean hasRole(Step step, String userId, @Nullable String author, Map<String, Set<Role>> roles) {
        return step.role().isEmpty()
                ? userId.equals(author)
                : roles.getOrDefault(userId, Set.of()).stream()
                        .anyMatch(role -> role.code().equals(step.role()));
    }
}
