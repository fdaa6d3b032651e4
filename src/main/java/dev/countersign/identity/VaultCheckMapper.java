package dev.countersign.identity;

import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

@Mapper
interface VaultCheckMapper {

    @Insert("INSERT INTO app.vault_check (organisation, secret, answer) VALUES (#{organisation}, #{secret}, #{answer})"
            + " ON CONFLICT DO NOTHING")
    void remember(
            @Param("organisation") String organisation, @Param("secret") String secret, @Param("answer") byte[] answer);

    @Select("SELECT answer FROM app.vault_check WHERE organisation = #{organisation} AND secret = #{secret}")
    Answer answer(@Param("organisation") String organisation, @Param("secret") String secret);

    /** A mapper that returned an array would get one row for each byte. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(byte[] answer) {}
}
