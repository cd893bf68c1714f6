import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.dashboard.colour import BLACK, BLUE, INK, NONE_OF, RED, STEPS, WHITE, contrast, step, text_on

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#000000", 21.0), ("#333333", 12.63), ("#0017c1", 11.10), ("#767676", 4.54)]
)
def test_contrast_on_white_is_that_of_wcag(colour: str, ratio: float) -> None:
    assert contrast(colour, WHITE) == pytest.approx(ratio, abs=0.01)


@given(colours, colours)
def test_contrast_does_not_depend_on_which_colour_is_below(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)


@given(colours)
def test_text_can_be_read_on_any_colour(background: str) -> None:
    assert contrast(text_on(background), background) >= 4.5


@pytest.mark.parametrize(
    ("background", "ink"), [(BLUE, WHITE), (RED, WHITE), (WHITE, BLACK), (NONE_OF, BLACK)]
)
def test_text_is_black_on_light_and_white_on_dark(background: str, ink: str) -> None:
    assert text_on(background) == ink


def test_body_text_is_easy_to_read() -> None:
    assert contrast(INK, WHITE) >= 7


@pytest.mark.parametrize(("share", "place"), [(0.0, 0), (0.01, 1), (0.49, 1), (0.5, 2), (0.99, 2), (1.0, 3)])
def test_only_none_and_all_have_the_outermost_colours(share: float, place: int) -> None:
    assert step(share) == STEPS[place]
