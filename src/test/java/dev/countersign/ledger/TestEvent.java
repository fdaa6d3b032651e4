package dev.countersign.ledger;

/** Something that happened to nobody. */
record TestEvent(String type, String subject) implements AuditEvent {}
