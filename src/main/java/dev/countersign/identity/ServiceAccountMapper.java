package dev.countersign.identity;

import dev.countersign.identity.ServiceAccounts.ServiceAccount;
import java.util.Set;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

@Mapper
interface ServiceAccountMapper {

    String ACCOUNT = "SELECT name, process_keys FROM app.service_account WHERE organisation = #{organisation}";

    @Select(ACCOUNT + " AND token_hash = #{tokenHash}")
    @Nullable
    Row byToken(@Param("organisation") String organisation, @Param("tokenHash") byte[] tokenHash);

    @Select(ACCOUNT + " AND name = #{name}")
    @Nullable
    Row byName(@Param("organisation") String organisation, @Param("name") String name);

    @Insert("INSERT INTO app.service_account (organisation, name, token_hash, process_keys)"
            + " VALUES (#{organisation}, #{name}, #{tokenHash}, #{processKeys}) ON CONFLICT DO NOTHING")
    int insert(
            @Param("organisation") String organisation,
            @Param("name") String name,
            @Param("tokenHash") byte[] tokenHash,
            @Param("processKeys") String processKeys);

    record Row(String name, String processKeys) {
        ServiceAccount account() {
            return new ServiceAccount(name, Set.of(processKeys.split(",")));
        }
    }
}
