package dev.countersign.protection;

import dev.countersign.database.DatabaseRoles;
import dev.countersign.protection.CatalogueWatch.Occasion;
import dev.countersign.protection.CatalogueWatch.Verdict;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.stereotype.Component;

/** Somebody who has the passwords of the database's stronger roles changes what guards the store, and puts it back. */
@Component
public class TestGuards {

    /** Connects as the migrator, whom the event triggers let through, and becomes the owner. */
    public static final String OWNER = DatabaseRoles.MIGRATOR;

    public static final String SUPERUSER = DatabaseRoles.SUPERUSER;

    private final CatalogueWatch watch;
    private final DatabaseRoles roles;

    TestGuards(CatalogueWatch watch, DatabaseRoles roles) {
        this.watch = watch;
        this.roles = roles;
    }

    /** Work that may fail in any way. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Changes, looks, does the work, changes back and looks again, whatever happens. */
    public void whileChanged(String role, String change, String undo, Work work) throws Exception {
        execute(role, change);
        try {
            look();
            work.run();
        } finally {
            execute(role, undo);
            look();
        }
    }

    Verdict look() {
        return watch.look(Occasion.MINUTE);
    }

    void execute(String role, String sql) throws SQLException, IOException {
        try (Connection connection = roles.connect(role);
                Statement statement = connection.createStatement()) {
            if (role.equals(OWNER)) {
                statement.execute("SET ROLE countersign_owner");
            }
            statement.execute(sql);
        }
    }
}
