"""A yes counts for what was read back, and for nothing else."""

from typing import Any

import pytest

from dialogue import acts, agreement, choices, errands
from dialogue.forms import Form, Wanted
from dialogue.slots import Slot
from dialogue.state import Errand, Expectation

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


def cancellation() -> Errand:
    """A cancellation of R4K7C that was just read back."""
    target = {"kind": "table", "code": "R4K7C", "day": "2026-11-26", "time": "19:00", "party_size": 2}
    read_back = errand(kind="cancel", hold=None, target=target)
    return {**read_back, "agreed": agreement.token(read_back)}


@pytest.mark.parametrize(
    ("utterance", "said"),
    [
        ("yes, K7MPR too", {"code": ["K7MPR"]}),
        ("yes, the one on Friday", {"day": ["2026-11-27"]}),
        ("yes, both", {}),
        ("yes, and the other one too", {}),
        ("yes, and book a table for Saturday", {}),
        ("ja, und den anderen Tisch auch", {}),
        ("ja, beide", {}),
        ("ja, und dann noch einen zweiten Tisch", {}),
    ],
)
def test_a_yes_to_more_than_was_read_back_is_none(utterance, said):
    read_back = cancellation()
    asked: Expectation = {"agreement": str(read_back["agreed"])}
    assert agreement.agreed(read_back, asked, {"affirm"}, "yes, R4K7C", {"code": ["R4K7C"]})
    assert not agreement.agreed(read_back, asked, {"affirm"}, utterance, said)


@pytest.mark.parametrize("utterance", ["cancel it", "Yes please, cancel the reservation.", "go ahead and cancel it now", "yes, cancel it, my wife is ill", "call it off please", "stornieren", "Ja, bitte stornieren Sie das", "sagen Sie den Tisch ab", "Ja, stornieren Sie bitte, wir sind leider krank", "bitte löschen Sie die Buchung"])  # fmt: skip
def test_to_be_told_to_cancel_it_is_a_yes_to_cancelling_it(utterance):
    assert agreement.tells_to_cancel(utterance, [], cancellation())


@pytest.mark.parametrize("utterance", ["cancel everything", "cancel all my bookings", "cancel the other one", "cancel booking abcde", "cancel it and rebook", "cancel the table, but keep the room", "cancel it tomorrow", "cancel it, if it is free", "cancel my breakfast", "alles stornieren", "stornieren Sie beide", "den anderen Tisch absagen", "stornieren, aber erst morgen", "ja, stornieren, falls es nichts kostet"])  # fmt: skip
def test_to_be_told_to_cancel_anything_else_is_no_yes(utterance):
    assert not agreement.tells_to_cancel(utterance, [], cancellation())


def test_its_own_day_and_code_may_be_named_in_a_yes_to_cancelling():
    words = "cancel R4K7C on Thursday"
    values = [
        {"kind": "code", "value": "R4K7C", "span": (7, 12)},
        {"kind": "date", "value": "2026-11-26", "span": (16, 24)},
    ]
    assert agreement.tells_to_cancel(words, values, cancellation())
    values[1]["value"] = "2026-11-27"
    assert not agreement.tells_to_cancel(words, values, cancellation())


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


@pytest.mark.parametrize("utterance", ["it is M P R J 3 actually", "yes, K7-MPR", "yes k7mpr"])
def test_whatever_may_be_another_code_is_no_yes(utterance):
    read_back = cancellation()
    asked: Expectation = {"agreement": str(read_back["agreed"])}
    assert not agreement.agreed(read_back, asked, acts.hear(utterance, "en"), utterance, {})
    assert agreement.agreed(read_back, asked, acts.hear("yes, R4K7C", "en"), "yes, R4K7C", {})


@pytest.mark.parametrize("utterance", ["cancel both", "cancel all of them", "sagen Sie bitte beide Tische ab", "alles stornieren", "my two bookings, all two"])  # fmt: skip
def test_each_of_several_is_meant_where_all_are_spoken_of(utterance):
    assert agreement.means_all(utterance)


@pytest.mark.parametrize("utterance", ["cancel the other one", "for both of us", "wir beide kommen", "cancel it", "für uns beide bitte"])  # fmt: skip
def test_no_other_reservation_is_meant_by_both_of_us(utterance):
    assert not agreement.means_all(utterance)


@pytest.mark.parametrize("utterance", ["yes, both", "ja, beide", "yes both of them please"])
def test_a_yes_to_both_counts_for_the_first_only_where_the_other_waits(utterance):
    read_back = cancellation()
    asked: Expectation = {"agreement": str(read_back["agreed"])}
    heard = acts.hear(utterance, "de" if "beide" in utterance else "en")
    assert agreement.agreed(read_back, asked, heard, utterance, {}, others=True)
    assert not agreement.agreed(read_back, asked, heard, utterance, {})


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("2027 of course", "2027"),
        ("next year", "2027"),
        ("nächstes Jahr natürlich", "2027"),
        ("dieses Jahr", "2026"),
        ("2026", "2026"),
        ("2031", None),
        ("of course", None),
    ],
)
def test_of_two_years_the_one_that_is_named_is_chosen(words, year):
    chosen = choices.chosen([{"check_in": "2026-11-01"}, {"check_in": "2027-11-01"}], words, set())
    assert (chosen or {}).get("check_in", "")[:4] == (year or "")
