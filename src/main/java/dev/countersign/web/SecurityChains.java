package dev.countersign.web;

import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.Ending;
import dev.countersign.identity.ServiceAccounts;
import dev.countersign.worm.WormStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who gets in (11.10(d)). Two chains: programs and scripts ({@code /api}, {@code /engine-rest}, {@code /log}), by a token or a session with its
 * CSRF header; and pages, by a session. Whatever is not named needs a person with both components.
 */
@Configuration(proxyBeanMethods = false)
class SecurityChains {

    private static final Set<String> READING = Set.of("GET", "HEAD", "TRACE", "OPTIONS");

    /** Tasklist and what it loads; nothing else the vendor brings is served, in whatever letters it is asked for. */
    private static final String[] TASKLIST = {
        "/camunda/app/tasklist/**", "/camunda/api/**", "/camunda/lib/**", "/camunda/assets/**", "/camunda/favicon.ico"
    };

    private final Sessions sessions;
    private final SecurityProblems problems;
    private final EdgeHeaders headers;
    private final ActiveAccounts accounts;

    SecurityChains(Sessions sessions, SecurityProblems problems, Origins origins, ActiveAccounts accounts) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.problems = problems;
        this.headers = new EdgeHeaders(origins);
    }

    /** Without it, patterns do not match what Jersey's servlets serve: {@code /engine-rest/**} and {@code /camunda/api/**}. */
    @Bean
    static PathPatternRequestMatcherBuilderFactoryBean requestMatchers() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    /** Each request is timed once, as a request; timing each of thirty filters costs more than most of them. */
    @Bean
    static SecurityObservationSettings filtersAreNotTimed() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    static CsrfTokenRepository csrfTokens() {
        return new SessionCsrfTokens();
    }

    /** People are {@code identity}'s: Spring makes up no user of its own. */
    @Bean
    static UserDetailsService nobody() {
        return name -> {
            throw new UsernameNotFoundException("accounts are checked by identity alone");
        };
    }

    @Bean
    FilterRegistrationBean<OriginFilter> originFilter(Origins origins, WormStore store) {
        FilterRegistrationBean<OriginFilter> filter =
                new FilterRegistrationBean<>(new OriginFilter(origins, store, problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    /** What is said before a session, a parameter or a body is read. */
    @Bean
    FilterRegistrationBean<Addresses> addresses() {
        FilterRegistrationBean<Addresses> filter = new FilterRegistrationBean<>(new Addresses(problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return filter;
    }

    @Bean
    FilterRegistrationBean<BodyLimits> bodyLimits() {
        FilterRegistrationBean<BodyLimits> filter = new FilterRegistrationBean<>(new BodyLimits(problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return filter;
    }

    @Bean
    @Order(1)
    SecurityFilterChain calls(
            HttpSecurity http, CsrfTokenRepository csrfTokens, ServiceAccounts accounts, FailedAttempts failures)
            throws Exception {
        common(http);
        return http.securityMatcher("/api/**", "/engine-rest/**", "/log/**", "/trust.json", "/revocations.crl")
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens)
                        .requireCsrfProtectionMatcher(SecurityChains::needsCsrfToken))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .addFilterBefore(new BearerFilter(accounts, failures, problems), LogoutFilter.class)
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.FORWARD, DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/session")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/installation")
                        .permitAll()
                        // whoever checks the log needs no account; entries themselves are asked for by permission
                        .requestMatchers(HttpMethod.GET, "/log/**", "/trust.json", "/revocations.crl")
                        .permitAll()
                        .anyRequest()
                        .access((authentication, context) -> mayCall(authentication.get(), context)))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http, CsrfTokenRepository csrfTokens, PageEntry entry, AskedFor askedFor)
            throws Exception {
        common(http);
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        return http.csrf(csrf -> csrf.csrfTokenRepository(csrfTokens).ignoringRequestMatchers("/camunda/**"))
                .requestCache(cache -> cache.requestCache(askedFor.cache()))
                .logout(logout -> logout.logoutRequestMatcher(request -> paths.matcher(HttpMethod.POST, "/logout")
                                        .matches(request)
                                || paths.matcher(HttpMethod.POST, "/camunda/api/admin/auth/user/{engine}/logout")
                                        .matches(request))
                        .addLogoutHandler((request, response, authentication) ->
                                sessions.end(request, response, Ending.SIGNED_OUT))
                        .addLogoutHandler((request, response, authentication) -> KeptInBrowser.clear(response))
                        .logoutSuccessHandler((request, response, authentication) -> {
                            if (OriginFilter.path(request).startsWith("/camunda/")) {
                                response.setStatus(HttpStatus.NO_CONTENT.value());
                            } else {
                                response.sendRedirect(PageEntry.LOGIN + "?out");
                            }
                        }))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(entry).accessDeniedHandler(entry))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.FORWARD, DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(
                                PageEntry.LOGIN,
                                PageEntry.CODE,
                                PasskeyLoginController.PATH,
                                PasskeyLoginController.QUESTION,
                                LockController.UNLOCK,
                                LanguageController.PATH,
                                LanguageController.AT_SIGNING,
                                "/enrol",
                                "/enrol/**",
                                "/assets/**",
                                "/sign/assets/**",
                                "/error")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/demo/**", "/actuator/health/**", "/v3/api-docs/**")
                        .permitAll()
                        // the vendor's own login, and the set-up that would make an administrator (T8)
                        .requestMatchers("/camunda/api/admin/setup/**")
                        .denyAll()
                        .requestMatchers(HttpMethod.POST, "/camunda/api/admin/auth/user/*/login/*")
                        .denyAll()
                        .requestMatchers(TASKLIST)
                        .hasAuthority(Logins.FULLY_AUTHENTICATED)
                        .requestMatchers("/camunda", "/camunda/**")
                        .denyAll()
                        .anyRequest()
                        .hasAuthority(Logins.FULLY_AUTHENTICATED))
                .build();
    }

    private void common(HttpSecurity http) throws Exception {
        http.headers(all -> all.frameOptions(HeadersConfigurer.FrameOptionsConfig::disable)
                        .cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                        .addHeaderWriter(headers))
                // else Spring would keep whoever showed a token in a session, whose cookie then does without the token
                .sessionManagement(management -> management.requireExplicitAuthenticationStrategy(true))
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .addFilterBefore(new UploadEntry(sessions, problems), CsrfFilter.class)
                .addFilterAfter(new SessionLimits(sessions, accounts::activeSince), CsrfFilter.class)
                .addFilterAfter(new CallerFilter(), AuthorizationFilter.class)
                .addFilterAfter(new NullCharacters(problems), AuthorizationFilter.class);
    }

    private static boolean needsCsrfToken(HttpServletRequest request) {
        boolean login =
                "POST".equals(request.getMethod()) && OriginFilter.path(request).equals("/api/session");
        return !READING.contains(request.getMethod()) && !login && !BearerFilter.hasToken(request);
    }

    private static AuthorizationDecision mayCall(Authentication authentication, RequestAuthorizationContext context) {
        if (authentication instanceof ServiceAuthentication service) {
            return new AuthorizationDecision(ServiceScope.allows(service.account(), context.getRequest()));
        }
        return new AuthorizationDecision(authentication instanceof PersonAuthentication person && person.isFull());
    }
}
