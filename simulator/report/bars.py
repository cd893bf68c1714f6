"""A small bar chart as inline SVG, for pages that must open anywhere."""

from collections.abc import Sequence

from markupsafe import Markup, escape

HEIGHT, STEP, BAR, BASE, TOP = 150, 44, 30, 120, 14


def bars(values: Sequence[tuple[str, int]], title: str) -> Markup:
    """Bars from a zero line, each with its value above and its name below; the title says the unit."""
    most = max((value for _, value in values), default=0) or 1
    width = STEP * max(len(values), 1) + 10
    parts = [
        Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="#0017c1"/>').format(
            10 + STEP * place, BASE - _height(value, most), BAR, _height(value, most)
        )
        + _label(25 + STEP * place, BASE - _height(value, most) - 4, str(value))
        + _label(25 + STEP * place, BASE + 18, name)
        for place, (name, value) in enumerate(values)
    ]
    described = ", ".join(f"{name}: {value}" for name, value in values)
    return Markup(
        '<svg role="img" viewBox="0 0 {} {}" width="{}" height="{}" aria-label="{}">{}</svg>'
    ).format(width, HEIGHT, width, HEIGHT, f"{title} {described}", Markup("").join(parts))


def _height(value: int, most: int) -> int:
    return round((BASE - TOP) * value / most)


def _label(x: int, y: int, text: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="middle" font-size="13">{}</text>').format(
        x, y, escape(text)
    )
