"""What users read is in the catalogues: all of it, in both languages, as it stands in the source."""

import ast
import importlib.util
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import jinja2
import pytest
from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[2]
MARKERS = frozenset({"say", "t", "Text"})
# Where a message is handed on: `t` gives it to `say`, `say` to `Text`.
HANDED_ON = frozenset(
    {
        ("simulator/cli/speech.py", "say"),
        ("simulator/dashboard/speech.py", "say"),
        ("simulator/language/text.py", "Text"),
        ("simulator/report/dayreport.py", "say"),
    }
)
# Kana, kanji, and the punctuation that goes with them. No English message needs any, not even in a name.
JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
# The same in every language: names of options, bare values and numbers.
NEUTRAL = re.compile(r"--[a-z-]+|[A-Z]+|[0-9]+|(URL |## )?\{\w+\}(: \{\w+\})?")


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue_script", ROOT / "scripts" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SCRIPT = loaded()
ENTRIES = {
    domain.name: [message for message in SCRIPT.translated(domain) if message.id] for domain in SCRIPT.DOMAINS
}


def python_messages() -> Iterator[tuple[str, str, ast.expr]]:
    """File, marker and first argument of each call that makes a message."""
    paths = [*(ROOT / "simulator").rglob("*.py"), *(ROOT / "loadtests").rglob("*.py"), ROOT / "dashboard.py"]
    for path in sorted(path for path in paths if path.exists()):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
                yield path.relative_to(ROOT).as_posix(), node.func.id, node.args[0]


def page_messages() -> Iterator[nodes.Expr]:
    """The first argument of each call in the pages that makes a message."""
    for path in sorted((ROOT / "simulator").rglob("*.html")):
        for call in jinja2.Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):  # noqa: S701
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                yield call.args[0]


def fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


@pytest.mark.parametrize("domain", SCRIPT.DOMAINS, ids=lambda domain: domain.name)
def test_nothing_is_missing_stale_untranslated_or_left_uncompiled(domain: Any) -> None:
    assert list(SCRIPT.faults(domain)) == []


def test_every_message_is_written_out_where_it_is_made() -> None:
    handed_on = {
        (file, marker)
        for file, marker, argument in python_messages()
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str))
    }
    assert handed_on <= HANDED_ON
    assert all(isinstance(argument, nodes.Const) for argument in page_messages())


def test_what_is_extracted_is_what_the_source_says() -> None:
    said = {argument.value for _, _, argument in python_messages() if isinstance(argument, ast.Constant)}
    said |= {argument.value for argument in page_messages() if isinstance(argument, nodes.Const)}
    assert set(SCRIPT.OURS.messages()) == said - {""}, "the empty text is the same in every language"


def test_a_translation_holds_the_same_values_as_its_source() -> None:
    for message in ENTRIES["pmhsim"]:
        assert fields(message.string) == fields(message.id), message.id


def test_the_wording_of_the_parser_holds_no_value_that_the_parser_does_not_give() -> None:
    for message in ENTRIES["messages"]:
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        (wording,) = message.string if isinstance(message.string, tuple) else (message.string,)
        assert fields(wording) <= set().union(*map(fields, forms)), message.id


def test_english_holds_no_japanese() -> None:
    assert [message.string for message in ENTRIES["pmhsim"] if JAPANESE.search(message.string)] == []


def test_the_source_language_is_japanese() -> None:
    plain = [message.id for message in ENTRIES["pmhsim"] if message.id.isascii()]
    assert [each for each in plain if NEUTRAL.fullmatch(each) is None] == []
    assert all(message.string == message.id for message in ENTRIES["pmhsim"] if message.id in plain)


def test_the_wording_of_the_parser_is_japanese() -> None:
    for message in ENTRIES["messages"]:
        (wording,) = message.string if isinstance(message.string, tuple) else (message.string,)
        assert JAPANESE.search(wording), message.id


@pytest.fixture
def small(tmp_path: Path) -> Any:
    """A catalogue of one message, translated and compiled."""
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "desk.py").write_text('say("受付")\n', encoding="utf-8")
    domain = replace(SCRIPT.OURS, root=tmp_path, sources=("rooms/*",), locale=tmp_path / "locale")
    SCRIPT.update(domain)
    translate(domain, "reception desk")
    return domain


def translate(domain: Any, wording: str) -> None:
    text = domain.translations.read_text(encoding="utf-8")
    assert text.count('msgstr ""\n') == 2, "the header and one message without translation"
    head, _, tail = text.rpartition('msgstr ""')
    domain.translations.write_text(f'{head}msgstr "{wording}"{tail}', encoding="utf-8")
    SCRIPT.update(domain)


def test_a_message_that_is_not_in_the_catalogue_is_named(small: Any) -> None:
    assert list(SCRIPT.faults(small)) == []
    (small.root / "rooms" / "till.py").write_text('say("会計")\n', encoding="utf-8")
    assert ["missing: '会計'" in fault for fault in SCRIPT.faults(small)] == [True]


def test_a_message_that_the_source_no_longer_says_is_named(small: Any) -> None:
    (small.root / "rooms" / "desk.py").unlink()
    assert ["stale: '受付'" in fault for fault in SCRIPT.faults(small)] == [True]


def test_a_changed_message_is_not_taken_for_its_neighbour(small: Any) -> None:
    (small.root / "rooms" / "desk.py").write_text('say("受付2")\n', encoding="utf-8")
    SCRIPT.update(small)
    assert ["not translated: '受付2'" in fault for fault in SCRIPT.faults(small)] == [True]


def test_a_translation_that_is_not_compiled_is_named(small: Any) -> None:
    small.compiled.write_bytes(small.compiled.read_bytes().replace(b"desk", b"disk"))
    assert ["not compiled" in fault for fault in SCRIPT.faults(small)] == [True]


def test_updating_again_changes_no_byte(small: Any) -> None:
    files = (small.template, small.translations, small.compiled)
    before = [file.read_bytes() for file in files]
    SCRIPT.update(small)
    assert [file.read_bytes() for file in files] == before
    assert b"reception desk" in small.compiled.read_bytes()


def test_a_message_that_moves_within_its_file_changes_no_byte(small: Any) -> None:
    before = small.translations.read_bytes()
    (small.root / "rooms" / "desk.py").write_text('\n\n\nsay("受付")\n', encoding="utf-8")
    SCRIPT.update(small)
    assert small.translations.read_bytes() == before
