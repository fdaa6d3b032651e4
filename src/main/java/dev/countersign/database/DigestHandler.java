package dev.countersign.database;

import dev.countersign.crypto.Digest;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A {@link Digest} is the 32 bytes of a {@code bytea}. */
@Component
final class DigestHandler extends BaseTypeHandler<Digest> {

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, Digest value, @Nullable JdbcType type)
            throws SQLException {
        statement.setBytes(index, value.bytes());
    }

    @Override
    public @Nullable Digest getNullableResult(ResultSet row, String column) throws SQLException {
        return digest(row.getBytes(column));
    }

    @Override
    public @Nullable Digest getNullableResult(ResultSet row, int column) throws SQLException {
        return digest(row.getBytes(column));
    }

    @Override
    public @Nullable Digest getNullableResult(CallableStatement call, int column) throws SQLException {
        return digest(call.getBytes(column));
    }

    private static @Nullable Digest digest(byte @Nullable [] bytes) {
        return bytes == null ? null : Digest.ofStored(bytes);
    }
}
