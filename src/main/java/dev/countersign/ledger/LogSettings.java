package dev.countersign.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the audit trail is sealed.
 *
 * @param batch how many entries one checkpoint takes in at most
 * @param poll how often the queue is looked at; this node's own entries wake the sequencer at once
 * @param gathering how long entries gather after a checkpoint, so that many share the next
 * @param standby how often a node that does not lead tries to
 * @param longestPause between attempts after failures, which start at a tenth of a second and double
 * @param patience how long somebody waits for the checkpoint that covers an entry
 * @param witnessing how often witnesses get the newest checkpoint while the log grows: what is younger could be cut unseen
 * @param comparing how often the stored log is compared with what its witnesses remember, whether it grows or not
 */
@Validated
@ConfigurationProperties("countersign.log")
record LogSettings(
        @Min(1) @Max(65_536) @DefaultValue("4096") int batch,
        @NotNull @DefaultValue("20ms") Duration poll,
        @NotNull @DefaultValue("5ms") Duration gathering,
        @NotNull @DefaultValue("250ms") Duration standby,
        @NotNull @DefaultValue("10s") Duration longestPause,
        @NotNull @DefaultValue("10s") Duration patience,
        @NotNull @DefaultValue("1s") Duration witnessing,
        @NotNull @DefaultValue("1m") Duration comparing) {}
