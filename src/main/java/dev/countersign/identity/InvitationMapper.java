package dev.countersign.identity;

import java.time.Instant;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** Invitations of new accounts. */
@Mapper
interface InvitationMapper {

    @Insert("INSERT INTO app.invitation (organisation, user_id, code_hash, invited_by, expires_at)"
            + " VALUES (#{organisation}, #{userId}, #{codeHash}, #{by}, #{expiresAt})"
            + " ON CONFLICT (organisation, user_id) DO UPDATE SET code_hash = excluded.code_hash,"
            + " invited_by = excluded.invited_by, expires_at = excluded.expires_at")
    void put(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("codeHash") byte[] codeHash,
            @Param("by") String by,
            @Param("expiresAt") Instant expiresAt);

    @Select("SELECT code_hash, expires_at FROM app.invitation"
            + " WHERE organisation = #{organisation} AND user_id = #{userId}")
    @Nullable
    Row find(@Param("organisation") String organisation, @Param("userId") String userId);

    @SuppressWarnings("ArrayRecordComponent")
    record Row(byte[] codeHash, Instant expiresAt) {}
}
