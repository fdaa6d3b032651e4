package dev.countersign.web;

import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.SecretBox.BoxRefusedException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sessions in {@code app.http_session}, so that every node knows them and whoever ends one ends it everywhere (IDN-05, T20). The id a browser
 * shows is known here by its digest alone.
 */
@Component
class StoredSessions implements SessionRepository<StoredSession> {

    private static final Logger LOG = LoggerFactory.getLogger(StoredSessions.class);
    private static final String TABLE = "app.http_session";

    /** Nothing is written for a session that somebody ended meanwhile, and nothing fails because of it. */
    private static final String KEEP_ATTRIBUTE =
            "INSERT INTO app.http_session_attributes (session_primary_id, attribute_name, attribute_bytes)"
                    + " SELECT s.primary_id, v.name, v.bytes FROM (VALUES (?::text, ?::text, ?::bytea)) v (id, name, bytes)"
                    + " JOIN app.http_session s ON s.primary_id = v.id FOR KEY SHARE OF s"
                    + " ON CONFLICT (session_primary_id, attribute_name) DO UPDATE SET attribute_bytes = EXCLUDED.attribute_bytes";

    private static final String HOLD = "SELECT 1 FROM app.http_session WHERE session_id = ? FOR UPDATE";
    private static final String RENEW = "UPDATE app.http_session SET session_id = ? WHERE session_id = ?";

    /** Rows of one session one after the other, or the library takes them for several sessions that each lack attributes. */
    private static final String OF_A_PERSON =
            "SELECT s.primary_id, s.session_id, s.creation_time, s.last_access_time, s.max_inactive_interval, a.attribute_name,"
                    + " a.attribute_bytes FROM app.http_session s"
                    + " LEFT JOIN app.http_session_attributes a ON a.session_primary_id = s.primary_id"
                    + " WHERE s.principal_name = ? ORDER BY s.primary_id";

    private final SessionSecrets secrets;
    /** Whatever becomes of the transaction that somebody asks in. */
    private final TransactionTemplate own;

    /** For one question, which needs no transaction: its end would be another message, at every request. */
    private final TransactionTemplate alone;

    private final JdbcTemplate statements;
    private final JdbcIndexedSessionRepository jdbc;
    private final FindByIndexNameSessionRepository<Session> sessions;

    /**
     * What the request of this thread has saved. The library asks for a session again whenever it saved it, to see whether the cookie needs
     * to be written: twice in each request, with nothing left to decide.
     */
    private final ThreadLocal<@Nullable OfRequest> request = new ThreadLocal<>();

    private static final class OfRequest {
        private @Nullable StoredSession saved;
    }

    @SuppressWarnings("unchecked")
    StoredSessions(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            SealedAttributes attributes,
            Identifiers identifiers,
            SessionSettings settings) {
        this.secrets = new SessionSecrets(identifiers);
        this.own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.statements = new JdbcTemplate(dataSource);
        this.alone = new TransactionTemplate(transactions);
        alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        TransactionTemplate given = new TransactionTemplate(transactions);
        given.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
        this.jdbc = new JdbcIndexedSessionRepository(statements, given);
        jdbc.setTableName(TABLE);
        jdbc.setCreateSessionAttributeQuery(KEEP_ATTRIBUTE);
        jdbc.setListSessionsByPrincipalNameQuery(OF_A_PERSON);
        jdbc.setConversionService(attributes.conversion());
        jdbc.setSessionIdGenerator(secrets);
        jdbc.setDefaultMaxInactiveInterval(settings.idle());
        jdbc.setCleanupCron(Scheduled.CRON_DISABLED);
        jdbc.afterPropertiesSet();
        this.sessions = (FindByIndexNameSessionRepository<Session>) (FindByIndexNameSessionRepository<?>) jdbc;
    }

    @Override
    public StoredSession createSession() {
        Session fresh = sessions.createSession();
        return new StoredSession(fresh, secrets.secretOf(fresh.getId()), false, secrets::secretOf);
    }

    /**
     * Writes what the request changed, unless the session ended meanwhile or another request renewed its id: whoever knows the old id would
     * have what the new one was taken for (T20), or somebody else's login would go into the session of whoever knows the new one.
     */
    @Override
    public void save(StoredSession session) {
        if (session.isChanged()) {
            own.executeWithoutResult(status -> write(session));
        }
        remember(session);
    }

    private void write(StoredSession session) {
        if (session.isKept()) {
            if (statements.queryForList(HOLD, session.storedAs()).isEmpty()) {
                return;
            }
            if (!session.stored().getId().equals(session.storedAs())) {
                statements.update(RENEW, session.stored().getId(), session.storedAs());
            }
        }
        sessions.save(session.stored());
        session.written();
    }

    /** From here on this thread works for one request. */
    void beginRequest() {
        request.set(new OfRequest());
    }

    /** The next request of this thread asks the database, which knows what has ended meanwhile. */
    void endRequest() {
        request.remove();
    }

    private void remember(@Nullable StoredSession session) {
        @Nullable OfRequest current = request.get();
        if (current != null) {
            current.saved = session;
        }
    }

    @Override
    public @Nullable StoredSession findById(String secret) {
        @Nullable OfRequest current = request.get();
        @Nullable StoredSession saved = current == null ? null : current.saved;
        if (saved != null && saved.getId().equals(secret)) {
            return saved;
        }
        @Nullable Session found = alone.execute(status -> readable(sessions.findById(SessionSecrets.idOf(secret))));
        return found == null ? null : new StoredSession(found, secret, true, secrets::secretOf);
    }

    @Override
    public void deleteById(String secret) {
        end(SessionSecrets.idOf(secret));
    }

    /** All of a person, by the digest they are known by. */
    Map<String, Session> of(String userId) {
        Map<String, Session> all = Objects.requireNonNull(own.execute(status -> sessions.findByPrincipalName(userId)));
        all.values().removeIf(session -> readable(session) == null);
        return all;
    }

    /** Ends a session on every node, from its next request on. */
    void end(String id) {
        remember(null);
        own.executeWithoutResult(status -> sessions.deleteById(id));
    }

    /** Forgets what nobody can use any more. */
    void forgetExpired() {
        own.executeWithoutResult(status -> jdbc.cleanUpExpiredSessions());
    }

    /** A session that another keystore sealed, or an earlier release wrote in another way, is none. */
    private @Nullable Session readable(@Nullable Session session) {
        if (session == null) {
            return null;
        }
        try {
            session.getAttributeNames().forEach(session::getAttribute);
            return session;
        } catch (BoxRefusedException | UncheckedIOException | ConversionFailedException e) {
            LOG.warn(
                    "A session is ended because it cannot be read: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            end(session.getId());
            return null;
        }
    }
}
