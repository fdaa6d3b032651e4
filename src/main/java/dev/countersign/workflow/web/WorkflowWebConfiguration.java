package dev.countersign.workflow.web;

import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.Refusals;
import dev.countersign.workflow.Tasks;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Order of the filters before the engine: behind the security chains (-100), before Camunda's own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkflowWebSettings.class)
class WorkflowWebConfiguration implements WebMvcConfigurer {

    private static final int BEHIND_SECURITY = 100;

    @Bean
    FilterRegistrationBean<TasklistPages> tasklistPages(SigningOrigin signingOrigin) {
        FilterRegistrationBean<TasklistPages> filter = new FilterRegistrationBean<>(new TasklistPages(signingOrigin));
        filter.addUrlPatterns("/camunda/*");
        filter.setOrder(BEHIND_SECURITY);
        return filter;
    }

    @Bean
    FilterRegistrationBean<EngineGate> engineGate(
            EngineDoors doors,
            DeploymentDoor deployments,
            EngineIdentity identity,
            Refusals refusals,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        FilterRegistrationBean<EngineGate> filter =
                new FilterRegistrationBean<>(new EngineGate(doors, deployments, identity, refusals, problems));
        filter.addUrlPatterns("/engine-rest/*", "/camunda/api/*");
        filter.setOrder(BEHIND_SECURITY + 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<EngineFailures> engineFailures(Identifiers identifiers, Tasks tasks) {
        FilterRegistrationBean<EngineFailures> filter =
                new FilterRegistrationBean<>(new EngineFailures(identifiers, tasks));
        filter.addUrlPatterns("/engine-rest/*", "/camunda/api/*");
        filter.setOrder(BEHIND_SECURITY + 2);
        return filter;
    }

    @Bean
    FilterRegistrationBean<ContainerBasedAuthenticationFilter> tasklistSignIn() {
        FilterRegistrationBean<ContainerBasedAuthenticationFilter> filter =
                new FilterRegistrationBean<>(new TasklistAuthentication());
        filter.addInitParameter("authentication-provider", TasklistSignIn.class.getName());
        filter.addUrlPatterns("/camunda/app/*", "/camunda/api/*");
        filter.setOrder(BEHIND_SECURITY + 101);
        return filter;
    }

    /** Our configuration and style of Tasklist, instead of the vendor's. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/camunda/app/tasklist/scripts/**")
                .addResourceLocations("classpath:/tasklist/scripts/");
        registry.addResourceHandler("/camunda/app/tasklist/styles/**")
                .addResourceLocations("classpath:/tasklist/styles/");
    }
}
