"""Questions that nothing written answers, made fit to be kept: without what tells who asked, and like ones alike.

Telephone numbers, e-mail addresses, reservation codes, long numbers and names (introduced, titled, or a common given
name with what follows it) are left out; `…` stands in their place. Of two questions with the same words that carry
meaning, whatever their order, ending and courtesy, one is kept and counted.
"""

import re

from knowledge import lexicon
from language import contacts

LONGEST = 300
"""Characters of a question that are kept."""
GAP = "…"

_NUMBER = re.compile(r"\+?\d[\d /().-]{4,}\d")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_TITLED = re.compile(
    r"\b((?:Herrn?|Frau|Mrs?|Ms|Miss|Mister|Dr|Prof)\.?) ((?:[A-ZÄÖÜ][\w'-]+|von|van|de|der|zu)(?: |\b)){1,3}"
)
_CAPITAL = re.compile(r"[A-ZÄÖÜ][\w'-]+")


def anonymous(question: str, region: str) -> str:
    """The question without personal data. `region` is where telephone numbers without a country code are dialled."""
    text = " ".join(question.split())
    for language in ("en", "de"):
        for value in reversed(contacts.read(text, language=language, region=region)):
            text = f"{text[: value.span[0]]}{GAP}{text[value.span[1] :]}"
    text = _ADDRESS.sub(GAP, _NUMBER.sub(GAP, text))
    text = _TITLED.sub(rf"\1 {GAP} ", text)
    return re.sub(r"\s+([?!.,;])", r"\1", _without_given_names(text)).strip()[:LONGEST]


def _without_given_names(text: str) -> str:
    """Without given names inside a sentence and the capitalised word after them."""
    out, end = "", 0
    for match in _CAPITAL.finditer(text):
        if match.start() < end or match.start() == 0 or not contacts.is_given(match[0].removesuffix("'s")):
            continue
        stop = match.end()
        if (after := re.match(r" [A-ZÄÖÜ][\w'-]+", text[stop:])) is not None:
            stop += after.end()
        out, end = f"{out}{text[end : match.start()]}{GAP}", stop
    return out + text[end:]


def key(question: str) -> str:
    """The same for questions that ask the same thing in the same words."""
    words = {lexicon.stem(word) for word in re.findall(r"[^\W_]+", question.lower()) if word not in lexicon.STOP}
    return " ".join(sorted(words or set(question.lower().split())))
