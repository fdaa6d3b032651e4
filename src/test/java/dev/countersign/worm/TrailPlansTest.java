package dev.countersign.worm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.worm.AuditEntries.Criteria;
import dev.countersign.worm.TrailEntries.Place;
import dev.countersign.worm.TrailEntries.Sought;
import dev.countersign.worm.TrailEntries.TooLongException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.session.SqlSessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;

/** That the trail is read backwards from an index, whatever is sought: what is read does not grow with the trail. */
@CountersignTest
@Requirement("AUD-04")
class TrailPlansTest {

    private static final Place PLACE = new Place(Instant.parse("2026-11-21T12:00:00Z"), new UUID(0, 0));

    @Autowired
    private SqlSessionFactory sessions;

    @Autowired
    private WormStore store;

    @Test
    void exceptionsComeFromTheirOwnIndex() throws Exception {
        assertThat(plan("newest", sought(null, null, true), null, PLACE)).contains("audit_entry_of_exceptions");
    }

    @Test
    void ofSeveralTypesEachComesFromItsOwnPartOfTheIndex() throws Exception {
        String plan = plan("newestOfTypes", sought(null, null, false), "{record.signed,role.granted}", PLACE);
        assertThat(plan).contains("Nested Loop", "audit_entry_by_type", "type = kind.type");
        // what is sorted is what the parts gave, and each of these stops
        assertThat(plan.split("Limit", -1)).hasSizeGreaterThan(2);
    }

    @Test
    void everythingComesFromTheIndexByTime() throws Exception {
        assertThat(plan("newest", sought(null, null, false), null, PLACE)).contains("audit_entry_by_time");
    }

    @Test
    void whatSomebodyDidAndWhatHappenedToARecordComeFromTheirs() throws Exception {
        assertThat(plan("newest", sought("qa", null, false), null, PLACE)).contains("audit_entry_by_actor");
        assertThat(plan("newest", sought(null, UUID.randomUUID(), false), null, PLACE))
                .contains("audit_entry_by_record");
    }

    @Test
    void whatCameFromSomewhereComesFromTheIndexOfThat() throws Exception {
        for (EntrySource.Kind kind :
                List.of(EntrySource.Kind.ADDRESS, EntrySource.Kind.DEVICE, EntrySource.Kind.SESSION)) {
            assertThat(plan("newest", from(kind), null, PLACE))
                    .contains("audit_entry_by_" + kind.code())
                    .doesNotContain("  Sort Key: a.created_at DESC, a.entry_id DESC\n  ->  Seq Scan");
        }
        assertThat(plan("newest", from(EntrySource.Kind.INTEGRATION), null, PLACE))
                .contains("audit_entry_by_actor");
    }

    private static Sought from(EntrySource.Kind kind) {
        return new Sought(null, null, null, null, Set.of(), false, RecordScope.ALL, new EntrySource(kind, "192.0.2.7"));
    }

    /** As if it had too much to look through: somebody holds the table. */
    @Test
    void aSearchThatTakesTooLongIsGivenUpAndSoRefused(
            @Autowired TrailMapper mapper,
            @Autowired AuditEntryMapper entries,
            @Autowired PlatformTransactionManager transactions,
            @Autowired DatabaseRoles roles)
            throws Exception {
        LimitedSearch limited = new LimitedSearch(mapper, transactions, Duration.ofMillis(100));
        TrailEntries impatient = new PostgresTrailEntries(mapper, store, limited);
        AuditEntries scoped = new PostgresAuditEntries(entries, null, store, limited);
        Criteria ofSome =
                new Criteria(null, null, null, null, null, new RecordScope(Set.of("sop"), Set.of(UUID.randomUUID())));
        store.installation();
        try (Connection holder = roles.connect(DatabaseRoles.SUPERUSER)) {
            holder.setAutoCommit(false);
            try (var lock = holder.createStatement()) {
                lock.execute("LOCK TABLE worm.audit_entry IN ACCESS EXCLUSIVE MODE");
            }
            assertThatExceptionOfType(TooLongException.class)
                    .isThrownBy(() -> impatient.newest(sought("qa", null, false), null, 1));
            assertThatExceptionOfType(TooLongException.class).isThrownBy(() -> scoped.search(ofSome, 1, 0, 1));
            holder.rollback();
        }
        // whoever comes after it on the same connection has as long as before
        assertThat(impatient.newest(sought("nobody-at-all", null, false), null, 1))
                .isEmpty();
    }

    private static Sought sought(@Nullable String actor, @Nullable UUID record, boolean exceptions) {
        return new Sought(null, null, actor, record, Set.of(), exceptions);
    }

    /** As for a table too large to be read or sorted whole. */
    private String plan(String method, Sought sought, @Nullable String types, Place before) throws Exception {
        Map<String, Object> given = new HashMap<>();
        given.put("organisation", store.installation().organisation());
        given.put("sought", sought);
        given.put("types", types);
        given.put("before", before);
        given.put("limit", 51);
        MappedStatement statement =
                sessions.getConfiguration().getMappedStatement(TrailMapper.class.getName() + "." + method);
        BoundSql sql = statement.getBoundSql(given);
        try (var session = sessions.openSession(false)) {
            Connection connection = session.getConnection();
            connection.setAutoCommit(false);
            try (var set = connection.createStatement()) {
                set.execute("SET LOCAL enable_seqscan = off");
                set.execute("SET LOCAL enable_bitmapscan = off");
            }
            StringBuilder plan = new StringBuilder();
            try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + sql.getSql())) {
                sessions.getConfiguration()
                        .newParameterHandler(statement, given, sql)
                        .setParameters(explain);
                try (ResultSet rows = explain.executeQuery()) {
                    while (rows.next()) {
                        plan.append(rows.getString(1)).append('\n');
                    }
                }
            }
            connection.rollback();
            return plan.toString();
        }
    }
}
