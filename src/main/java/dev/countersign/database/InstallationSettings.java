package dev.countersign.database;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whose installation this is.
 *
 * @param demo whether it is a demonstration: decided before the application starts, on by itself only with the embedded
 *     database
 * @param organisation short name of the organisation, written once into the database; a demonstration needs none
 */
@Validated
@ConfigurationProperties("countersign")
record InstallationSettings(
        @DefaultValue("false") boolean demo,

        @DefaultValue("")
        @Pattern(
                regexp = "|[a-z0-9][a-z0-9-]{0,62}",
                message = "is a short name of lower-case letters, digits and hyphens")
        String organisation) {

    String environment() {
        return demo ? "demo" : "regulated";
    }
}
