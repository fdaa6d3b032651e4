package dev.countersign.models;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sequence flow.
 *
 * @param condition its text; null if it has none
 * @param expression the condition as it was read; empty if there is none, or none of the grammar
 */
record Flow(
        String id,
        FlowNode source,
        FlowNode target,
        @Nullable String condition,
        Optional<Expression> expression,
        Element element) {

    Flow(String id, FlowNode source, FlowNode target, @Nullable String condition, Element element) {
        this(id, source, target, condition, condition == null ? Optional.empty() : Expression.read(condition), element);
    }

    boolean isDefault() {
        return source.element().get("default").equals(id);
    }
}
