package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.MappedTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A {@link Digest} as {@code bytea}, for the mappers of every module. */
@Component
@MappedTypes(Digest.class)
class DigestTypeHandler extends BaseTypeHandler<Digest> {

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, Digest digest, JdbcType type)
            throws SQLException {
        statement.setBytes(index, digest.bytes());
    }

    @Override
    public @Nullable Digest getNullableResult(ResultSet rows, String column) throws SQLException {
        return digest(rows.getBytes(column));
    }

    @Override
    public @Nullable Digest getNullableResult(ResultSet rows, int column) throws SQLException {
        return digest(rows.getBytes(column));
    }

    @Override
    public @Nullable Digest getNullableResult(CallableStatement call, int column) throws SQLException {
        return digest(call.getBytes(column));
    }

    private static @Nullable Digest digest(byte @Nullable [] bytes) {
        return bytes == null ? null : Digest.ofStored(bytes);
    }
}
