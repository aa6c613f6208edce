"""Whether anybody is there: an answering machine says so, and music on hold or another bot says the same for ever. Pure."""

import re

MACHINE = re.compile(
    r"leave (?:me |us )?(?:a |your )?message|after the (?:tone|beep)|voice ?mail|mailbox|(?:not|un)available to take your call|"
    r"your call is important|next available (?:agent|representative)|all (?:of )?our (?:lines|agents) are|"
    r"nach dem (?:signal|piep)ton|nachricht hinterlassen|hinterlassen sie|anrufbeantworter|ist (?:zurzeit|momentan|derzeit) nicht erreichbar|"
    r"alle (?:unsere )?(?:leitungen|mitarbeiter\w*) (?:sind|befinden)|nächste(?:r|n)? freie(?:r|n)? (?:platz|mitarbeiter\w*)",
    re.IGNORECASE,
)
LOOKED_AT = 2
"""So many utterances at the beginning may give a machine away; later a person may speak of one."""
ALIKE = 3
"""The same words so often in a row are nobody's."""
WORDS = 8
"""Fewer words a person may well say three times: "I want to talk to somebody, please"."""


class Machines:
    """What has been said in one call, as far as it tells a person from a machine."""

    def __init__(self) -> None:
        self._said = self._alike = 0
        self._last = ""

    def spoke(self, text: str) -> bool:
        """Whether it is a machine that has said this, after all that it said before."""
        words = re.findall(r"\w+", text.lower())
        plain = " ".join(words)
        self._said += 1
        self._alike = self._alike + 1 if plain == self._last else 1
        self._last = plain
        if self._said <= LOOKED_AT and MACHINE.search(text):
            return True
        return self._alike >= ALIKE and len(words) >= WORDS
