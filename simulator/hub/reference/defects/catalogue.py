"""All defects by name."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from simulator.hub.reference.defects.amendments import AMENDMENT_DEFECTS
from simulator.hub.reference.defects.cards import CARD_DEFECTS
from simulator.hub.reference.defects.defect import Defect
from simulator.hub.reference.defects.durability import DURABILITY_DEFECTS
from simulator.hub.reference.defects.notices import NOTICE_DEFECTS
from simulator.hub.reference.defects.privacy import PRIVACY_DEFECTS
from simulator.hub.reference.defects.registration import REGISTRATION_DEFECTS
from simulator.hub.reference.defects.residents import RESIDENT_DEFECTS
from simulator.hub.reference.defects.results import RESULT_DEFECTS
from simulator.hub.reference.defects.subsidies import SUBSIDY_DEFECTS
from simulator.hub.reference.defects.texts import TEXT_DEFECTS
from simulator.hub.reference.defects.tickets import TICKET_DEFECTS
from simulator.language import Complaint, say

_ALL = (
    *REGISTRATION_DEFECTS,
    *CARD_DEFECTS,
    *SUBSIDY_DEFECTS,
    *TEXT_DEFECTS,
    *TICKET_DEFECTS,
    *RESULT_DEFECTS,
    *AMENDMENT_DEFECTS,
    *RESIDENT_DEFECTS,
    *NOTICE_DEFECTS,
    *PRIVACY_DEFECTS,
    *DURABILITY_DEFECTS,
)
DEFECTS: Mapping[str, Defect] = MappingProxyType({defect.name: defect for defect in _ALL})
SHOWN_BY_DAY: Mapping[str, Defect] = MappingProxyType(
    {name: defect for name, defect in DEFECTS.items() if defect.shows_by_day}
)
"""Those that visits one after the other can show; the others take a crash, or requests at the same time."""


def find_defect(name: str) -> Defect:
    """The defect of that name; raises `Complaint` with the nearest name."""
    if name in DEFECTS:
        return DEFECTS[name]
    nearest = get_close_matches(name, DEFECTS, n=1, cutoff=0.0)[0]
    raise Complaint(
        say("欠陥の名前がありません: {name}", name=name),
        mend=say("近い名前は {nearest} です。", nearest=nearest),
    )
