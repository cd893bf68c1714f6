"""One table of a rollout plan: what its figures are and how sure they are."""

from dataclasses import dataclass

from simulator.facts.provenance import Level
from simulator.language import planfile, say
from simulator.language.planfile import PlanError
from simulator.rollout.plan import Name, Origin, Span

__all__ = ["Entry", "PlanError"]

LONGEST_DAYS = 3650
SAMPLE = say('level = "assumed" と source = "…" のように書いてください')


@dataclass(frozen=True, slots=True)
class Entry(planfile.Entry):
    """A table with what tables of a rollout plan have in common."""

    def name(self) -> Name:
        """The names in `name_ja` and `name_en`."""
        return Name(self.text("name_ja"), self.text("name_en"))

    def origin(self) -> Origin:
        """The level and source of this table's figures."""
        for key in ("level", "source"):
            if not str(self.cells.get(key, "")).strip():
                raise self.refuse(key, say("{key} が書かれていません", key=key), SAMPLE)
        return Origin(Level(self.choice("level", Level)), self.text("source"))

    def span(self) -> Span:
        """The three-point duration in `min`, `mode` and `max`."""
        least, mode, most = (self.whole(key, 0, LONGEST_DAYS) for key in ("min", "mode", "max"))
        if not least <= mode <= most:
            raise self.refuse(
                "min" if least > mode else "max",
                say(
                    "日数の大小が逆です（min {least}、mode {mode}、max {most}）",
                    least=least,
                    mode=mode,
                    most=most,
                ),
                say("min ≦ mode ≦ max となるように直してください"),
            )
        return Span(least, mode, most)
