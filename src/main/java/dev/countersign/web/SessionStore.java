package dev.countersign.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** Puts stored sessions in the place of the container's. */
@Configuration(proxyBeanMethods = false)
class SessionStore {

    @Bean
    SessionRepositoryFilter<StoredSession> storedSessionsFilter(StoredSessions sessions, CookieSerializer cookies) {
        CookieHttpSessionIdResolver ids = new CookieHttpSessionIdResolver();
        ids.setCookieSerializer(cookies);
        SessionRepositoryFilter<StoredSession> filter = new SessionRepositoryFilter<>(sessions) {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                sessions.beginRequest();
                try {
                    super.doFilterInternal(request, response, chain);
                } finally {
                    sessions.endRequest();
                }
            }
        };
        filter.setHttpSessionIdResolver(ids);
        return filter;
    }
}
