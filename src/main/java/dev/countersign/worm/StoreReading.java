package dev.countersign.worm;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
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

        private final byte[] @Nullable [] columns;
        private final List<ColumnType> types;

        Row(byte[] @Nullable [] columns, List<ColumnType> types) {
            this.columns = columns;
            this.types = types;
        }

        public byte @Nullable [] bytes(int column) {
            return columns[column];
        }

        public @Nullable String text(int column) {
            byte[] bytes = columns[column];
            ColumnType type = types.isEmpty() ? ColumnType.TEXT : types.get(column);
            return bytes == null ? null : type.text(bytes);
        }

        public int size() {
            return columns.length;
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
                reader.accept(new Row(columns(stream, width), query.types()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store cannot be read (" + query + "): " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the store cannot be read (" + query + "): " + e.getMessage(), e);
        }
    }

    private static byte[] @Nullable [] columns(DataInputStream stream, int width) throws IOException {
        byte[][] columns = new byte[width][];
        for (int column = 0; column < width; column++) {
            int length = stream.readInt();
            columns[column] = length < 0 ? null : stream.readNBytes(length);
        }
        return columns;
    }
}
