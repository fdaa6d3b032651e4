package dev.countersign.authority;

import static dev.countersign.authority.Permission.APPROVE_ROLES;
import static dev.countersign.authority.Permission.BREAK_GLASS;
import static dev.countersign.authority.Permission.CERTIFY_ORGANISATION;
import static dev.countersign.authority.Permission.CHANGE_MODELS;
import static dev.countersign.authority.Permission.DECLARE;
import static dev.countersign.authority.Permission.DRAFT_RECORDS;
import static dev.countersign.authority.Permission.EXPORT_AUDIT_TRAIL;
import static dev.countersign.authority.Permission.GRANT_SIGNATURE_AUTHORITY;
import static dev.countersign.authority.Permission.HANDLE_ALERTS;
import static dev.countersign.authority.Permission.MANAGE_ACCOUNTS;
import static dev.countersign.authority.Permission.MANAGE_TRAINING;
import static dev.countersign.authority.Permission.OPEN_ROTATION;
import static dev.countersign.authority.Permission.PROOF_IDENTITY;
import static dev.countersign.authority.Permission.PROPOSE_ROTATION;
import static dev.countersign.authority.Permission.READ_ALERTS;
import static dev.countersign.authority.Permission.READ_AUDIT_TRAIL;
import static dev.countersign.authority.Permission.READ_MODELS;
import static dev.countersign.authority.Permission.READ_RECORDS;
import static dev.countersign.authority.Permission.READ_TRAINING;
import static dev.countersign.authority.Permission.REASSIGN_TASKS;
import static dev.countersign.authority.Permission.RECOVER_LOG;
import static dev.countersign.authority.Permission.REQUEST_ACCOUNTS;
import static dev.countersign.authority.Permission.REQUEST_SIGNATURE_AUTHORITY;
import static dev.countersign.authority.Permission.START_APPROVALS;
import static dev.countersign.authority.Permission.VERIFY_COMPLIANCE;
import static dev.countersign.authority.Permission.WITHDRAW_ANY_RECORD;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which role lets somebody do what (AUT-01). What is not named is refused. IT administrators see accounts, never records (AUT-03). */
final class PermissionMatrix {

    /** Raised with every change of this matrix (PermissionMatrixTest). */
    static final int VERSION = 1;

    private PermissionMatrix() {}

    static Set<Permission> of(Role role) {
        return switch (role) {
            case QA_MANAGER ->
                EnumSet.of(
                        READ_RECORDS,
                        DRAFT_RECORDS,
                        START_APPROVALS,
                        WITHDRAW_ANY_RECORD,
                        REASSIGN_TASKS,
                        READ_AUDIT_TRAIL,
                        EXPORT_AUDIT_TRAIL,
                        VERIFY_COMPLIANCE,
                        PROOF_IDENTITY,
                        APPROVE_ROLES,
                        REQUEST_SIGNATURE_AUTHORITY,
                        GRANT_SIGNATURE_AUTHORITY,
                        CERTIFY_ORGANISATION,
                        RECOVER_LOG,
                        READ_ALERTS,
                        HANDLE_ALERTS,
                        OPEN_ROTATION,
                        READ_MODELS,
                        REQUEST_ACCOUNTS,
                        DECLARE,
                        READ_TRAINING,
                        MANAGE_TRAINING);
            case QA_ANALYST ->
                EnumSet.of(READ_RECORDS, DRAFT_RECORDS, START_APPROVALS, READ_MODELS, REQUEST_ACCOUNTS, DECLARE);
            case PRODUCTION_MANAGER ->
                EnumSet.of(READ_RECORDS, DRAFT_RECORDS, START_APPROVALS, REQUEST_ACCOUNTS, DECLARE);
            case REGULATORY_AUDITOR ->
                EnumSet.of(
                        READ_RECORDS,
                        READ_AUDIT_TRAIL,
                        EXPORT_AUDIT_TRAIL,
                        VERIFY_COMPLIANCE,
                        READ_ALERTS,
                        READ_MODELS,
                        READ_TRAINING);
            case IT_ADMINISTRATOR ->
                EnumSet.of(MANAGE_ACCOUNTS, REQUEST_SIGNATURE_AUTHORITY, PROPOSE_ROTATION, READ_ALERTS, HANDLE_ALERTS);
            case PROCESS_ADMINISTRATOR ->
                EnumSet.of(READ_MODELS, CHANGE_MODELS, BREAK_GLASS, REQUEST_ACCOUNTS, DECLARE);
        };
    }

    /** What somebody with that role may sign as long as nobody decided otherwise (AUT-02). Administrators and auditors sign nothing. */
    static SigningExtent signing(Role role) {
        return switch (role) {
            case QA_MANAGER -> SigningExtent.FULL;
            case QA_ANALYST, PRODUCTION_MANAGER -> SigningExtent.operational();
            case PROCESS_ADMINISTRATOR -> SigningExtent.operational("process-model", "break-glass");
            case IT_ADMINISTRATOR, REGULATORY_AUDITOR -> SigningExtent.NONE;
        };
    }

    /** What a role is good for if it was given over some records alone: reading them and what the trail says of them, where that is asked for. */
    static Set<Permission> scoped(Role role) {
        Set<Permission> reading = EnumSet.of(READ_RECORDS, READ_AUDIT_TRAIL, EXPORT_AUDIT_TRAIL);
        reading.retainAll(of(role));
        return reading;
    }

    /** Printed names of the roles that would allow it. */
    static List<String> rolesThatMay(Permission permission) {
        return Arrays.stream(Role.values())
                .filter(role -> of(role).contains(permission))
                .map(Role::printedName)
                .toList();
    }
}
