package dev.countersign.authority;

import java.util.Arrays;
import java.util.Optional;

/** Roles of the organisation (AUT-01). Their codes are the engine's group ids and appear in signature plans. */
public enum Role {
    QA_MANAGER("qa-manager", "QA Manager"),
    QA_ANALYST("qa-analyst", "QA Analyst"),
    PRODUCTION_MANAGER("production-manager", "Production Manager"),
    IT_ADMINISTRATOR("it-administrator", "IT Administrator"),
    REGULATORY_AUDITOR("regulatory-auditor", "Regulatory Auditor"),
    PROCESS_ADMINISTRATOR("process-administrator", "Process Administrator");

    private final String code;
    private final String printedName;

    Role(String code, String printedName) {
        this.code = code;
        this.printedName = printedName;
    }

    public String code() {
        return code;
    }

    public String printedName() {
        return printedName;
    }

    /** Whether nobody has it for good: an inspector's access ends (CPY-05). */
    public boolean alwaysEnds() {
        return this == REGULATORY_AUDITOR;
    }

    /** Whether it can be given over some records alone. */
    public boolean canBeScoped() {
        return this == REGULATORY_AUDITOR;
    }

    public static Optional<Role> ofCode(String code) {
        return Arrays.stream(values()).filter(role -> role.code.equals(code)).findFirst();
    }
}
