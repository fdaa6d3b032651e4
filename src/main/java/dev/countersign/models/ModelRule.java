package dev.countersign.models;

/** The numbered rules of the deployment gate. Never renumbered; a retired number stays unused. */
public enum ModelRule {
    RESOURCE_NAME(
            "MOD-001",
            "A resource has one of the fixed names.",
            "Name it processes/name.bpmn, processes/name.dmn or forms/name.html, with small letters, digits and hyphens; send no archives."),
    SIZE(
            "MOD-002",
            "A resource has at most 1 MiB, a set at most 4 MiB and 50 resources.",
            "Make the model smaller, or split it into processes that call each other."),
    NOT_XML(
            "MOD-003",
            "A model is well-formed XML.",
            "Open the file in a modeler and save it again, or mend the place that is named."),
    DOCUMENT_TYPE(
            "MOD-004",
            "A model has no document type declaration and no entities of its own.",
            "Take the <!DOCTYPE …> out; no modeler needs it."),
    ENCODING("MOD-005", "A model is encoded in UTF-8.", "Save the file as UTF-8 and declare no other encoding."),
    NESTING(
            "MOD-006",
            "A model has at most 20,000 elements, 64 attributes at one element and 40 levels.",
            "Make the model smaller, or split it into processes that call each other."),
    ROOT(
            "MOD-007",
            "A .bpmn file holds BPMN 2.0 definitions, a .dmn file DMN 1.3 definitions.",
            "Save the model as BPMN 2.0, or as DMN 1.3, for Camunda 7."),
    INSTRUCTION("MOD-008", "A model has no processing instructions.", "Take the <?…?> out."),
    FOREIGN_EXTENSION(
            "MOD-009",
            "Elements and attributes belong to BPMN, DMN, their diagrams or Camunda 7.",
            "Take out what is made for another engine, or model it anew for Camunda 7."),
    ELEMENT(
            "MOD-010",
            "Only elements that the gate knows, at the place where they belong.",
            "Take the element out; “What a model is drawn from” in docs/process-administration.md lists what can be used instead."),
    ATTRIBUTE("MOD-011", "Only attributes that the gate knows.", "Take the attribute out."),
    VALUE(
            "MOD-012",
            "Attributes and texts have the form that the gate knows.",
            "Write the value in the form that is named."),
    EXPRESSION(
            "MOD-013",
            "Expressions compare variables with constants, and nothing else.",
            "Use variable names, constants, == != < > <= >=, and, or, not, ? : and parentheses; no calls, no properties, no indexes."),
    EXPRESSION_PLACE(
            "MOD-014",
            "Expressions stand only where the gate expects one.",
            "Write plain text here; take out ${…} and #{…}."),
    CODE(
            "MOD-015",
            "A model carries no code: no scripts, classes, listeners, connectors or mappings that run.",
            "Take it out; what a process does is done by the delegates of the release."),
    ASYNCHRONOUS(
            "MOD-016",
            "Nothing continues in a transaction of its own.",
            "Take asynchronous continuations, job priorities and retry cycles out: a control and its effect are one transaction."),
    DELEGATE(
            "MOD-017",
            "A service task calls a delegate of the release by its name.",
            "Use one of the delegates that docs/process-administration.md lists."),
    FORM(
            "MOD-018",
            "A form is one of the release's, unchanged.",
            "Use the form of the release: scripts in forms run in Tasklist, so others are not accepted."),
    TEMPLATE(
            "MOD-019",
            "An element template is one of the release's, in a version it knows.",
            "Apply the template of this release again, or unlink it."),
    RESERVED_VARIABLE(
            "MOD-020",
            "No model writes the variables in which the release's delegates tell what happened.",
            "Use a variable of another name."),
    DUPLICATE_ID("MOD-021", "An id is used once in a file.", "Give one of the elements another id."),
    MISSING_ID("MOD-022", "What takes part in a flow has an id.", "Give the element an id."),
    REFERENCE(
            "MOD-023",
            "What a model refers to is in the set.",
            "Add what is missing to the set, or mend the name; a set is deployed as a whole."),
    PROCESS(
            "MOD-024",
            "A file processes/name.bpmn holds one executable process with the id name.",
            "Give process and file the same name, one process to a file, and make it executable."),
    START(
            "MOD-025",
            "A process, and every subprocess, begins at one start event of the kind that belongs there.",
            "Leave one start event without a trigger; in an event subprocess one with a trigger."),
    UNREACHABLE("MOD-026", "Every element can be reached from a start.", "Connect the element, or take it out."),
    DEAD_END("MOD-027", "Every path ends at an end event.", "Connect the element to what follows, or to an end event."),
    SPLIT(
            "MOD-028",
            "A path divides and has conditions at gateways only.",
            "Put a gateway where the path divides, and the condition on its outgoing flow."),
    GATEWAY(
            "MOD-029",
            "A gateway that decides has a condition on each outgoing flow but one, which is its default.",
            "Add the missing condition, and mark one flow as the default."),
    PARALLEL_BLOCK(
            "MOD-030",
            "What a parallel or inclusive gateway divides meets in one gateway of the same kind, and nothing enters or leaves between.",
            "Join exactly the branches of one gateway in one gateway of its kind."),
    CALL_CYCLE("MOD-031", "Processes do not call each other in a circle.", "Take one of the calls out."),
    BINDING(
            "MOD-032",
            "A call binds to what is deployed with it.",
            "Set the binding to “deployment”, so that the set that was checked is the set that runs."),
    CONCURRENT_CONTROL(
            "MOD-033",
            "Signatures, versions and effects happen one after the other, never on parallel, repeated or side paths.",
            "Move the element out of the parallel branch, the repetition or the non-interrupting event."),
    REPETITION(
            "MOD-034",
            "A repetition has a constant number of at least one; a repeated signature ends at the first rejection.",
            "Give a loop cardinality from 1 to 50, and for signatures the completion condition ${decision == 'reject'}."),
    UNSIGNED_EFFECT(
            "MOD-035",
            "Every path to an effect passes the approved signatures of the plan, in its order, since the version was put in review.",
            "Lead the path that is named through the missing signature step and the branch of its approval."),
    EFFECT_BELOW(
            "MOD-036",
            "Versions begin and records become effective in the process that is started, not in one that it calls.",
            "Move the element to the process that calls this one."),
    PLAN_STEP(
            "MOD-037",
            "A signature step names, as constants, a step of the plan and the role the plan gives it.",
            "Write one of the plan's steps and its role as constants."),
    AUTHORSHIP(
            "MOD-038",
            "The author's signature is asked for only where a person wrote the version.",
            "Put the step behind a gateway on ${personDrafted}."),
    SIGNATURE_CALL(
            "MOD-039",
            "A signature step is called with the record, its version and its author, and gives back the decision.",
            "Take the inputs and the output over from the shipped models; docs/process-administration.md lists them."),
    STEP_CONTROLS(
            "MOD-040",
            "In the signature step the four controls follow the user task, each once and in their order, on every path to an end.",
            "Put checkAuthority, checkReauthentication, bindSignature and persistSignature in this order between user task and end."),
    STEP_WAITS(
            "MOD-041",
            "In the signature step nothing waits between the user task and the last control.",
            "Take out what waits: the controls and the completion are one transaction."),
    STEP_TASK(
            "MOD-042",
            "The signature step has one user task, with the release's signing form, and only the signature step has it.",
            "Use the user task of the shipped signature step, with forms/signature.html."),
    TOO_COMPLEX(
            "MOD-043",
            "The proof comes to an end within its bounds.",
            "Make the process simpler, or split it: it has more states than are looked at."),
    DECISION_LANGUAGE(
            "MOD-044", "Decision tables are written in FEEL.", "Set the expression language to FEEL, or take it out."),
    DECISION_EXPRESSION(
            "MOD-045",
            "A cell of a decision table compares with constants, ranges and lists.",
            "Use constants, names, comparisons, ranges, lists, not(…) and -; no function calls and no definitions."),
    NOTICE(
            "MOD-046",
            "A notice says to whom and in which words, as constants; nothing else has inputs of its own.",
            "Give ${tellPeople} the input noticeTo, a role code or author, and the input noticeText, 1 to 200 characters; take inputs from other elements."),
    SCHEMA(
            "MOD-047",
            "A model is valid by the schema of its notation: what an element cannot be without is there, and its elements have their order.",
            "Mend the place that is named, or open the file in a modeler and save it again.");

    private final String number;
    private final String demand;
    private final String remedy;

    ModelRule(String number, String demand, String remedy) {
        this.number = number;
        this.demand = demand;
        this.remedy = remedy;
    }

    /** E.g. {@code MOD-013}. */
    public String number() {
        return number;
    }

    /** What a set must be, as a sentence. */
    public String demand() {
        return demand;
    }

    /** How to mend what breaks it, as a sentence. */
    public String remedy() {
        return remedy;
    }
}
