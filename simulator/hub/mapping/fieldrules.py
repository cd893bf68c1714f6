"""What a mapping says of fields: their names and values, by the end of their place in a document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.hub.contract.shape import Field, Place
from simulator.hub.mapping.spelling import DayFormat, Spelling, Words
from simulator.hub.sheet import Keys, Sheet
from simulator.language import say

_FLAGS = {"false": False, "true": True}
SCALARS = str | bool | int | float


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A rule of the file for all fields whose place ends so; `keys` is where it stands in the file."""

    keys: Keys
    end: Place
    value: Any

    def meets(self, place: Place) -> bool:
        """Whether the rule is for a field at this place."""
        return place[-len(self.end) :] == self.end


@dataclass(frozen=True, slots=True)
class FieldRules:
    """The rules that hold for a document, those of all documents first; the later and the longer win."""

    names: tuple[FieldRule, ...] = ()
    words: tuple[FieldRule, ...] = ()
    day_format: DayFormat | None = None
    flags: Words | None = None

    def with_own(self, names: tuple[FieldRule, ...], words: tuple[FieldRule, ...]) -> "FieldRules":
        """These rules with those of one document behind them."""
        return FieldRules(self.names + names, self.words + words, self.day_format, self.flags)

    def name_rule(self, place: Place) -> FieldRule | None:
        """The rule for the name of a field."""
        return _strongest(self.names, place)

    def spelling(self, place: Place, field: Field) -> Spelling | None:
        """How the value of a field is spelled, None if as in the contract."""
        rule = _strongest(self.words, place)
        if rule is not None and (pairs := _pairs(rule, field)):
            return Words(pairs)
        if field.kind == "day":
            return self.day_format
        return self.flags if field.kind == "flag" else None


def read_names(sheet: Sheet, keys: Keys) -> tuple[FieldRule, ...]:
    """The rules of a table of names, as `"basicFiveInfo.name" = "fullName"` or in tables within it."""
    return tuple(
        FieldRule(where, _place(where[len(keys) :]), sheet.text(where, value))
        for where, value in _leaves(keys, sheet.table(keys), depth=0)
    )


def read_words(sheet: Sheet, keys: Keys) -> tuple[FieldRule, ...]:
    """The rules of a table of values, each a table of the contract's value and the hub's."""
    rules = []
    for where, words in _leaves(keys, sheet.table(keys), depth=1):
        if not isinstance(words, dict):
            mend = say('{key} = {{ "契約の値" = "ハブの値" }} のように書いてください', key=where[-1])
            raise sheet.refuse(where, say("{key} は値の対応の表ではありません", key=where[-1]), mend)
        seen: list[object] = []
        for ours, theirs in words.items():
            if not isinstance(theirs, SCALARS):
                mend = say("文字列、数、true、false のどれかを書いてください")
                raise sheet.refuse((*where, ours), say("値として使えません: {value}", value=theirs), mend)
            if (type(theirs), theirs) in seen:
                raise sheet.refuse(
                    (*where, ours),
                    say("2つの値が同じ {theirs} になり、回答を読み戻せません", theirs=theirs),
                    say("値ごとに違うものを書いてください"),
                )
            seen.append((type(theirs), theirs))
        rules.append(FieldRule(where, _place(where[len(keys) :]), words))
    return tuple(rules)


def check_names(sheet: Sheet, rules: Iterable[FieldRule], places: Iterable[tuple[Place, Field]]) -> None:
    """Refuse a name rule for a field that there is not."""
    known = [place for place, _ in places]
    for rule in rules:
        if not any(rule.meets(place) for place in known):
            raise sheet.unknown(rule.keys, ".".join(rule.end), (".".join(place) for place in known))


def check_words(sheet: Sheet, rules: Iterable[FieldRule], places: Iterable[tuple[Place, Field]]) -> None:
    """Refuse a value rule for a field, or for a value of it, that there is not."""
    fields = list(places)
    check_names(sheet, rules, fields)
    for rule in rules:
        met = [field for place, field in fields if rule.meets(place)]
        open_ended = any(field.kind in ("text", "unknown") for field in met)
        known = [value for field in met for value in _values(field)]
        for word in rule.value:
            if not open_ended and word not in known:
                if known:
                    raise sheet.unknown((*rule.keys, word), word, known)
                raise sheet.refuse(
                    rule.keys,
                    say("この項目の値は言い換えられません: {name}", name=".".join(rule.end)),
                    say("日付は date_format で指定してください。数の言い換えはできません"),
                )


def _pairs(rule: FieldRule, field: Field) -> tuple[tuple[object, object], ...]:
    if field.kind in ("text", "unknown"):
        return tuple(rule.value.items())
    known = _values(field)
    return tuple(
        (_FLAGS[ours] if field.kind == "flag" else ours, theirs)
        for ours, theirs in rule.value.items()
        if ours in known
    )


def _values(field: Field) -> tuple[str, ...]:
    return tuple(_FLAGS) if field.kind == "flag" else field.values


def _strongest(rules: tuple[FieldRule, ...], place: Place) -> FieldRule | None:
    met = [(rule.keys[0] == "operations", len(rule.end), rule) for rule in rules if rule.meets(place)]
    return max(met, key=lambda each: each[:2])[2] if met else None


def _place(keys: Keys) -> Place:
    return tuple(part for key in keys for part in key.split("."))


def _leaves(keys: Keys, table: Mapping[str, Any], depth: int) -> Iterator[tuple[Keys, Any]]:
    """What stands at the ends of nested tables, tables of `depth` levels counting as ends."""
    for key, value in table.items():
        if isinstance(value, dict) and _height(value) > depth:
            yield from _leaves((*keys, key), value, depth)
        else:
            yield (*keys, key), value


def _height(value: Any) -> int:  # noqa: ANN401 - any TOML value
    return 1 + max(map(_height, value.values()), default=0) if isinstance(value, dict) else 0
