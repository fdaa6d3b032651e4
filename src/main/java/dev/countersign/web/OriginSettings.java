package dev.countersign.web;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where people find the two origins.
 *
 * @param signPort port of the signing pages; the next one after the main port if none is named, any free one for 0
 * @param publicOrigin of the main pages where a proxy shows them elsewhere, e.g. {@code https://qa.example.org}; empty: the
 *     host of the request and the main port
 * @param publicSignOrigin likewise of the signing pages
 * @param environmentName shown on every page
 */
@Validated
@ConfigurationProperties("countersign")
record OriginSettings(
        @Nullable @Min(0) @Max(65_535) Integer signPort,

        @NotNull @DefaultValue("") @Pattern(regexp = OriginSettings.ORIGIN)
        String publicOrigin,

        @NotNull @DefaultValue("") @Pattern(regexp = OriginSettings.ORIGIN)
        String publicSignOrigin,

        @NotNull @DefaultValue("") String environmentName) {

    static final String ORIGIN = "|https?://[A-Za-z0-9.\\-\\[\\]:]+";
}
