from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from simulator.language import Complaint, Text, say, text

ENGLISH = {
    "{count}件を登録する": "register {count} rows",
    "初日": "first day",
    "最終日": "last day",
    "対象は{days}": "days: {days}",
}


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small English catalogue in the place of the shipped one."""
    catalogue = Catalog(locale="en")
    for japanese, wording in ENGLISH.items():
        catalogue.add(japanese, wording)
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / f"{text.DOMAIN}.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(text, "LOCALE_DIRECTORY", tmp_path)
    text._catalogue.cache_clear()
    yield
    text._catalogue.cache_clear()


def test_a_text_reads_japanese_unless_told_otherwise() -> None:
    assert str(say("{count}件を登録する", count=3)) == "3件を登録する"
    assert say("{count}件を登録する", count=3).render("ja") == "3件を登録する"


@pytest.mark.usefixtures("english")
def test_the_same_text_reads_english_from_the_catalogue() -> None:
    assert say("{count}件を登録する", count=3).render("en") == "register 3 rows"


@pytest.mark.usefixtures("english")
def test_a_message_missing_from_the_catalogue_stays_japanese() -> None:
    assert say("訳のない{what}", what="文").render("en") == "訳のない文"


@pytest.mark.usefixtures("english")
def test_an_empty_message_does_not_show_the_header_of_the_catalogue() -> None:
    assert say("").render("en") == ""


@pytest.mark.usefixtures("english")
def test_texts_within_a_text_follow_its_language_and_lists_its_separator() -> None:
    days = say("対象は{days}", days=(say("初日"), say("最終日"), date(2026, 11, 30)))
    assert days.render("ja") == "対象は初日、最終日、2026-11-30"
    assert days.render("en") == "days: first day, last day, 2026-11-30"


def test_braces_in_a_message_without_values_and_within_values_are_left_alone() -> None:
    assert str(say('{"schema": 1}')) == '{"schema": 1}'
    assert str(say("内容は{content}", content="{x}")) == "内容は{x}"


def test_equal_texts_are_equal_values() -> None:
    assert say("{n}件", n=1) == Text("{n}件", (("n", 1),))
    assert say("{n}件", n=1) != say("{n}件", n=2)
    assert len({say("{n}件", n=1), say("{n}件", n=1)}) == 1


def test_a_value_may_bear_the_name_message() -> None:
    assert str(say("理由: {message}", message="x")) == "理由: x"


def test_a_complaint_tells_what_where_and_how_to_mend_it_line_by_line() -> None:
    complaint = Complaint(say("日付の誤り"), where=say("plan.csv 3行目"), mend=say("YYYY-MM-DD と書く"))
    assert str(complaint).splitlines() == [
        "日付の誤り",
        "  場所: plan.csv 3行目",
        "  直し方: YYYY-MM-DD と書く",
    ]


def test_a_complaint_leaves_out_what_it_cannot_tell() -> None:
    assert str(Complaint(say("日付の誤り"))) == "日付の誤り"


@pytest.mark.usefixtures("english")
def test_a_complaint_has_english_labels_in_english() -> None:
    complaint = Complaint(say("初日"), where=say("a.csv"), mend=say("最終日"))
    assert complaint.render("en").splitlines() == ["first day", "  where: a.csv", "  how to mend: last day"]
