import pytest

from simulator.facts import assumption
from simulator.facts.institutions import claims_computer_vendors, institution_counts
from simulator.records.institution import InstitutionKind
from simulator.world.institutions import establish


@pytest.mark.parametrize(("code", "share"), [("133825", 0.01), ("452025", 0.25), ("431001", 1.0)])
def test_there_is_one_of_each_kind_and_one_health_centre(code: str, share: float) -> None:
    institutions = establish(code, share, 7)
    kinds = [each.kind for each in institutions]
    assert set(kinds) == set(InstitutionKind)
    assert kinds.count(InstitutionKind.HEALTH_CENTRE) == 1
    for kind in (InstitutionKind.CLINIC, InstitutionKind.PHARMACY):
        assert any(each.uses_subsidy_information for each in institutions if each.kind is kind)


def test_codes_and_names_are_unique_well_formed_and_fictional() -> None:
    institutions = establish("431001", 1.0, 7)
    assert len({each.code for each in institutions}) == len(institutions)
    assert len({each.name for each in institutions}) == len(institutions)
    for each in institutions:
        assert each.name.startswith("架空")
        assert len(each.code) == 10
        assert each.code.startswith("43")
        assert each.code.isdigit()


def test_counts_follow_the_share() -> None:
    counts = institution_counts("452025")
    kinds = [each.kind for each in establish("452025", 0.25, 7)]
    assert kinds.count(InstitutionKind.CLINIC) == round(0.25 * counts.clinic)
    assert kinds.count(InstitutionKind.PHARMACY) == round(0.25 * counts.pharmacy)


def test_a_smaller_share_has_the_same_institutions_only_fewer() -> None:
    assert set(establish("452025", 0.1, 7)) <= set(establish("452025", 0.5, 7))


def test_vendors_and_the_setting_follow_their_shares() -> None:
    institutions = [each for each in establish("431001", 1.0, 7) if each.claims_computer_vendor]
    live = sum(each.uses_subsidy_information for each in institutions) / len(institutions)
    assert live == pytest.approx(assumption("institution_live_share").value, abs=0.06)
    for vendor in claims_computer_vendors():
        share = sum(each.claims_computer_vendor == vendor.name for each in institutions) / len(institutions)
        assert share == pytest.approx(vendor.share, abs=0.05)
