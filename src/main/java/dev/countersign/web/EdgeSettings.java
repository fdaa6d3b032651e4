package dev.countersign.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the edge ({@code countersign.web.*}).
 *
 * @param maxJsonBody largest JSON body that is read into memory; larger attachments come as multipart
 * @param idempotencyKept how long an idempotency key is remembered
 * @param idempotencyLease after which an attempt nobody finished may be taken over
 * @param failuresAtOnce failed logins and refused tokens that one network address may have in a row
 * @param failureInterval in which it may have one more
 */
@ConfigurationProperties("countersign.web")
record EdgeSettings(
        @DefaultValue("40MB") DataSize maxJsonBody,
        @DefaultValue("24h") Duration idempotencyKept,
        @DefaultValue("2m") Duration idempotencyLease,
        @DefaultValue("60") int failuresAtOnce,
        @DefaultValue("2s") Duration failureInterval) {}
