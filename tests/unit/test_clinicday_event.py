from simulator.clinicday.event import COLUMNS, Event


def test_a_row_has_a_cell_for_each_column_in_order() -> None:
    event = Event(
        "v-1", "queue", "greeting", 32_400.12345, "991/reception_desk", "subsidy", "ok", "期間の最終日"
    )
    assert dict(zip(COLUMNS, event.row(), strict=True)) == {
        "run_number": 1,
        "entity_id": "v-1",
        "event_type": "queue",
        "event": "greeting",
        "time": 32_400.123,
        "resource_id": "991/reception_desk",
        "pathway": "subsidy",
        "outcome": "ok",
        "planted": "期間の最終日",
    }


def test_the_columns_are_those_of_animation_tools_for_clinics_followed_by_our_own() -> None:
    assert COLUMNS[:6] == ("run_number", "entity_id", "event_type", "event", "time", "resource_id")
    assert COLUMNS[6:] == ("pathway", "outcome", "planted")
