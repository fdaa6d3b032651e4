package dev.countersign.passkeys;

import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Passkeys and the challenges that wait. */
@Mapper
interface PasskeyMapper {

    String COLUMNS =
            "organisation, credential_sha256, credential_id, user_id, host, public_key, sign_count, backup_eligible,"
                    + " transports, name, state, registered_at, last_used_at";

    @Select("SELECT " + COLUMNS + " FROM app.passkey WHERE organisation = #{organisation} AND user_id = #{userId}"
            + " ORDER BY registered_at DESC, credential_sha256")
    List<Row> of(@Param("organisation") String organisation, @Param("userId") String userId);

    @Select("SELECT user_id, credential_sha256 FROM app.passkey WHERE organisation = #{organisation}"
            + " AND state = 'active' ORDER BY user_id, credential_sha256")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Working> working(@Param("organisation") String organisation);

    /** Held until the transaction ends: what is judged is not revoked meanwhile. */
    @Select("SELECT " + COLUMNS + " FROM app.passkey WHERE organisation = #{organisation}"
            + " AND credential_sha256 = #{credentialSha256} FOR UPDATE")
    @Nullable
    Row lock(@Param("organisation") String organisation, @Param("credentialSha256") String credentialSha256);

    @Insert("INSERT INTO app.passkey (" + COLUMNS
            + ") VALUES (#{row.organisation}, #{row.credentialSha256}, #{row.credentialId},"
            + " #{row.userId}, #{row.host}, #{row.publicKey}, #{row.signCount}, #{row.backupEligible}, #{row.transports},"
            + " #{row.name}, #{row.state}, #{row.registeredAt}, NULL) ON CONFLICT DO NOTHING")
    int insert(@Param("row") Row row);

    @Update("UPDATE app.passkey SET sign_count = #{signCount}, last_used_at = #{at}"
            + " WHERE organisation = #{organisation} AND credential_sha256 = #{credentialSha256}")
    void used(
            @Param("organisation") String organisation,
            @Param("credentialSha256") String credentialSha256,
            @Param("signCount") long signCount,
            @Param("at") Instant at);

    @Update(
            "UPDATE app.passkey SET state = #{state}, ended_at = #{at}"
                    + " WHERE organisation = #{organisation} AND credential_sha256 = #{credentialSha256} AND state <> 'revoked'")
    int end(
            @Param("organisation") String organisation,
            @Param("credentialSha256") String credentialSha256,
            @Param("state") String state,
            @Param("at") Instant at);

    @Insert("INSERT INTO app.passkey_challenge (organisation, challenge, purpose, user_id, session, expires_at)"
            + " VALUES (#{organisation}, #{challenge}, #{purpose}, #{userId}, #{session}, #{expiresAt})")
    void ask(
            @Param("organisation") String organisation,
            @Param("challenge") byte[] challenge,
            @Param("purpose") String purpose,
            @Param("userId") String userId,
            @Param("session") String session,
            @Param("expiresAt") Instant expiresAt);

    /** One row if this challenge waited for exactly this answer; it waits no longer. */
    @Delete("DELETE FROM app.passkey_challenge WHERE organisation = #{organisation} AND challenge = #{challenge}"
            + " AND purpose = #{purpose} AND user_id = #{userId} AND session = #{session} AND expires_at > #{now}")
    int take(
            @Param("organisation") String organisation,
            @Param("challenge") byte[] challenge,
            @Param("purpose") String purpose,
            @Param("userId") String userId,
            @Param("session") String session,
            @Param("now") Instant now);

    @Delete("DELETE FROM app.passkey_challenge WHERE expires_at <= #{now}")
    void forget(@Param("now") Instant now);

    record Working(String userId, String credentialSha256) {}

    /** @param transports separated by spaces */
    @SuppressWarnings("ArrayRecordComponent")
    record Row(
            String organisation,
            String credentialSha256,
            byte[] credentialId,
            String userId,
            String host,
            byte[] publicKey,
            long signCount,
            boolean backupEligible,
            String transports,
            String name,
            String state,
            Instant registeredAt,
            @Nullable Instant lastUsedAt) {

        boolean isActive() {
            return "active".equals(state);
        }
    }
}
