package dev.countersign.changes;

import dev.countersign.crypto.Digest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened when a set of models ran on trial, with people that are played (PRC-05): the evidence of its validation, as {@link DryRunFormat} writes
 * it. The same set under the same plan and engine gives the same dry run.
 *
 * @param setSha256 SHA-256 over the names and hashes of the set's resources, see {@link DryRunFormat#digest}
 * @param engine name and version of the engine that ran it
 * @param failures what must not happen and happened, a sentence each with the run; none if it passed
 * @param bounds that ended the search before everything was tried, a sentence each; none if every choice was made in every situation
 * @param situations in which somebody could choose, over all processes that start
 * @param refusals what the controls of the running system refuse, a sentence each: ways that are drawn and cannot be gone
 */
public record DryRun(
        Digest setSha256,
        String engine,
        List<String> failures,
        List<String> bounds,
        int situations,
        List<String> refusals,
        List<Model> models,
        List<Run> runs) {

    /** Name of the attachment that holds it. */
    public static final String ATTACHMENT = "dry-run.json";

    public static final String MEDIA_TYPE = "application/json";

    public DryRun {
        failures = List.copyOf(failures);
        bounds = List.copyOf(bounds);
        refusals = List.copyOf(refusals);
        models = List.copyOf(models);
        runs = List.copyOf(runs);
    }

    public boolean passed() {
        return failures.isEmpty();
    }

    /**
     * How much of one process was run.
     *
     * @param process its key
     */
    public record Model(String resource, String process, List<Part> parts) {

        public Model {
            parts = List.copyOf(parts);
        }

        /** What runs never reached. */
        public List<Part> missed() {
            return parts.stream().filter(part -> part.runs() == 0).toList();
        }

        public int covered() {
            return parts.size() - missed().size();
        }

        /** Whole percents, rounded down: 100 means all. */
        public int percent() {
            return parts.isEmpty() ? 100 : covered() * 100 / parts.size();
        }
    }

    /**
     * An event, activity, gateway or path of a drawing.
     *
     * @param kind as BPMN names it, e.g. {@code userTask}
     * @param name as it is written in the drawing, or where nothing is, of a path from where to where it leads, else the id
     * @param runs in how many runs it was reached
     * @param why nothing reached it, as far as that is known; null for what was reached
     */
    public record Part(
            String id,
            String kind,
            String name,
            int runs,
            @Nullable String why) {}

    /**
     * One way from the start.
     *
     * @param number from 1
     * @param process that was started
     * @param choices that were made, in words, in their order
     * @param end where it ended, in words
     * @param effects that took place
     */
    public record Run(int number, String process, List<String> choices, String end, List<Effect> effects) {

        public Run {
            choices = List.copyOf(choices);
            effects = List.copyOf(effects);
        }
    }

    /**
     * Something that needs signatures.
     *
     * @param element where it was called
     * @param delegate that was called
     * @param signatures on the version in review at that moment, in words
     */
    public record Effect(String element, String delegate, List<String> signatures) {

        public Effect {
            signatures = List.copyOf(signatures);
        }
    }

    /** How much of one resource was run; empty for what is no process. */
    public Stream<Model> of(String resource) {
        return models.stream().filter(model -> model.resource().equals(resource));
    }

    /** All of it in one sentence. */
    public String summary() {
        int parts = models.stream().mapToInt(model -> model.parts().size()).sum();
        int covered = models.stream().mapToInt(Model::covered).sum();
        return "%s: %d runs made every choice in %d situations%s; %d of %d elements and paths were reached (%d %%)"
                .formatted(
                        passed() ? "passed" : "failed",
                        runs.size(),
                        situations,
                        bounds.isEmpty() ? "" : " as far as the bounds allow",
                        covered,
                        parts,
                        parts == 0 ? 100 : covered * 100 / parts);
    }
}
