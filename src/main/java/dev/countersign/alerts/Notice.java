package dev.countersign.alerts;

/** One alert for one audience. */
record Notice(Alerts.Alert alert, Audience audience) {}
