"""What a hub offers; what it does not offer is unsupported, not failed."""

from dataclasses import dataclass

VERIFIES_CARD = "verifies_card"
CLOCK = "clock"
SCHEDULE_CHECK = "schedule_check"
AUDIT_TRAIL = "audit_trail"
GATEWAY = "gateway"
QUESTIONNAIRE = "questionnaire"
GROUP_CHECKUP = "group_checkup"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """A hub's name and version, and the names of what it offers."""

    hub: str
    version: str
    names: frozenset[str]

    def offers(self, name: str) -> bool:
        """Whether the hub declares a capability."""
        return name in self.names
