package dev.countersign.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Wrappings of keys for passkeys; the database ends them with the key and with the passkey. */
@Mapper
interface OpeningMapper {

    String SELECT =
            "SELECT o.key_id, o.credential_sha256, o.salt, o.wrapped, o.share, o.made_at, c.salt AS password_salt"
                    + " FROM app.passkey_opening o JOIN app.credential c"
                    + " ON c.organisation = o.organisation AND c.user_id = o.user_id WHERE o.organisation = #{organisation}";

    @Select(SELECT + " AND o.user_id = #{userId} ORDER BY o.made_at")
    List<Row> of(@Param("organisation") String organisation, @Param("userId") String userId);

    @Select(SELECT + " AND o.key_id = #{keyId} AND o.credential_sha256 = #{credentialSha256}")
    @Nullable
    Row find(
            @Param("organisation") String organisation,
            @Param("keyId") UUID keyId,
            @Param("credentialSha256") String credentialSha256);

    /** In the place of the one there was, if there was one. */
    @Insert("INSERT INTO app.passkey_opening (organisation, key_id, credential_sha256, user_id, salt, wrapped, share)"
            + " VALUES (#{organisation}, #{keyId}, #{credentialSha256}, #{userId}, #{salt}, #{wrapped}, #{share})"
            + " ON CONFLICT (organisation, key_id, credential_sha256) DO UPDATE SET salt = excluded.salt,"
            + " wrapped = excluded.wrapped, share = excluded.share, made_at = clock_timestamp()")
    void put(
            @Param("organisation") String organisation,
            @Param("keyId") UUID keyId,
            @Param("credentialSha256") String credentialSha256,
            @Param("userId") String userId,
            @Param("salt") byte[] salt,
            @Param("wrapped") byte[] wrapped,
            @Param("share") int share);

    /** Whoever is faster wins: the key opens either way. */
    @Update("UPDATE app.passkey_opening SET wrapped = #{to}, share = #{share} WHERE organisation = #{organisation}"
            + " AND key_id = #{keyId} AND credential_sha256 = #{credentialSha256} AND wrapped = #{from}")
    int rewrap(
            @Param("organisation") String organisation,
            @Param("keyId") UUID keyId,
            @Param("credentialSha256") String credentialSha256,
            @Param("from") byte[] from,
            @Param("to") byte[] to,
            @Param("share") int share);

    @Delete("DELETE FROM app.passkey_opening WHERE organisation = #{organisation} AND user_id = #{userId}"
            + " AND credential_sha256 = #{credentialSha256}")
    int end(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("credentialSha256") String credentialSha256);

    @Delete("DELETE FROM app.passkey_opening WHERE organisation = #{organisation} AND user_id = #{userId}")
    int endAll(@Param("organisation") String organisation, @Param("userId") String userId);

    /**
     * @param share generation of the server's share it is wrapped under
     * @param passwordSalt of the person's present password
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Row(
            UUID keyId,
            String credentialSha256,
            byte[] salt,
            byte[] wrapped,
            int share,
            Instant madeAt,
            byte[] passwordSalt) {}
}
