package dev.countersign.models;

/**
 * The deployment gate (21 CFR 11.10(f), (k)). Reads a set of models as a whole and refuses by default: elements, attributes, values
 * and expressions that are not named, and every path to an effect that does not pass the signatures of the plan.
 */
public interface Models {

    /** All findings at once; never throws for what is in the set. Writes nothing and runs nothing of it. */
    Report check(ModelSet set);

    /** The set, and of the release's models and forms those that it does not bring itself. */
    ModelSet completed(ModelSet set);
}
