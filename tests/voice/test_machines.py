"""Nobody is talked to where nobody is; a person who repeats themselves is somebody."""

import pytest

from voice.machines import Machines

MUSIC = "all lines are busy please hold the line we will be with you shortly"


@pytest.mark.parametrize(
    "said",
    [
        "Hi, this is Tom, please leave a message after the tone.",
        "Your call is important to us.",
        "Der Teilnehmer ist zurzeit nicht erreichbar.",
        "Bitte hinterlassen Sie eine Nachricht nach dem Signalton.",
    ],
)
def test_a_machine_gives_itself_away_at_the_beginning(said):
    assert Machines().spoke(said)


def test_who_speaks_of_a_machine_later_is_a_person():
    machines = Machines()
    assert not any(map(machines.spoke, ["A table for two.", "Tomorrow.", "Can I leave a message for the chef?"]))


def test_the_same_announcement_three_times_is_nobody():
    machines = Machines()
    assert [machines.spoke(MUSIC) for _ in range(3)] == [False, False, True]


@pytest.mark.parametrize("said", ["Yes, please.", "I want to talk to somebody!", "Wann haben Sie morgen geöffnet?"])
def test_a_person_may_say_the_same_three_times(said):
    machines = Machines()
    assert not any(machines.spoke(said) for _ in range(5))
