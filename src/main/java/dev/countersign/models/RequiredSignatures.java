package dev.countersign.models;

import java.util.List;
import java.util.Map;

/**
 * Which signatures the records need that a process makes effective: what the proof proves.
 *
 * @param ofProcesses by process, where all its records are of one type
 * @param otherwise of every other process
 */
public record RequiredSignatures(Map<String, List<Step>> ofProcesses, List<Step> otherwise) {

    /**
     * A step of a plan.
     *
     * @param code e.g. {@code review}
     * @param role role code; {@code author} where the author signs
     * @param count how many different people
     * @param ofPeopleOnly whether only versions need it that a person wrote
     */
    public record Step(String code, String role, int count, boolean ofPeopleOnly) {}

    public RequiredSignatures {
        ofProcesses = Map.copyOf(ofProcesses);
        otherwise = List.copyOf(otherwise);
    }

    /** In the order of the plan. */
    List<Step> of(String process) {
        return ofProcesses.getOrDefault(process, otherwise);
    }
}
