package dev.countersign.workspace.web;

import dev.countersign.ledger.AuditTrail.Question;
import java.util.Map;

/**
 * What somebody asks the audit trail.
 *
 * @param typed what they typed; times that were understood as a field for times shows them
 * @param question by what of it could be understood
 * @param errors by field what was not understood: the end of the name of a text
 */
record AuditAsked(AuditTyped typed, Question question, Map<String, String> errors) {}
