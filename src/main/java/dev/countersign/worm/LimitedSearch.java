package dev.countersign.worm;

import dev.countersign.worm.TrailEntries.TooLongException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Searches that are given up when one of their statements takes too long, so that none holds a connection that others sign with. */
@Component
public class LimitedSearch {

    /** Long enough for all that an index answers; what one actor did of a rare kind is looked for among all that they did. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** {@code query_canceled}. */
    private static final String GIVEN_UP = "57014";

    private final TrailMapper mapper;
    private final Duration longest;
    private final TransactionTemplate reading;

    @Autowired
    LimitedSearch(TrailMapper mapper, PlatformTransactionManager transactions) {
        this(mapper, transactions, LONGEST);
    }

    /** @param longest that one statement may take */
    LimitedSearch(TrailMapper mapper, PlatformTransactionManager transactions, Duration longest) {
        this.mapper = mapper;
        this.longest = longest;
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
    }

    /**
     * In one transaction, which is the caller's if there is one.
     *
     * @throws TooLongException if it was given up
     */
    public <T> T within(Supplier<T> search) {
        try {
            return Objects.requireNonNull(reading.execute(status -> {
                mapper.limit(longest.toMillis());
                return search.get();
            }));
        } catch (DataAccessException e) {
            if (NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql
                    && GIVEN_UP.equals(sql.getSQLState())) {
                throw new TooLongException(e);
            }
            throw e;
        }
    }
}
