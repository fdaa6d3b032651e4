package dev.countersign.witness;

import dev.countersign.crypto.TimestampHash;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Timestamps of checkpoints by an authority.
 *
 * @param url of the authority; empty for none
 * @param certificates PEM file of those whose timestamps count: the authority's issuers, and those of former authorities
 * @param policy dotted identifier that is demanded of every token; empty for any
 * @param hash what new tokens are over
 * @param ending hash algorithms whose tokens get a new one over a better hash
 * @param connecting how long a connection may take
 * @param answering how long the answer may take
 * @param every how often the newest checkpoint gets a token
 * @param looking how often it is looked whether something is due
 * @param lead how long before a token ends it gets a new one
 * @param tolerance how far an authority's clock may be from the database's
 * @param renewals how many tokens are renewed at one look
 */
@Validated
@ConfigurationProperties("countersign.timestamp")
public record TimestampSettings(
        @NotNull @DefaultValue("") String url,
        @NotNull @DefaultValue("") String certificates,

        @NotNull
        @DefaultValue("")
        @Pattern(regexp = "|[012](\\.(0|[1-9]\\d*))+", message = "is a dotted identifier such as 1.2.3.4")
        String policy,

        @NotNull @DefaultValue("SHA-256") TimestampHash hash,
        @NotNull @DefaultValue List<TimestampHash> ending,
        @NotNull @DefaultValue("3s") Duration connecting,
        @NotNull @DefaultValue("10s") Duration answering,

        @NotNull @DefaultValue("1h") @DurationMin(seconds = 1)
        Duration every,

        @NotNull @DefaultValue("1m") @DurationMin(millis = 10)
        Duration looking,

        @NotNull @DefaultValue("90d") Duration lead,
        @NotNull @DefaultValue("1m") Duration tolerance,
        @Min(1) @DefaultValue("50") int renewals) {}
