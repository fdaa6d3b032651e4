package dev.countersign.web;

import jakarta.servlet.Filter;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.handler.HandlerMappingIntrospector;

/**
 * Spares each request the question which handler will answer it. Spring Security asks ahead, for matchers that go by handlers; ours
 * go by paths ({@link SecurityChains}), and the dispatcher asks again anyway.
 */
@Component
class UnaskedMappings implements BeanPostProcessor {

    private final ApplicationContext context;

    UnaskedMappings(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (!(bean instanceof HandlerMappingIntrospector)) {
            return bean;
        }
        Unasked unasked = new Unasked();
        unasked.setApplicationContext(context);
        return unasked;
    }

    private static final class Unasked extends HandlerMappingIntrospector {

        @Override
        public Filter createCacheFilter() {
            return (request, response, chain) -> chain.doFilter(request, response);
        }
    }
}
