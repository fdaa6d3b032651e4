package dev.countersign.identity;

import dev.countersign.identity.ServiceAccounts.KeptServiceAccount;
import dev.countersign.identity.ServiceAccounts.KeptToken;
import dev.countersign.identity.ServiceAccounts.ServiceAccount;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Accounts of programs and their tokens. */
@Mapper
interface ServiceAccountMapper {

    String ACCOUNT = "SELECT a.name, a.process_keys, a.sources, a.created_at, a.revoked_at FROM app.service_account a"
            + " WHERE a.organisation = #{organisation}";

    @Select("SELECT t.token_id, t.expires_at, t.last_used_at, a.name, a.process_keys, a.sources, a.revoked_at"
            + " FROM app.service_token t JOIN app.service_account a ON a.organisation = t.organisation AND a.name = t.name"
            + " WHERE t.organisation = #{organisation} AND t.token_hash = #{tokenHash}")
    @Nullable
    TokenRow byToken(@Param("organisation") String organisation, @Param("tokenHash") byte[] tokenHash);

    @Select(ACCOUNT + " AND a.name = #{name}")
    @Nullable
    Row byName(@Param("organisation") String organisation, @Param("name") String name);

    /** As {@link #byName}; nobody else changes it before the transaction ends. */
    @Select(ACCOUNT + " AND a.name = #{name} FOR UPDATE")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    @Nullable
    Row lock(@Param("organisation") String organisation, @Param("name") String name);

    @Select(ACCOUNT + " ORDER BY a.name")
    List<Row> all(@Param("organisation") String organisation);

    /** Newest first. */
    @Select("SELECT token_id, created_at, expires_at, last_used_at, last_used_from FROM app.service_token"
            + " WHERE organisation = #{organisation} AND name = #{name} ORDER BY created_at DESC, token_id DESC")
    List<KeptToken> tokens(@Param("organisation") String organisation, @Param("name") String name);

    @Insert("INSERT INTO app.service_account (organisation, name, process_keys, sources, created_at)"
            + " VALUES (#{organisation}, #{name}, #{processKeys}, #{sources}, #{at}) ON CONFLICT DO NOTHING")
    int insert(
            @Param("organisation") String organisation,
            @Param("name") String name,
            @Param("processKeys") String processKeys,
            @Param("sources") String sources,
            @Param("at") Instant at);

    @Insert(
            "INSERT INTO app.service_token (organisation, token_id, name, token_hash, created_at, expires_at)"
                    + " VALUES (#{organisation}, #{tokenId}, #{name}, #{tokenHash}, #{at}, #{expiresAt}) ON CONFLICT DO NOTHING")
    int insertToken(
            @Param("organisation") String organisation,
            @Param("tokenId") UUID tokenId,
            @Param("name") String name,
            @Param("tokenHash") byte[] tokenHash,
            @Param("at") Instant at,
            @Param("expiresAt") @Nullable Instant expiresAt);

    /** Lets a token end then, unless it ends earlier. */
    @Update("UPDATE app.service_token SET expires_at = least(expires_at, #{at})"
            + " WHERE organisation = #{organisation} AND token_id = #{tokenId}")
    void endToken(@Param("organisation") String organisation, @Param("tokenId") UUID tokenId, @Param("at") Instant at);

    @Update("UPDATE app.service_account SET revoked_at = #{at}"
            + " WHERE organisation = #{organisation} AND name = #{name} AND revoked_at IS NULL")
    int revoke(@Param("organisation") String organisation, @Param("name") String name, @Param("at") Instant at);

    @Update("UPDATE app.service_token SET last_used_at = #{at}, last_used_from = #{address}"
            + " WHERE organisation = #{organisation} AND token_id = #{tokenId}")
    void used(
            @Param("organisation") String organisation,
            @Param("tokenId") UUID tokenId,
            @Param("at") Instant at,
            @Param("address") String address);

    record Row(
            String name,
            String processKeys,
            String sources,
            Instant createdAt,
            @Nullable Instant revokedAt) {

        ServiceAccount account() {
            return new ServiceAccount(name, Set.copyOf(TokenChecks.listed(processKeys)));
        }

        KeptServiceAccount kept(List<KeptToken> tokens) {
            return new KeptServiceAccount(
                    name,
                    Set.copyOf(TokenChecks.listed(processKeys)),
                    TokenChecks.listed(sources),
                    createdAt,
                    revokedAt,
                    tokens);
        }
    }

    record TokenRow(
            UUID tokenId,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            String name,
            String processKeys,
            String sources,
            @Nullable Instant revokedAt) {

        ServiceAccount account() {
            return new ServiceAccount(name, Set.copyOf(TokenChecks.listed(processKeys)));
        }
    }
}
