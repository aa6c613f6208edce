"""A yes counts for what was read back, and for nothing else."""

from typing import Any

import pytest

from dialogue import agreement, choices, errands
from dialogue.forms import Form, Wanted
from dialogue.slots import Slot
from dialogue.state import Errand

FORM = Form("table", wish=(Wanted("day"), Wanted("time")), contact=(Wanted("name"), Wanted("phone", may_refuse=True)))


def slots(**values: Any) -> dict[str, Slot]:
    return {name: Slot(status="valid", value=value) for name, value in values.items()}


def errand(**changes: Any) -> Errand:
    """An errand that is ready to be read back."""
    known = slots(day="2026-11-28", time="19:00", name="Shayne", phone="+491")
    hold = {"id": "hold-1", "facts": {}, "until": ""}
    return Errand(**{**errands.begun("table", 1), "slots": known, "hold": hold, **changes})  # type: ignore[typeddict-item]


def test_any_change_of_what_was_read_back_voids_the_agreement():
    before = agreement.token(errand())
    assert agreement.token(errand()) == before
    for name, said in errand()["slots"].items():
        for other in ({**said, "value": "other"}, Slot(status="refused")):
            assert agreement.token(errand(slots={**errand()["slots"], name: other})) != before
    assert agreement.token(errand(slots={**errand()["slots"], **slots(area="outside")})) != before
    assert agreement.token(errand(hold={"id": "hold-2", "facts": {}, "until": ""})) != before
    assert agreement.token(errand(target={"code": "R4K7C"})) != before
    assert agreement.token(errand(notes="a high chair")) != before
    assert agreement.token(errand(epoch=2)) != before, "the second table is another errand"
    assert agreement.token(errand(kind="waitlist")) != before


@pytest.mark.parametrize("acts", [{"affirm", "correct"}, {"affirm", "request_info"}, {"deny"}, set(), {"backchannel"}, {"affirm", "hold_on"}])  # fmt: skip
def test_only_an_unqualified_yes_is_one(acts):
    read_back = errand()
    token = agreement.token(read_back)
    assert agreement.agreed({**read_back, "agreed": token}, {"agreement": token}, {"affirm"})
    assert not agreement.agreed({**read_back, "agreed": token}, {"agreement": token}, acts)


def test_a_yes_to_anything_else_is_none():
    read_back = errand()
    token = agreement.token(read_back)
    assert not agreement.agreed({**read_back, "agreed": token}, {}, {"affirm"}), "nothing was asked"
    assert not agreement.agreed({**read_back, "agreed": None}, {"agreement": token}, {"affirm"}), "it was voided"
    changed: Errand = {**read_back, "agreed": token, "notes": "a dog"}
    assert not agreement.agreed(changed, {"agreement": token}, {"affirm"}), "something was added since"


def test_a_form_asks_for_what_is_missing_in_its_order():
    assert FORM.missing({}) == "day"
    assert FORM.missing(slots(day="2026-11-28", name="Shayne")) == "time"
    assert (
        FORM.missing({**slots(day="2026-11-28", time="19:00", name="Shayne"), "phone": Slot(status="refused")}) is None
    )
    assert FORM.wished(slots(day="2026-11-28", time="19:00"))


OFFERED = [{"day": "2026-11-28", "time": "18:30"}, {"day": "2026-11-28", "time": "20:00"}]
ROOMS = [
    {"check_in": "2026-12-05", "check_out": "2026-12-08", "room_type": "single"},
    {"check_in": "2026-12-05", "check_out": "2026-12-08", "room_type": "suite"},
]


def test_an_offer_is_taken_by_its_place_its_time_or_a_plain_yes_to_a_single_one():
    assert choices.chosen(OFFERED, "the later one please", {"choose"}) == OFFERED[1]
    assert choices.chosen(OFFERED, "das erste", {"choose"}) == OFFERED[0]
    assert choices.chosen(OFFERED, "20 Uhr", set(), {"time": ["20:00"]}) == OFFERED[1]
    assert choices.chosen(OFFERED, "das günstigste", set()) == OFFERED[0]
    assert choices.chosen(OFFERED, "das zweite", set(), {"day": ["2026-12-02"]}) == OFFERED[1], (
        "not the 2nd of the month"
    )
    assert choices.chosen(OFFERED, "yes", {"affirm"}) is None, "yes to which?"
    assert choices.chosen(OFFERED[:1], "ja gern", {"affirm"}) == OFFERED[0]
    assert choices.chosen(OFFERED[:1], "yes, but later", {"affirm", "correct"}) is None
    assert choices.chosen(OFFERED, "at nine", set(), {"time": ["21:00"]}) is None
    assert choices.chosen(OFFERED, "either is fine", {"choose"}) == OFFERED[0]
    assert choices.chosen(ROOMS, "the suite please", set(), {"room_type": ["suite"]}) == ROOMS[1]
    assert choices.chosen(ROOMS, "for two", set(), {"party_size": [2]}) is None, "that tells no room from the other"
