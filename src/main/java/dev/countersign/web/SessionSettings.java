package dev.countersign.web;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long somebody stays signed in.
 *
 * @param idle without an action of the person; Tasklist's own polling is none
 * @param longest in all
 */
@Validated
@ConfigurationProperties("countersign.session")
record SessionSettings(
        @NotNull @DefaultValue("15m") Duration idle,
        @NotNull @DefaultValue("12h") Duration longest) {}
