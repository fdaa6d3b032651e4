package dev.countersign.models;

import dev.countersign.models.RequiredSignatures.Step;
import java.util.List;
import java.util.Map;

/** The gate without an application around it. */
public final class TestModels {

    public static final RequiredSignatures REQUIRED = new RequiredSignatures(
            Map.of("declaration", List.of(new Step("authorship", "author", 1, false))),
            List.of(
                    new Step("authorship", "author", 1, true),
                    new Step("review", "qa-analyst", 1, false),
                    new Step("approval", "qa-manager", 1, false)));

    private TestModels() {}

    public static Models gate() {
        return new CheckedModels(REQUIRED);
    }
}
