"""A yes counts for what was read back, and for nothing else."""

from dialogue import agreement, choices
from dialogue.forms import Form, Wanted
from dialogue.slots import Slot

FORM = Form(
    "reservation", wish=(Wanted("day"), Wanted("time")), contact=(Wanted("name"), Wanted("phone", may_refuse=True))
)


def slots(**values: str) -> dict[str, Slot]:
    return {name: Slot(status="valid", value=value) for name, value in values.items()}


def test_any_change_of_what_was_read_back_voids_the_agreement():
    said = slots(day="2026-11-28", time="19:00", name="Shayne", phone="+491")
    before = agreement.token(FORM, said, "hold-1")
    assert agreement.token(FORM, dict(said), "hold-1") == before
    for name in said:
        assert agreement.token(FORM, {**said, name: Slot(status="valid", value="other")}, "hold-1") != before
    assert agreement.token(FORM, said, "hold-2") != before
    assert agreement.token(FORM, {**said, "phone": Slot(status="refused")}, "hold-1") != before


def test_a_form_asks_for_what_is_missing_in_its_order():
    assert FORM.missing({}) == "day"
    assert FORM.missing(slots(day="2026-11-28", name="Shayne")) == "time"
    assert (
        FORM.missing({**slots(day="2026-11-28", time="19:00", name="Shayne"), "phone": Slot(status="refused")}) is None
    )
    assert FORM.wished(slots(day="2026-11-28", time="19:00"))


OFFERED = ["2026-11-28T18:30", "2026-11-28T20:00"]


def test_an_offer_is_taken_by_its_place_its_time_or_a_plain_yes_to_a_single_one():
    assert choices.chosen(OFFERED, "the later one please", {"choose"}) == OFFERED[1]
    assert choices.chosen(OFFERED, "das erste", {"choose"}) == OFFERED[0]
    assert choices.chosen(OFFERED, "20 Uhr", set(), times=["20:00"]) == OFFERED[1]
    assert choices.chosen(OFFERED, "yes", {"affirm"}) is None, "yes to which?"
    assert choices.chosen(OFFERED[:1], "ja gern", {"affirm"}) == OFFERED[0]
    assert choices.chosen(OFFERED, "at nine", set(), times=["21:00"]) is None
