package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.database.DatabaseRoles;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Nothing of the store is left out when rows are tampered with, unless it is said here why it is no evidence. */
@CountersignTest
@Requirement("WRM-02")
class TamperingTest {

    private static final Map<String, String> NO_EVIDENCE = Map.of(
            "blob recorded_at", "contents have no time of their own; nothing reads it",
            "installation singleton", "a constraint holds it true, and there is one row",
            "installation recorded_at", "nothing reads it",
            "installation organisation", "every fact of the store fails its origin, which no row can be named for",
            "installation installation_id", "the same",
            "installation environment", "the same");

    @Test
    void everyColumnOfTheStoreIsTamperedWithOrSaysWhyNot(@Autowired DatabaseRoles roles)
            throws SQLException, IOException {
        Set<String> columns = new TreeSet<>();
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT table_name || ' ' || column_name FROM information_schema.columns WHERE table_schema = 'worm'")) {
            while (found.next()) {
                columns.add(found.getString(1));
            }
        }
        Set<String> covered = new TreeSet<>(Tampering.columns());
        assertThat(covered).doesNotContainAnyElementsOf(NO_EVIDENCE.keySet());
        covered.addAll(NO_EVIDENCE.keySet());
        assertThat(columns).as("a new column is tampered with, or says why not").isSubsetOf(covered);
        assertThat(covered).as("columns that are no more").isSubsetOf(columns);
    }
}
