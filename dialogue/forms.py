"""What is still to ask: the slots an errand needs, in the order that unlocks the next step soonest."""

from dataclasses import dataclass

from dialogue.slots import Slot, settled


@dataclass(frozen=True, slots=True)
class Wanted:
    """One slot of a form. `may_refuse`: the errand can be done without it when the caller would rather not say."""

    name: str
    may_refuse: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The slots of an errand: `wish` decides what is looked for and held, `contact` who it is for."""

    kind: str
    wish: tuple[Wanted, ...]
    contact: tuple[Wanted, ...]

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """Every slot, in asking order."""
        return self.wish + self.contact

    def missing(self, slots: dict[str, Slot]) -> str | None:
        """The slot to ask for next, or None when all is known."""
        return next((wanted.name for wanted in self.wanted if not settled(slots.get(wanted.name))), None)

    def wished(self, slots: dict[str, Slot]) -> bool:
        """Whether enough is known to look for something and hold it."""
        return all(settled(slots.get(wanted.name)) for wanted in self.wish)

    def may_refuse(self, name: str) -> bool:
        """Whether the errand can go on without this slot."""
        return any(wanted.name == name and wanted.may_refuse for wanted in self.wanted)
