package dev.countersign.identity;

import java.util.Objects;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

@Mapper
interface VaultCheckMapper {

    @Insert("INSERT INTO app.vault_check (organisation, secret, answer) VALUES (#{organisation}, #{secret}, #{answer})"
            + " ON CONFLICT DO NOTHING")
    void remember(
            @Param("organisation") String organisation, @Param("secret") String secret, @Param("answer") byte[] answer);

    @Nullable
    @Select("SELECT answer FROM app.vault_check WHERE organisation = #{organisation} AND secret = #{secret}")
    Answer answer(@Param("organisation") String organisation, @Param("secret") String secret);

    default byte[] remembered(String organisation, String secret) {
        return Objects.requireNonNull(answer(organisation, secret), "remembered a moment ago")
                .answer();
    }

    /** A mapper that returned an array would get one row for each byte. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(byte[] answer) {}
}
