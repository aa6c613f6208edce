"""What `make prove` proves at length, in short: the race. The kills are in tests/turns/test_killed.py."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals import prove
from tests.evals.conftest import Trial


def test_the_last_tables_are_given_once_and_who_loses_is_offered_others(trial: Trial):
    raced = prove.race(20, 2, desk=trial.desk)
    assert raced.trouble == []
    assert (raced.oversold, raced.offered_nothing) == (0, 0)
    assert raced.left == raced.booked >= prove.LEFT
    assert raced.lost >= 20 - prove.LEFT
    assert len(raced.commit_ms) == prove.LEFT


def test_a_table_given_twice_is_wrong():
    well = prove.Race(50, 20, left=60, booked=60, lost=1, commit_ms=[20.0], consent_ms=[30.0])
    assert well.right
    for wrong in ({"oversold": 1}, {"booked": 59}, {"offered_nothing": 1}, {"trouble": ["x"]}, {"commit_ms": [101.0]}):
        assert not prove.Race(**{**vars(well), **wrong}).right, wrong


@pytest.mark.parametrize("wrong", [{"reservations": 2}, {"codes": 2}, {"same_words": False}, {"trouble": "x"}])
def test_a_second_reservation_or_other_words_are_wrong(wrong):
    well: dict[str, Any] = {"point": "yes", "reservations": 1, "codes": 1, "same_words": True}
    assert prove.Killed(**well).right
    assert not prove.Killed(**{**well, **wrong}).right


def test_what_is_asked_for_and_unknown_is_refused(tmp_path: Path, capsys):
    with pytest.raises(SystemExit):
        prove.main(["--only", "kills,luck", "--out", str(tmp_path / "prove.json")])
    assert "there is no luck" in capsys.readouterr().err


def test_nothing_asked_for_is_written_all_the_same(tmp_path: Path):
    assert prove.main(["--only", "", "--out", str(tmp_path / "deep" / "prove.json")]) == 0
    assert json.loads((tmp_path / "deep" / "prove.json").read_text()).keys() == {"at"}
