package dev.countersign.workflow;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.dmn.engine.impl.spi.el.ElProvider;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.impl.juel.ExpressionFactoryImpl;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;

/**
 * The expressions of models (T6, T7): they name delegates, compare plain variables and know one function. There is no syntax for
 * a call of a method, no property of any object but the one that {@link ModelNames} gives, and no expression at all in a
 * decision, which speaks FEEL.
 */
final class ModelExpressions extends JuelExpressionManager {

    /** The moment, for timers. */
    private static final Set<String> FUNCTIONS = Set.of("now");

    /** @param delegates what expressions can name beside variables */
    ModelExpressions(Map<Object, Object> delegates) {
        super(delegates);
        setExpressionFactory(new ExpressionFactoryImpl(ExpressionFactoryImpl.Profile.JEE5));
    }

    /** The engine offers who is signed in, and its groups, and more with a later release: they stay unknown. */
    @Override
    public void addFunction(String name, Method function) {
        if (FUNCTIONS.contains(name)) {
            super.addFunction(name, function);
        }
    }

    @Override
    protected ELResolver createElResolver() {
        return new ModelNames(beans);
    }

    @Override
    protected ElProvider createElProvider() {
        return expression -> {
            throw WorkflowRule.EXPRESSION_CLOSED.refuse("an expression in a decision", "FEEL");
        };
    }
}
