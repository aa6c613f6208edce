"""What is still to ask: the slots an errand needs, in the order that unlocks the next step soonest."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogue.binding import EITHER, MISTYPED, TOGETHER
from dialogue.slots import Slot, settled, value
from dialogue.state import Errand


@dataclass(frozen=True, slots=True)
class Wanted:
    """One slot of a form. `may_refuse`: the errand can be done without it when the caller would rather not say."""

    name: str
    may_refuse: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The slots of an errand: `wish` decides what is looked for and held, `contact` who it is for."""

    kind: str
    wish: tuple[Wanted, ...] = ()
    contact: tuple[Wanted, ...] = ()
    welcome: tuple[str, ...] = ()
    """Slots that are kept when they are said and never asked for."""
    look: tuple[str, ...] = ()
    """The slots of the wish that are enough to say what there is to be had."""
    points: bool = False
    """It is about a reservation that exists, which has to be found first."""
    holds: bool = False
    """Something is kept while the caller decides."""
    consent: bool = True
    """It is read back and done only after an unqualified yes."""
    commits: bool = True
    """It ends with something done. A form that does not, ends with something said."""

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """Every slot that is asked for, in asking order."""
        return self.wish + self.contact

    @property
    def names(self) -> frozenset[str]:
        """Every slot that the form has a use for."""
        return frozenset([*(wanted.name for wanted in self.wanted), *self.welcome])

    def missing(self, slots: dict[str, Slot]) -> str | None:
        """The slot to ask for next, or None when all is known. An address that was probably mistyped comes last."""
        asked = next((wanted.name for wanted in self.wanted if not settled(slots.get(wanted.name))), None)
        doubted = (name for name in self.welcome if (slots.get(name) or {}).get("reason") == MISTYPED)
        return asked or next((name for name in doubted if not settled(slots[name])), None)

    def wished(self, slots: dict[str, Slot]) -> bool:
        """Whether enough is known to hold something."""
        return all(settled(slots.get(wanted.name)) for wanted in self.wish)

    def looked(self, slots: dict[str, Slot]) -> bool:
        """Whether enough is known to say what there is."""
        return bool(self.look) and all(value(slots, name) is not None for name in self.look)

    def undecided(self, slots: dict[str, Slot]) -> str | None:
        """The slot of the wish for which the caller named several, any of which would do, where what is free can tell."""
        wish = [wanted.name for wanted in self.wish if not settled(slots.get(wanted.name))]
        several = [name for name in wish if (slots.get(name) or {}).get("reason") in (EITHER, TOGETHER)]
        return several[0] if self.look and several and not {*wish} - {*several, "time"} else None

    def may_refuse(self, name: str) -> bool:
        """Whether the errand can go on without this slot."""
        return any(wanted.name == name and wanted.may_refuse for wanted in self.wanted)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of an agent, by kind. What is done to a reservation may differ by what was reserved: "change_room"."""

    by_kind: Mapping[str, Form]

    def of(self, errand: Errand) -> Form:
        """The form of an errand, as far as it is known what it is about."""
        target = errand["target"]
        return self.by_kind.get(f"{errand['kind']}_{target['kind']}" if target else "") or self.by_kind[errand["kind"]]
