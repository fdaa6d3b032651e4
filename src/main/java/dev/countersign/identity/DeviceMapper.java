package dev.countersign.identity;

import dev.countersign.identity.KnownDevices.Device;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The SQL of known devices. */
@Mapper
interface DeviceMapper {

    String CURRENT = " WHERE d.organisation = #{organisation} AND d.user_id = #{userId} AND d.forgotten_at IS NULL";

    /** @param hashes an array literal of {@code bytea} */
    @Select("SELECT d.device_id FROM app.known_device d" + CURRENT
            + " AND d.token_hash = ANY (CAST(#{hashes} AS bytea[])) LIMIT 1")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<UUID> find(
            @Param("organisation") String organisation, @Param("userId") String userId, @Param("hashes") String hashes);

    @Select("SELECT d.device_id, d.first_at, d.last_at, d.logins FROM app.known_device d" + CURRENT
            + " ORDER BY d.last_at DESC")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Device> ofPerson(@Param("organisation") String organisation, @Param("userId") String userId);

    @Insert("INSERT INTO app.known_device (organisation, device_id, user_id, token_hash, first_at, last_at)"
            + " VALUES (#{organisation}, #{deviceId}, #{userId}, #{hash}, #{now}, #{now})")
    void add(
            @Param("organisation") String organisation,
            @Param("deviceId") UUID deviceId,
            @Param("userId") String userId,
            @Param("hash") byte[] hash,
            @Param("now") Instant now);

    @Update("UPDATE app.known_device SET last_at = #{now}, logins = logins + 1"
            + " WHERE organisation = #{organisation} AND device_id = #{deviceId}")
    void used(@Param("organisation") String organisation, @Param("deviceId") UUID deviceId, @Param("now") Instant now);

    /** Forgets all but so many: those used once before those used again, and each the oldest first. */
    @Select(affectData = true, value = """
            UPDATE app.known_device SET forgotten_at = #{now} WHERE organisation = #{organisation} AND device_id IN (
                SELECT d.device_id FROM app.known_device d WHERE d.organisation = #{organisation} AND d.user_id = #{userId}
                    AND d.forgotten_at IS NULL AND d.device_id <> #{kept}
                ORDER BY d.logins > 1 DESC, d.last_at DESC OFFSET #{most})
            RETURNING device_id""")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<UUID> forgetBeyond(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("kept") UUID kept,
            @Param("most") int most,
            @Param("now") Instant now);

    @Update("UPDATE app.known_device d SET forgotten_at = #{now}" + CURRENT + " AND d.device_id = #{deviceId}")
    int forget(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("deviceId") UUID deviceId,
            @Param("now") Instant now);
}
