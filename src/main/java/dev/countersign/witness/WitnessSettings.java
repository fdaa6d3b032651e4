package dev.countersign.witness;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where checkpoints are remembered outside the database.
 *
 * @param directory of the witness file; nodes on one database share it
 * @param outside the data directory: the witness's must not lie in it, or a backup of one would roll back the other
 * @param url submission prefixes of witnesses on the network (C2SP tlog-witness); none by default
 * @param key their verifier keys, one for each, in the same order
 * @param former verifier keys that witnesses on the network had before, so that what they cosigned then counts
 * @param demo whether this is a demonstration, whose witnesses may be reached without TLS
 */
@Validated
@ConfigurationProperties("countersign.witness")
record WitnessSettings(
        @NotNull Path directory,
        @NotNull Path outside,
        @NotNull @DefaultValue List<String> url,
        @NotNull @DefaultValue List<String> key,
        @NotNull @DefaultValue List<String> former,
        @DefaultValue("false") boolean demo) {}
