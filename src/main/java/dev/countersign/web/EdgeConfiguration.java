package dev.countersign.web;

import dev.countersign.authority.Authority;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import java.util.List;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EdgeSettings.class, OriginSettings.class, SessionSettings.class})
class EdgeConfiguration implements WebMvcConfigurer {

    private final SubmissionArgument submissions;
    private final CallerArgument callers;
    private final SiteArgument sites;

    EdgeConfiguration(SubmissionArgument submissions, CallerArgument callers, SiteArgument sites) {
        this.submissions = submissions;
        this.callers = callers;
        this.sites = sites;
    }

    /** One stylesheet for both ports. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**").addResourceLocations("classpath:/static/sign/assets/");
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(submissions);
        resolvers.add(callers);
        resolvers.add(sites);
    }

    /** Behind the security chains, which know the caller, and before every door. */
    @Bean
    FilterRegistrationBean<InspectorsClicks> inspectorsClicks(
            CurrentCaller callers, Authority authority, Ledger ledger) {
        FilterRegistrationBean<InspectorsClicks> registration =
                new FilterRegistrationBean<>(new InspectorsClicks(callers, authority, ledger));
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 9);
        return registration;
    }

    /** Behind the security chains, which know the caller, and before whatever carries the call out. */
    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(
            IdempotencyKeys keys,
            RequestFingerprint fingerprints,
            AttemptMark mark,
            CurrentCaller callers,
            Refusals refusals,
            ProblemWriter problems,
            EdgeSettings settings) {
        FilterRegistrationBean<IdempotencyFilter> registration = new FilterRegistrationBean<>(
                new IdempotencyFilter(keys, fingerprints, mark, callers, refusals, problems, settings));
        registration.addUrlPatterns("/api/*", "/engine-rest/*", "/camunda/api/engine/*");
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 10);
        return registration;
    }
}
