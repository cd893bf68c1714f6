"""Adapters are found by name, and what is no adapter is told with the known ones."""

from pathlib import Path

import pytest

from simulator.hub.adapters.pmh import PmhAdapter
from simulator.hub.adapters.registry import known_adapters, load_adapter
from simulator.language import Complaint


def test_an_adapter_is_found_by_module_and_class() -> None:
    assert load_adapter("simulator.hub.adapters.pmh:PmhAdapter") is PmhAdapter


@pytest.mark.parametrize(
    "name", ["", "nobody", "pmh ", "a:", ":b", "a.b", "../x:y", "os:", "simulator..hub:X", "a:b:c", "a:b [x]"]
)
def test_an_unknown_name_is_a_complaint_that_names_the_known_ones(name: str) -> None:
    with pytest.raises(Complaint) as caught:
        load_adapter(name)

    assert caught.value.mend is not None
    assert all(known in str(caught.value.mend) for known in known_adapters())
    assert "module:Class" in str(caught.value.mend)


@pytest.mark.parametrize("name", ["no_such_module_here:Adapter", "simulator.hub.adapters.pmh:NoSuchAdapter"])
def test_what_cannot_be_imported_is_a_complaint_with_the_cause(name: str) -> None:
    with pytest.raises(Complaint, match=r"読み込めません: .*(no_such_module_here|NoSuchAdapter)"):
        load_adapter(name)


@pytest.mark.parametrize(
    "name", ["simulator.port.exchange:perform", "simulator.port.exchange:Request", "datetime:date"]
)
def test_what_has_no_perform_is_no_adapter(name: str) -> None:
    with pytest.raises(Complaint, match="クラスではありません"):
        load_adapter(name)


def test_an_adapter_of_an_installed_package_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "otherhub-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: otherhub\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text(
        "[pmhsim.adapters]\nother = simulator.hub.adapters.pmh:PmhAdapter\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    assert "other" in known_adapters()
    assert load_adapter("other") is PmhAdapter
    with pytest.raises(Complaint, match="other"):
        load_adapter("another")
