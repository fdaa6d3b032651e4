package dev.countersign.authority;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far somebody's authority to sign goes (AUT-02). */
public enum Preset {
    /** Every record type, every meaning. */
    FULL,
    /** The record types and meanings that are named. */
    LIMITED,
    /** Authorship, review and verification, of the record types that are named or of all; no approval, no release. */
    OPERATIONAL,
    /** Nothing at all, whatever else was granted. */
    NONE;

    /** As it is stored and answered. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The preset of that code, if there is one. */
    public static Optional<Preset> ofCode(String code) {
        return Arrays.stream(values())
                .filter(preset -> preset.code().equals(code))
                .findFirst();
    }
}
