package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

@Mapper
interface SigningKeyMapper {

    String KEY = "SELECT key_id, user_id, epoch, state, public_key, wrapped, certificate_sha256, share, "
            + ShareMapper.CURRENT + " AS current_share FROM app.signing_key"
            + " WHERE organisation = #{organisation} AND user_id = #{userId}";

    @Select(KEY + " AND state <> 'ended'")
    @Nullable
    StoredKey current(@Param("organisation") String organisation, @Param("userId") String userId);

    @Select("SELECT coalesce(max(epoch), 0) + 1 FROM app.signing_key"
            + " WHERE organisation = #{organisation} AND user_id = #{userId}")
    int nextEpoch(@Param("organisation") String organisation, @Param("userId") String userId);

    @Insert("INSERT INTO app.signing_key (organisation, key_id, user_id, epoch, state, public_key, wrapped, share)"
            + " VALUES (#{organisation}, #{keyId}, #{userId}, #{epoch}, 'made', #{publicKey}, #{wrapped}, #{share})"
            + " ON CONFLICT DO NOTHING")
    int insert(
            @Param("organisation") String organisation,
            @Param("keyId") UUID keyId,
            @Param("userId") String userId,
            @Param("epoch") int epoch,
            @Param("publicKey") byte[] publicKey,
            @Param("wrapped") byte[] wrapped,
            @Param("share") int share);

    @Update(
            "UPDATE app.signing_key SET wrapped = #{to}, share = #{share} WHERE organisation = #{organisation} AND key_id = #{keyId}"
                    + " AND wrapped = #{from}")
    int rewrap(
            @Param("organisation") String organisation,
            @Param("keyId") UUID keyId,
            @Param("from") byte @Nullable [] from,
            @Param("to") byte[] to,
            @Param("share") int share);

    @Update("UPDATE app.signing_key SET state = 'certified', certificate_sha256 = #{certificateSha256}"
            + " WHERE organisation = #{organisation} AND key_id = #{keyId} AND state = 'made'")
    int certify(
            @Param("organisation") String organisation,
            @Param("keyId") UUID keyId,
            @Param("certificateSha256") Digest certificateSha256);

    @Update("UPDATE app.signing_key SET state = 'ended', wrapped = NULL"
            + " WHERE organisation = #{organisation} AND key_id = #{keyId} AND state = 'certified'")
    int end(@Param("organisation") String organisation, @Param("keyId") UUID keyId);

    @Select("SELECT EXISTS (SELECT FROM app.signing_key WHERE organisation = #{organisation}" + " AND state <> 'made')")
    boolean anyCertified(@Param("organisation") String organisation);

    /** Enrolments go one after the other until the transaction ends. */
    @Select("SELECT 1 FROM pg_advisory_xact_lock(hashtext('identity.enrolment'))")
    int lockEnrolments();

    /**
     * A key as it is stored.
     *
     * @param wrapped null once the key was destroyed
     * @param share generation of the server's share it is wrapped under
     * @param currentShare the newest, under which it is wrapped the next time
     */
    @SuppressWarnings("ArrayRecordComponent")
    record StoredKey(
            UUID keyId,
            String userId,
            int epoch,
            String state,
            byte[] publicKey,
            byte @Nullable [] wrapped,
            @Nullable Digest certificateSha256,
            int share,
            int currentShare) {

        boolean isCertified() {
            return "certified".equals(state);
        }
    }
}
