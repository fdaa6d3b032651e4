package dev.countersign.models;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sequence flow.
 *
 * @param condition its text; null if it has none
 */
record Flow(
        String id,
        FlowNode source,
        FlowNode target,
        @Nullable String condition,
        Element element) {

    Optional<Expression> expression() {
        return condition == null ? Optional.empty() : Expression.read(condition);
    }

    boolean isDefault() {
        return source.element().get("default").equals(id);
    }
}
