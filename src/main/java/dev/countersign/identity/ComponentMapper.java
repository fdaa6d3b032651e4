package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.Components.InUse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** All components of a person, and their destruction. */
@Mapper
interface ComponentMapper {

    String OF = " WHERE organisation = #{organisation} AND user_id = #{userId}";

    @Select(
            "SELECT p.user_id, k.key_id, k.state, k.made_at, k.public_key, k.certificate_sha256, c.set_at AS password_set_at,"
                    + " t.set_at AS authenticator_set_at FROM app.person p"
                    + " LEFT JOIN app.signing_key k ON k.organisation = p.organisation AND k.user_id = p.user_id"
                    + " LEFT JOIN app.credential c ON c.organisation = p.organisation AND c.user_id = p.user_id"
                    + " LEFT JOIN app.totp t ON t.organisation = p.organisation AND t.user_id = p.user_id"
                    + " WHERE p.organisation = #{organisation} AND p.user_id = #{userId}"
                    + " ORDER BY k.epoch DESC NULLS LAST LIMIT 1")
    @Nullable
    Row find(@Param("organisation") String organisation, @Param("userId") String userId);

    @Select("SELECT concat_ws(' ', p.state, extract(epoch FROM p.state_since), extract(epoch FROM c.set_at),"
            + " extract(epoch FROM t.set_at), k.key_id, k.state, (SELECT string_agg(o.credential_sha256 || ' ' ||"
            + " extract(epoch FROM o.made_at), ' ' ORDER BY o.made_at, o.credential_sha256) FROM app.passkey_opening o"
            + " WHERE o.organisation = p.organisation AND o.user_id = p.user_id)) FROM app.person p"
            + " LEFT JOIN app.signing_key k ON k.organisation = p.organisation AND k.user_id = p.user_id"
            + " LEFT JOIN app.credential c ON c.organisation = p.organisation AND c.user_id = p.user_id"
            + " LEFT JOIN app.totp t ON t.organisation = p.organisation AND t.user_id = p.user_id"
            + " WHERE p.organisation = #{organisation} AND p.user_id = #{userId}"
            + " ORDER BY k.epoch DESC NULLS LAST LIMIT 1")
    @Nullable
    String standing(@Param("organisation") String organisation, @Param("userId") String userId);

    @Select("""
            SELECT p.user_id, p.printed_name, p.state, k.state AS key_state, k.made_at AS key_since, c.set_at AS password_since,
                t.set_at AS authenticator_since, coalesce(d.devices, 0) AS devices, d.last_login
            FROM app.person p
            LEFT JOIN (SELECT DISTINCT ON (organisation, user_id) organisation, user_id, state, made_at FROM app.signing_key
                ORDER BY organisation, user_id, epoch DESC) k ON k.organisation = p.organisation AND k.user_id = p.user_id
            LEFT JOIN app.credential c ON c.organisation = p.organisation AND c.user_id = p.user_id
            LEFT JOIN app.totp t ON t.organisation = p.organisation AND t.user_id = p.user_id
            LEFT JOIN (SELECT organisation, user_id, count(*)::int AS devices, max(last_at) AS last_login FROM app.known_device
                WHERE forgotten_at IS NULL GROUP BY organisation, user_id) d ON d.organisation = p.organisation AND d.user_id = p.user_id
            WHERE p.organisation = #{organisation} AND p.state <> 'left' ORDER BY p.user_id""")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<InUse> inUse(@Param("organisation") String organisation);

    @Delete("DELETE FROM app.totp" + OF)
    int destroyAuthenticator(@Param("organisation") String organisation, @Param("userId") String userId);

    @Delete("DELETE FROM app.credential" + OF)
    int destroyPassword(@Param("organisation") String organisation, @Param("userId") String userId);

    /** A key without a certificate never signed anything: nothing has to remember it. */
    @Delete("DELETE FROM app.signing_key" + OF + " AND state = 'made'")
    int destroyUncertifiedKey(@Param("organisation") String organisation, @Param("userId") String userId);

    /** @param userId there even if nothing else is: a row without any value would be taken for none */
    @SuppressWarnings("ArrayRecordComponent")
    record Row(
            String userId,
            @Nullable UUID keyId,
            @Nullable String state,
            @Nullable Instant madeAt,
            byte @Nullable [] publicKey,
            @Nullable Digest certificateSha256,
            @Nullable Instant passwordSetAt,
            @Nullable Instant authenticatorSetAt) {}
}
