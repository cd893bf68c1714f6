"""Colours of the pages, and which text can be read on them."""

BLUE, YELLOW, RED, GREY = "#0017c1", "#ffd43d", "#a90000", "#b3b3b3"
INK, OUTLINE, BAND, WHITE, BLACK = "#333333", "#4d4d4d", "#c5d3fb", "#ffffff", "#000000"
NONE_OF = "#e6e6e6"
STEPS = (WHITE, BAND, "#7096f8", BLUE)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 computes it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(background: str) -> str:
    """Black or white, whichever can be read better."""
    return max((BLACK, WHITE), key=lambda ink: contrast(ink, background))


def step(share: float) -> str:
    """The colour of a share from 0 to 1: none, under half, half or more, all."""
    if share <= 0:
        return STEPS[0]
    if share >= 1:
        return STEPS[3]
    return STEPS[1] if share < 1 / 2 else STEPS[2]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
