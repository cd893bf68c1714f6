"""Documents of the operator: health, capabilities, the audit trail. All assumed, none is published."""

from simulator.hub.contract.forms import ListForm, Member, ObjectForm
from simulator.hub.contract.page import PageForm
from simulator.hub.contract.scalars import TEXT, Scalar
from simulator.port.capabilities import Capabilities
from simulator.port.operations import AuditEntry

CONTRACT = "pmh/1"


class HealthForm:
    """What a hub says that is up; it says nothing else."""

    alternatives = (ObjectForm(dict[str, object], (), {"status": "ok"}),)

    def write(self, _value: object) -> object:
        """The object that says so."""
        return self.alternatives[0].write({})

    def read(self, value: object, pointer: str = "", **_given: object) -> None:
        """None; FieldErrors if it says anything else."""
        self.alternatives[0].read(value, pointer)


HEALTH = HealthForm()
"""The health of a hub that is up."""

_NAMES = ListForm(TEXT)

CAPABILITIES = ObjectForm(
    Capabilities,
    (
        Member("hub", "hub", TEXT),
        Member("version", "version", TEXT),
        Member(
            "capabilities",
            "names",
            Scalar(lambda value: frozenset(_NAMES.read(value)), sorted),
        ),
    ),
    {"contract": CONTRACT},
)
"""What a hub offers, by which contract."""

AUDIT_TRAIL = PageForm(
    "entries",
    ListForm(
        ObjectForm(
            AuditEntry,
            (
                Member("role", "role", TEXT),
                Member("organisation", "organisation", TEXT),
                Member("action", "action", TEXT),
            ),
        )
    ),
)
"""Who saw or wrote data of a person, in order."""
