package dev.countersign.reviews;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The calendar.
 *
 * @param credentialsEvery between two reviews of a person's account
 * @param authenticatorEvery between two tests of a person's second factor
 * @param staleAfter without a login, until somebody asks whether the account is still needed
 * @param ahead how long before it is due a task is shown; an account that is stale is asked after within that time
 * @param suspendAfter how long the review of an account may be overdue before it is suspended; null for never
 * @param every how often the calendar is looked at
 */
@Validated
@ConfigurationProperties("countersign.reviews")
record ReviewSettings(
        @NotNull @DefaultValue("90d") @DurationMin(days = 1) Duration credentialsEvery,

        @NotNull @DefaultValue("365d") @DurationMin(days = 1)
        Duration authenticatorEvery,

        @NotNull @DefaultValue("90d") @DurationMin(days = 1) Duration staleAfter,

        @NotNull @DefaultValue("14d") @DurationMin(days = 1) Duration ahead,

        @Nullable @DurationMin(days = 1) Duration suspendAfter,

        @NotNull @DefaultValue("5m") @DurationMin(seconds = 1)
        Duration every) {}
