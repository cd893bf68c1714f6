"""All rules by the operation on which they bear."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from simulator.port import operations as ops
from simulator.rules import (
    amendments,
    bodies,
    consents,
    history,
    notices,
    own_certificates,
    questionnaires,
    registration,
    results,
    subsidy,
    tickets,
)
from simulator.rules.rule import Rule

Rules = tuple[Rule[Any], ...]

RULES: Mapping[type[ops.Operation], Rules] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                ops.LinkCards,
                ops.PublishRevocations,
                ops.PutInstitutions,
                ops.PutSchemes,
                ops.OpenAccounts,
            ),
            registration.PLATFORM,
        ),
        ops.RegisterRecipients: registration.RECIPIENTS,
        ops.RegisterHistory: registration.HISTORY,
        ops.RegisterTickets: registration.TICKETS,
        ops.FetchTask: registration.TASKS,
        ops.RegisterDepartures: registration.GOING,
        ops.SendNotice: notices.SENDING,
        ops.WithdrawNotice: notices.WITHDRAWING,
        ops.FetchResults: bodies.RESULTS,
        ops.LookUpSubsidy: subsidy.BY_GATEWAY,
        ops.CheckEligibility: subsidy.BY_CARD,
        ops.FetchTickets: tickets.BY_CARD,
        ops.FetchQuestionnaire: questionnaires.QUESTIONNAIRES,
        ops.RecordDose: results.DOSES,
        ops.RecordInterviewOnly: results.INTERVIEWS,
        ops.RecordCheckup: results.CHECKUPS,
        ops.RecordGroupCheckup: results.GROUP_CHECKUPS,
        ops.FetchRecord: amendments.FETCHING,
        ops.AmendResult: amendments.AMENDING,
        ops.CancelResult: amendments.CANCELLING,
        ops.SubmitQuestionnaire: results.SUBMISSIONS,
        ops.WithdrawQuestionnaire: results.WITHDRAWALS,
        ops.ListHistory: history.HISTORY,
        ops.ListNotices: notices.LISTS,
        ops.ListCertificates: own_certificates.OWN,
        ops.ListConsents: consents.LISTS,
        ops.SetConsent: consents.SETTING,
        ops.FetchAuditTrail: registration.AUDIT,
    }
)
"""The rules for an operation whenever it is asked; those for the next day and after a crash stand apart."""


def rules_of(operation: ops.Operation) -> Rules:
    """The rules that bear on an operation, none for what a hub may answer as it likes."""
    return RULES.get(type(operation), ())


@cache
def needs() -> Mapping[str, frozenset[str]]:
    """By requirement, the capabilities without which no hub is held to it; only those that need any."""
    found: dict[str, set[str | None]] = {}
    for rule in (rule for rules in RULES.values() for rule in rules):
        found.setdefault(rule.requirement, set()).add(rule.needs)
    return {
        requirement: frozenset(name for name in names if name is not None)
        for requirement, names in found.items()
        if None not in names
    }
