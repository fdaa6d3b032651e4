package dev.countersign.identity;

import dev.countersign.identity.Passwords.Credential;
import java.time.Instant;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Results;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Both components of people. */
@Mapper
interface CredentialMapper {

    @Select("SELECT salt, verifier FROM app.credential WHERE organisation = #{organisation} AND user_id = #{userId}")
    @Results(id = "credential")
    @Nullable
    Credential find(@Param("organisation") String organisation, @Param("userId") String userId);

    /** Null for who has no password. */
    @Select("SELECT set_at FROM app.credential WHERE organisation = #{organisation} AND user_id = #{userId}")
    @Nullable
    Instant setAt(@Param("organisation") String organisation, @Param("userId") String userId);

    @Insert(
            "INSERT INTO app.credential (organisation, user_id, salt, verifier, set_at) VALUES"
                    + " (#{organisation}, #{userId}, #{credential.salt}, #{credential.verifier}, #{setAt}) ON CONFLICT DO NOTHING")
    int insert(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("credential") Credential credential,
            @Param("setAt") Instant setAt);

    /** As {@link #find}; nobody changes it before the transaction ends. */
    @Select("SELECT salt, verifier FROM app.credential WHERE organisation = #{organisation} AND user_id = #{userId}"
            + " FOR UPDATE")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    @Nullable
    Credential lock(@Param("organisation") String organisation, @Param("userId") String userId);

    @Update("UPDATE app.credential SET salt = #{credential.salt}, verifier = #{credential.verifier}, set_at = #{setAt}"
            + " WHERE organisation = #{organisation} AND user_id = #{userId}")
    int change(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("credential") Credential credential,
            @Param("setAt") Instant setAt);

    @Select("SELECT secret, share, " + ShareMapper.CURRENT
            + " AS current_share FROM app.totp WHERE organisation = #{organisation} AND user_id = #{userId}")
    @Nullable
    Wrapped totpSecret(@Param("organisation") String organisation, @Param("userId") String userId);

    @Insert("INSERT INTO app.totp (organisation, user_id, secret) VALUES (#{organisation}, #{userId}, #{secret})")
    void insertTotp(
            @Param("organisation") String organisation, @Param("userId") String userId, @Param("secret") byte[] secret);

    @Update("UPDATE app.totp SET secret = #{to}, share = #{share}"
            + " WHERE organisation = #{organisation} AND user_id = #{userId} AND secret = #{from}")
    int rewrapTotp(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("from") byte[] from,
            @Param("to") byte[] to,
            @Param("share") int share);

    /** The step if it was not used before, by anybody on any node; otherwise nothing. */
    @Select(
            affectData = true,
            value =
                    "UPDATE app.totp SET last_step = #{step} WHERE organisation = #{organisation} AND user_id = #{userId}"
                            + " AND last_step < #{step} RETURNING last_step AS step")
    @Results(id = "spent")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    @Nullable
    Spent spend(@Param("organisation") String organisation, @Param("userId") String userId, @Param("step") long step);

    record Spent(long step) {}

    /** A mapper that returned an array would get one row for each byte. */
    @SuppressWarnings("ArrayRecordComponent")
    record Wrapped(byte[] secret, int share, int currentShare) {}
}
