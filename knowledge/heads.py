"""Trained heads: what an utterance wants, weighed from its meaning (the embedding) and from what the rules saw in it.

A head is one softmax regression, trained by `evals.training` and kept beside this file as `heads/<name>.npz`: weights,
the classes they tell apart, the label each class stands for, the cues and the languages they were trained with, and the
id of the embedding model they belong to. Vectors of two models cannot be compared, so a head answers for its own model
only. For another model, other cues, another language or none loaded, the rules of `dialogue.intents` answer alone.

`desk` and `service` are for an event loop, `desk_now` and `service_now` for a thread without one.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from dialogue import intents
from providers import embeddings

log = logging.getLogger(__name__)

BESIDE = Path(__file__).parent / "heads"
CUE = 0.5
"""What a cue that was seen counts for, beside a vector of length 1."""
PROBLEM = 0.4
"""From this probability on, an utterance reports a problem; below a half, because a missed one costs more."""
RAISED = 0.5
"""From this probability on, a line of a conversation raises a topic."""
BY_RULE = 0.5
"""How sure an answer by rules alone is, where nothing weighed it."""


@dataclass(frozen=True)
class Head:
    """One trained head. `weights` has a row for every number of an embedding, every cue, and one for the bias."""

    model: str
    languages: tuple[str, ...]
    cues: tuple[str, ...]
    classes: tuple[str, ...]
    labels: tuple[str, ...]  # class → the label it stands for, or "" for a class outside the labels
    weights: np.ndarray

    def weigh(self, vector: Sequence[float], cues: Sequence[float]) -> np.ndarray:
        """The probability of each class, in their order."""
        seen = np.concatenate([vector, np.asarray(cues) * CUE, [1.0]]).astype(np.float32)
        scores = seen @ self.weights
        grown = np.exp(scores - scores.max())
        return grown / grown.sum()

    def by_label(self, weighed: np.ndarray) -> dict[str, float]:
        """The probability of each label: that of its classes together."""
        found: dict[str, float] = {}
        for label, share in zip(self.labels, weighed.tolist(), strict=True):
            found[label] = found.get(label, 0.0) + share
        return found


@dataclass(frozen=True)
class Want:
    """What a caller wants of the desk: a label of `dialogue.intents.LABELS`, how sure (0 to 1), and who said so."""

    label: str
    sure: float
    by: str  # "head" or "rules"


@dataclass(frozen=True)
class Service:
    """For a support desk: the kind of service, whether a problem is reported, how likely (0 to 1), what it is about.

    `topics` are the finer subjects that were heard, likeliest first; rules alone name none.
    """

    kind: str
    problem: bool
    sure: float
    topics: tuple[str, ...]
    by: str  # "head" or "rules"


# --- asking -----------------------------------------------------------------------------------------------------------
async def desk(text: str, *, previous: str = "", language: str = "en") -> Want:
    """What the caller wants of the desk now. previous: what the desk had just said. Never raises."""
    head, vector = _of("desk", language), None
    if head:
        vector = await _embedded(head, text)
    return _desk(head, vector, text, previous, language)


def desk_now(text: str, *, previous: str = "", language: str = "en") -> Want:
    """As `desk`, for a thread without an event loop: blocks it."""
    head, vector = _of("desk", language), None
    if head:
        vector = _embedded_now(head, text)
    return _desk(head, vector, text, previous, language)


async def service(text: str, *, language: str = "en") -> Service:
    """What kind of service the caller wants of a support desk. Never raises."""
    head, vector = _of("support", language), None
    if head:
        vector = await _embedded(head, text)
    return _service(head, vector, text, language)


def service_now(text: str, *, language: str = "en") -> Service:
    """As `service`, for a thread without an event loop: blocks it."""
    head, vector = _of("support", language), None
    if head:
        vector = _embedded_now(head, text)
    return _service(head, vector, text, language)


def _desk(head: Head | None, vector: Sequence[float] | None, text: str, previous: str, language: str) -> Want:
    if head is None or vector is None:
        return Want(intents.classify(text, previous=previous, language=language), BY_RULE, "rules")
    shares = head.by_label(head.weigh(vector, intents.desk_cues(text, previous=previous, language=language)))
    label = max(shares, key=lambda known: shares[known])
    return Want(label, shares[label], "head")


def _service(head: Head | None, vector: Sequence[float] | None, text: str, language: str) -> Service:
    worry = _of("problem", language)
    if head is None or worry is None or vector is None:
        kind, problem = intents.service(text)
        return Service(kind, problem, BY_RULE, (), "rules")
    cues = intents.service_cues(text, language=language)
    weighed = head.weigh(vector, cues)
    shares = head.by_label(weighed)
    kind = max(shares, key=lambda known: shares[known])
    order = [int(i) for i in np.argsort(weighed)[::-1] if weighed[i] >= RAISED]
    topics = tuple(head.classes[i] for i in order)
    problem = worry.by_label(worry.weigh(vector, cues))["problem"] >= PROBLEM
    return Service(kind, problem, shares[kind], topics, "head")


# --- the embedding, if it is the head's own ---------------------------------------------------------------------------
async def _embedded(head: Head, text: str) -> list[float] | None:
    try:
        vector = await embeddings.embed(text)
        return vector if embeddings.model_id() == head.model else None
    except embeddings.EmbeddingsUnavailable:
        return None


def _embedded_now(head: Head, text: str) -> list[float] | None:
    try:
        vector = embeddings.shared().embed_now(text)
        return vector if embeddings.model_id() == head.model else None
    except embeddings.EmbeddingsUnavailable:
        return None


# --- files ------------------------------------------------------------------------------------------------------------
CUES = {"desk": intents.DESK_CUES, "support": intents.SERVICE_CUES, "problem": intents.SERVICE_CUES}


def _of(name: str, language: str) -> Head | None:
    head = load(name)
    return head if head and language in head.languages else None


@lru_cache
def load(name: str) -> Head | None:
    """The head of that name, or None (logged) if there is none or it was trained with other cues than the rules have."""
    file = BESIDE / f"{name}.npz"
    try:
        head = read(file)
    except (OSError, KeyError, ValueError) as error:
        log.warning("head not loaded", extra={"head": name, "error": type(error).__name__})
        return None
    if head.cues != CUES[name]:
        log.warning("head was trained with other cues", extra={"head": name})
        return None
    return head


def read(file: Path) -> Head:
    """A head as `write` left it. Raises OSError, KeyError or ValueError for a file that holds none."""
    with np.load(file, allow_pickle=False) as kept:
        names = [tuple(str(one) for one in kept[key].tolist()) for key in ("languages", "cues", "classes", "labels")]
        weights = kept["weights"].astype(np.float32)
        head = Head(str(kept["model"]), names[0], names[1], names[2], names[3], weights)
    rows = embeddings.DIMENSIONS + len(head.cues) + 1
    if weights.shape != (rows, len(head.classes)) or len(head.labels) != len(head.classes):
        raise ValueError(f"{file} holds weights of shape {weights.shape}")
    return head


def write(head: Head, file: Path) -> None:
    """Keep a head, its weights rounded to half precision."""
    file.parent.mkdir(parents=True, exist_ok=True)
    names = {"languages": head.languages, "cues": head.cues, "classes": head.classes, "labels": head.labels}
    np.savez_compressed(
        file,
        model=np.array(head.model),
        weights=head.weights.astype(np.float16),
        **{key: np.array(value) for key, value in names.items()},
    )
