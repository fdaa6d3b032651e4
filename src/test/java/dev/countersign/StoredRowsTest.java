package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests that nothing was left behind are worth what this sees: a row more, another one, and one less, in any table. */
@CountersignTest
@Requirement("AUD-01")
class StoredRowsTest {

    private static final String TABLE = "engine.act_ge_property";

    @Autowired
    private StoredRows rows;

    @Autowired
    private JdbcTemplate database;

    @Test
    void everyChangeOfARowIsSeen() {
        seen("INSERT INTO " + TABLE + " (name_, value_, rev_) VALUES ('of a test', 'a', 1)");
        seen("UPDATE " + TABLE + " SET value_ = 'b' WHERE name_ = 'of a test'");
        seen("DELETE FROM " + TABLE + " WHERE name_ = 'of a test'");
    }

    @Test
    void whatChangesNothingIsAnswered() {
        assertThat(rows.leftAloneBy(() -> 5)).isEqualTo(5);
    }

    private void seen(String change) {
        Supplier<Integer> attempt = () -> database.update(change);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> rows.leftAloneBy(attempt, Set.of("app.attempt")))
                .withMessageContaining(TABLE);
    }
}
