package dev.countersign.workflow.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the engine's mounts ({@code countersign.workflow.*}).
 *
 * @param longestStart longest body of a start, attachments in base64 included
 */
@ConfigurationProperties("countersign.workflow")
record WorkflowWebSettings(@DefaultValue("40MB") DataSize longestStart) {}
