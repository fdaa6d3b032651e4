package dev.countersign.bucket;

import jakarta.validation.constraints.NotNull;
import java.time.Period;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which bucket takes copies and checkpoints. Credentials are the AWS default chain's (environment, profile, role) and never a setting.
 *
 * @param bucket its name; empty for none
 * @param endpoint address of a server that is not AWS; empty for AWS
 * @param region empty for the default chain's
 * @param pathStyle whether the bucket's name is in the path and not in the host's name
 * @param retention how long from its storing nobody can remove an object; there is no default, for it cannot be undone
 */
@Validated
@ConfigurationProperties("countersign.s3")
record BucketSettings(
        @NotNull @DefaultValue("") String bucket,
        @NotNull @DefaultValue("") String endpoint,
        @NotNull @DefaultValue("") String region,
        @DefaultValue("false") boolean pathStyle,
        @Nullable Period retention) {}
