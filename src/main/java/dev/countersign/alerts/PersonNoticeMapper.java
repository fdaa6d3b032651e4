package dev.countersign.alerts;

import dev.countersign.alerts.PersonNotices.PersonNotice;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** The SQL of notices to people. */
@Mapper
interface PersonNoticeMapper {

    String OF = " FROM app.person_notice n WHERE n.organisation = #{organisation} AND n.user_id = #{userId}";

    /** An entry that is read again gives no second notice. */
    @Insert(
            "INSERT INTO app.person_notice (organisation, entry_id, user_id, type, at, actor, address)"
                    + " VALUES (#{organisation}, #{entryId}, #{userId}, #{type}, #{at}, #{actor}, #{address}) ON CONFLICT DO NOTHING")
    int keep(
            @Param("organisation") String organisation,
            @Param("entryId") UUID entryId,
            @Param("userId") String userId,
            @Param("type") String type,
            @Param("at") Instant at,
            @Param("actor") String actor,
            @Param("address") @Nullable String address);

    @Select("SELECT n.type, n.at, n.actor, n.address, n.seen_at IS NULL AS is_new" + OF
            + " ORDER BY n.at DESC, n.entry_id DESC LIMIT #{most}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<PersonNotice> of(
            @Param("organisation") String organisation, @Param("userId") String userId, @Param("most") int most);

    @Select("SELECT count(*)" + OF + " AND n.seen_at IS NULL")
    @Options(flushCache = FlushCachePolicy.TRUE)
    int unseen(@Param("organisation") String organisation, @Param("userId") String userId);

    @Update("UPDATE app.person_notice SET seen_at = #{now} WHERE organisation = #{organisation} AND user_id = #{userId}"
            + " AND seen_at IS NULL AND at <= #{upTo}")
    int seen(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("upTo") Instant upTo,
            @Param("now") Instant now);
}
