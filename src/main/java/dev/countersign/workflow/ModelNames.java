package dev.countersign.workflow;

import java.math.BigDecimal;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.PropertyNotWritableException;
import org.jspecify.annotations.Nullable;

/**
 * What a name in an expression stands for: a delegate, which no variable can shadow; a variable that holds text, a number, a
 * truth value or a date; or {@code execution}, of which the business key alone can be asked. Nothing else has properties or
 * methods here, so that there is no way from a name to a class.
 */
final class ModelNames extends ELResolver {

    private static final String EXECUTION = "execution";
    private static final String BUSINESS_KEY = "processBusinessKey";

    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Boolean.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            Date.class);

    private final Map<Object, Object> delegates;

    ModelNames(Map<Object, Object> delegates) {
        this.delegates = delegates;
    }

    /** {@code execution}, as expressions have it. */
    private record Running(DelegateExecution execution) {}

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
        if (base instanceof Running running && BUSINESS_KEY.equals(property)) {
            context.setPropertyResolved(true);
            return running.execution().getProcessBusinessKey();
        }
        if (base != null || !(property instanceof String name)) {
            // unresolved: the engine calls it an unknown property
            return null;
        }
        @Nullable Object delegate = delegates.get(name);
        if (delegate != null) {
            context.setPropertyResolved(true);
            return delegate;
        }
        Object scope = context.getContext(VariableScope.class);
        if (EXECUTION.equals(name) && scope instanceof DelegateExecution execution) {
            context.setPropertyResolved(true);
            return new Running(execution);
        }
        Optional<TypedValue> variable = variable(context, name);
        return variable.isPresent() ? plain(name, variable.get()) : null;
    }

    /** The variable of that name, undeserialised; then the property is resolved even if its value is null. */
    private static Optional<TypedValue> variable(ELContext context, String name) {
        Optional<TypedValue> found = Optional.empty();
        if (context.getContext(VariableScope.class) instanceof VariableScope scope && scope.hasVariable(name)) {
            found = Optional.ofNullable(scope.getVariableTyped(name, false));
            context.setPropertyResolved(true);
        } else if (context.getContext(VariableContext.class) instanceof VariableContext variables) {
            found = Optional.ofNullable(variables.resolve(name));
            found.ifPresent(value -> context.setPropertyResolved(true));
        }
        return found;
    }

    private static @Nullable Object plain(String name, TypedValue value) {
        if (value instanceof SerializableValue) {
            throw new ELException("variable " + name + " is an object, which expressions do not see");
        }
        @Nullable Object plain = value.getValue();
        if (plain == null || PLAIN.contains(plain.getClass())) {
            return plain;
        }
        throw new ELException("variable " + name + " is no text, number, truth value or date");
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
        return null;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, Object property, @Nullable Object value) {
        throw new PropertyNotWritableException("expressions write nothing: " + property);
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
        return true;
    }

    @Override
    public @Nullable Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return Object.class;
    }

    @Override
    public java.util.@Nullable Iterator<java.beans.FeatureDescriptor> getFeatureDescriptors(
            ELContext context, @Nullable Object base) {
        return null;
    }
}
