package dev.countersign.authority;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody may sign (AUT-02).
 *
 * @param types codes of record types, sorted; empty for all of them
 * @param meanings codes of meanings, sorted; named with {@link Preset#LIMITED} alone
 */
public record SigningExtent(Preset preset, Set<String> types, Set<String> meanings) {

    /** What {@link Preset#OPERATIONAL} lets somebody sign. */
    public static final Set<String> OPERATIONAL_MEANINGS = Set.of("authorship", "review", "verification");

    /** Of these the signer answers for nothing but having read or learnt: who is not barred needs no authority for them. */
    public static final Set<String> OWN_MEANINGS = Set.of("acknowledgement", "training-completion");

    static final SigningExtent FULL = new SigningExtent(Preset.FULL, Set.of(), Set.of());
    static final SigningExtent NONE = new SigningExtent(Preset.NONE, Set.of(), Set.of());

    public SigningExtent {
        types = Set.copyOf(types);
        meanings = Set.copyOf(meanings);
    }

    static SigningExtent operational(String... types) {
        return new SigningExtent(Preset.OPERATIONAL, Set.of(types), Set.of());
    }

    static SigningExtent ofTexts(String preset, String types, String meanings) {
        return new SigningExtent(Preset.ofCode(preset).orElseThrow(), parts(types), parts(meanings));
    }

    private static Set<String> parts(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(","));
    }

    /** Whether records of that type may be signed with that meaning. */
    public boolean covers(String type, String meaning) {
        boolean ofType = types.isEmpty() || types.contains(type);
        return switch (preset) {
            case FULL -> true;
            case LIMITED -> ofType && meanings.contains(meaning);
            case OPERATIONAL -> ofType && OPERATIONAL_MEANINGS.contains(meaning);
            case NONE -> false;
        };
    }

    /** How the preset is kept. */
    public String presetText() {
        return preset.code();
    }

    /** Sorted, with commas between them: how they are kept. */
    public String typesText() {
        return String.join(",", new TreeSet<>(types));
    }

    /** As {@link #typesText}. */
    public String meaningsText() {
        return String.join(",", new TreeSet<>(meanings));
    }

    /**
     * As the audit trail and the interface tell it; no {@code recordTypes} where all are meant, no {@code meanings} where the preset says
     * them.
     */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("preset", preset.code());
        if (!types.isEmpty()) {
            facts.put("recordTypes", List.copyOf(new TreeSet<>(types)));
        }
        if (!meanings.isEmpty()) {
            facts.put("meanings", List.copyOf(new TreeSet<>(meanings)));
        }
        return facts;
    }

    /** For a sentence of a refusal. */
    String text() {
        String over = types.isEmpty() ? "" : " of " + String.join(", ", new TreeSet<>(types));
        String by = meanings.isEmpty() ? "" : " with " + String.join(", ", new TreeSet<>(meanings));
        return preset.code() + over + by;
    }
}
