package dev.countersign.models;

import dev.countersign.models.Expression.Comparison;
import dev.countersign.models.Expression.Constant;
import dev.countersign.models.Expression.Either;
import dev.countersign.models.Expression.Variable;
import java.util.Optional;

/**
 * How often a signature is repeated. It counts only if a rejection ends it at once: then the last decision says of all.
 *
 * @param approvals how many are approved when it ends with an approval
 * @param sound whether a rejection ends it
 */
record Repetition(int approvals, boolean sound) {

    static Repetition of(FlowNode node) {
        if (node.repetition().isEmpty()) {
            return new Repetition(1, true);
        }
        Element repetition = node.repetition().get();
        int cardinality = number(repetition
                .children("bpmn:loopCardinality")
                .map(one -> one.text().toString().strip())
                .findFirst()
                .orElse(""));
        Optional<Expression> completion = repetition
                .children("bpmn:completionCondition")
                .findFirst()
                .flatMap(one -> Expression.read(one.text().toString()));
        if (completion.isEmpty() || cardinality == 0) {
            return new Repetition(1, false);
        }
        Expression condition = completion.get();
        if (isRejection(condition)) {
            return new Repetition(cardinality, true);
        }
        if (condition instanceof Either either && isRejection(either.left())) {
            int enough = enough(either.right());
            return new Repetition(Math.min(cardinality, Math.max(1, enough)), enough > 0);
        }
        return new Repetition(1, false);
    }

    private static boolean isRejection(Expression condition) {
        return condition instanceof Comparison comparison
                && comparison.operator().equals("==")
                && comparison.left() instanceof Variable variable
                && variable.name().equals("decision")
                && comparison.right() instanceof Constant constant
                && constant.value().text().equals("reject");
    }

    /** From {@code nrOfCompletedInstances >= number}; 0 if it is anything else. */
    private static int enough(Expression condition) {
        return condition instanceof Comparison comparison
                        && comparison.operator().equals(">=")
                        && comparison.left() instanceof Variable variable
                        && variable.name().equals("nrOfCompletedInstances")
                        && comparison.right() instanceof Constant constant
                ? number(constant.value().text())
                : 0;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    }
}
