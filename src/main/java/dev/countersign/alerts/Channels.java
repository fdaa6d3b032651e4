package dev.countersign.alerts;

import java.util.List;

/** The channels of this configuration. */
record Channels(List<Channel> all) {}
