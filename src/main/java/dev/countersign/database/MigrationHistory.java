package dev.countersign.database;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@link Migrations} from the table that Flyway keeps, and that the application may read and not write. */
final class MigrationHistory implements Migrations {

    private static final String APPLIED =
            "SELECT installed_rank, coalesce(version, ''), description, script, checksum, installed_by,"
                    + " installed_on::text, success"
                    + " FROM app.flyway_schema_history ORDER BY installed_rank";

    private final JdbcTemplate jdbc;

    MigrationHistory(DataSource application) {
        this.jdbc = new JdbcTemplate(application);
    }

    @Override
    public List<Applied> applied() {
        return jdbc.query(
                APPLIED,
                (row, number) -> new Applied(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getObject(5, Integer.class),
                        row.getString(6),
                        row.getString(7),
                        row.getBoolean(8)));
    }
}
