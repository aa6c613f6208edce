"""How much the nearness of two texts tells, by the model that measured it and the languages they are in.

Models differ: one puts texts that have nothing in common at 0.05 and the next at 0.78, and one that was made for English
finds any two German texts alike. So a model is asked once for the nearness of a few questions to their own answers and
to one another's, in both languages and across, and its measurements are read by that scale.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from providers import embeddings

_PAIRS = {
    "en": (
        ("How long is a ticket valid?", "Tickets can be used until the end of the month."),
        ("Where do I have to sign?", "Your signature goes at the bottom of the second page."),
        ("Is the museum free for students?", "Pupils and students do not pay for the exhibition."),
        ("My screen stays black.", "If the display shows nothing, check the cable first."),
        ("Can I get my money back?", "We refund the purchase within two weeks."),
        ("When is the doctor in?", "Surgery hours are Monday to Thursday in the mornings."),
        ("How many bedrooms are there?", "The flat has three rooms to sleep in and a study."),
        ("Do I need a jacket?", "It gets chilly at night, so bring something warm."),
    ),
    "de": (
        ("Wie lange gilt eine Fahrkarte?", "Tickets können bis zum Ende des Monats benutzt werden."),
        ("Wo muss ich unterschreiben?", "Ihre Unterschrift kommt unten auf die zweite Seite."),
        ("Ist das Museum für Studenten gratis?", "Schüler und Studierende zahlen in der Ausstellung nichts."),
        ("Mein Bildschirm bleibt schwarz.", "Wenn die Anzeige nichts zeigt, prüfen Sie zuerst das Kabel."),
        ("Bekomme ich mein Geld zurück?", "Wir erstatten den Kauf innerhalb von zwei Wochen."),
        ("Wann ist der Arzt da?", "Sprechzeiten sind montags bis donnerstags am Vormittag."),
        ("Wie viele Schlafzimmer gibt es?", "Die Wohnung hat drei Zimmer zum Schlafen und ein Arbeitszimmer."),
        ("Brauche ich eine Jacke?", "Nachts wird es kühl, nehmen Sie etwas Warmes mit."),
    ),
}
SURE = 4.0
"""How many times the spread of strangers an answer must stand above them for a model to be trusted wholly."""
SAME = 8.0
"""How many times the spread of strangers lies between those and texts that say the same."""


@dataclass(frozen=True)
class Scale:
    """What a model's nearness means in one pair of languages."""

    strangers: float  # how near two texts are that have nothing in common
    spread: float  # how much that varies
    trust: float  # 0 cannot tell an answer from a stranger … 1 can

    def meaning(self, nearness: float) -> float:
        """0 for strangers … 1 for texts that say the same."""
        return min(1.0, max(0.0, (nearness - self.strangers) / (SAME * self.spread)))


Scales = dict[tuple[str, str], Scale]
"""By the languages of question and passage."""
_known: dict[str, Scales] = {}


async def scales() -> Scales:
    """The present model's scales. Raises EmbeddingsUnavailable.

    Measured once a process and model, which takes the time of 32 embeddings.
    """
    model = embeddings.model_id()
    if model not in _known:
        _known[model] = await _measured()
    return _known[model]


async def _measured() -> Scales:
    questions = {name: [await embeddings.embed(asked) for asked, _ in pairs] for name, pairs in _PAIRS.items()}
    answers = {name: await embeddings.embed_passages([told for _, told in pairs]) for name, pairs in _PAIRS.items()}
    found = {}
    for one, other in product(_PAIRS, repeat=2):
        nearness = np.array(questions[one]) @ np.array(answers[other]).T
        own = np.eye(len(nearness), dtype=bool)
        strangers, spread = float(nearness[~own].mean()), max(float(nearness[~own].std()), 1e-6)
        trust = (float(nearness[own].mean()) - strangers) / spread / SURE
        found[one, other] = Scale(strangers, spread, min(1.0, max(0.0, trust)))
    return found
