package dev.countersign.demo;

import dev.countersign.authority.Role;

/**
 * The people of the demonstration, with their published secrets.
 *
 * @param secret Base32, for an authenticator app; the README lists them
 */
enum DemoPerson {
    AUTHOR("Alma Author", "QA Analyst", Role.QA_ANALYST, "L4EJUYWUZSLR4PDSK54FFYDDZA6DMHVD", true),
    REVIEWER("Robin Reviewer", "QA Analyst", Role.QA_ANALYST, "PD47HQJEQEUPG4ZPLYZ6IMTVWGNVGY3Y", true),
    APPROVER("Andrea Approver", "QA Manager", Role.QA_MANAGER, "VH3RKX4ZBXR6L3UCE7E4PM3DRGS4CIIB", true),
    QAHEAD("Quinn Head", "Head of Quality Assurance", Role.QA_MANAGER, "UJDVCROL4LUYB5AMTYMHSPSQB5UII2D4", true),
    PRODUCTION(
            "Paula Production",
            "Production Manager",
            Role.PRODUCTION_MANAGER,
            "TOLLDHMQ5VOTVQKRDDSLT2MLG6JQOV45",
            true),
    ITADMIN("Ira Administrator", "IT Administrator", Role.IT_ADMINISTRATOR, "JGSZUAATYJX7VD7WURDTASY5WC7NKR4Q", false),
    AUDITOR("Alex Auditor", "Regulatory Auditor", Role.REGULATORY_AUDITOR, "UHUXD7YXGGITXSHS775JGG3PGSGUZWFB", false),
    PROCADMIN(
            "Pat Process",
            "Process Administrator",
            Role.PROCESS_ADMINISTRATOR,
            "RRAGLZNHXIHPQG777Z4FVQTAZO3RZVU5",
            true);

    /** Everybody's, and published: worth nothing outside a demonstration. */
    static final String PASSWORD = "Countersign-demo-1";

    private final String printedName;
    private final String title;
    private final Role role;
    private final String secret;
    private final boolean signs;

    DemoPerson(String printedName, String title, Role role, String secret, boolean signs) {
        this.printedName = printedName;
        this.title = title;
        this.role = role;
        this.secret = secret;
        this.signs = signs;
    }

    String userId() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String printedName() {
        return printedName;
    }

    String title() {
        return title;
    }

    Role role() {
        return role;
    }

    String secret() {
        return secret;
    }

    boolean signs() {
        return signs;
    }
}
