package dev.countersign.web;

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
        SessionRepositoryFilter<StoredSession> filter = new SessionRepositoryFilter<>(sessions);
        filter.setHttpSessionIdResolver(ids);
        return filter;
    }
}
