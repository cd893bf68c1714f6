"""The names under which the audit trail keeps what was done."""

from simulator.port.operations import (
    CheckEligibility,
    FetchQuestionnaire,
    FetchTickets,
    LinkCards,
    ListHistory,
    LookUpSubsidy,
    Operation,
    RecordCheckup,
    RecordDose,
    RecordGroupCheckup,
    RecordInterviewOnly,
    RegisterRecipients,
    RegisterTickets,
    SubmitQuestionnaire,
)

LOOK_UPS: dict[type[Operation], str] = {
    LookUpSubsidy: "look-up-subsidy",
    CheckEligibility: "check-eligibility",
    FetchTickets: "fetch-tickets",
    FetchQuestionnaire: "fetch-questionnaire",
    ListHistory: "list-history",
}
WRITES: dict[type[Operation], str] = {
    LinkCards: "link-cards",
    RegisterRecipients: "register-recipients",
    RegisterTickets: "register-tickets",
    RecordDose: "record-dose",
    RecordInterviewOnly: "record-interview-only",
    RecordCheckup: "record-checkup",
    RecordGroupCheckup: "record-group-checkup",
    SubmitQuestionnaire: "submit-questionnaire",
}
ACTIONS = LOOK_UPS | WRITES
