package dev.countersign.worm;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/**
 * Reads the whole store on one connection, row by row: {@code COPY … TO STDOUT (FORMAT binary)} holds one row at a time, however many
 * there are. Shares nothing with the mappers that the application writes and reads by.
 */
public final class StoreReading {

    private static final int MAGIC_LENGTH = 11;

    private final Connection connection;

    private StoreReading(Connection connection) {
        this.connection = connection;
    }

    /**
     * Begins to read what is committed at this moment, and nothing later: one read-only REPEATABLE READ transaction, which ends with the
     * connection.
     */
    public static StoreReading begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return within(connection);
    }

    /** Reads within the transaction that the connection is in. */
    public static StoreReading within(Connection connection) {
        return new StoreReading(connection);
    }

    /** A row's columns, numbered from 0. */
    public static final class Row {

        private final List<byte @Nullable []> columns;

        private Row(List<byte @Nullable []> columns) {
            this.columns = columns;
        }

        public byte @Nullable [] bytes(int column) {
            return columns.get(column);
        }

        public @Nullable String text(int column) {
            byte[] bytes = columns.get(column);
            return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        }

        public int size() {
            return columns.size();
        }
    }

    /**
     * Gives each row to the reader, which must not ask anything else before the last.
     *
     * @throws IllegalStateException if the server cannot answer; it says why
     */
    public void each(StoreQuery query, Consumer<Row> reader, Object... values) {
        String copy = "COPY (" + query.sql(values) + ") TO STDOUT (FORMAT binary)";
        try (DataInputStream stream = new DataInputStream(
                new BufferedInputStream(new PGCopyInputStream(connection.unwrap(PGConnection.class), copy), 1 << 16))) {
            stream.readNBytes(MAGIC_LENGTH);
            stream.readInt();
            stream.readNBytes(stream.readInt());
            for (int width = stream.readShort(); width >= 0; width = stream.readShort()) {
                reader.accept(row(stream, width));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store cannot be read (" + query + "): " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the store cannot be read (" + query + "): " + e.getMessage(), e);
        }
    }

    private static Row row(DataInputStream stream, int width) throws IOException {
        List<byte @Nullable []> columns = new ArrayList<>(width);
        for (int column = 0; column < width; column++) {
            int length = stream.readInt();
            columns.add(length < 0 ? null : stream.readNBytes(length));
        }
        return new Row(columns);
    }
}
