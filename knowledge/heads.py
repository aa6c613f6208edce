"""Trained heads: how likely each reading of an utterance is, weighed from its meaning and from what the rules saw in it.

A head is one softmax regression over the embedding and the cues of the rules. `evals.training` trains it and keeps it
beside this file as `heads/<name>.npz`: weights, the classes they tell apart, the label each class stands for, the cues
and languages it was trained with, and the id of the embedding model it belongs to. Vectors of two models cannot be
compared, so a head answers for its own model only. For any other, for other cues or languages, and where no model can be
loaded, there is no answer, and the rules are left to speak alone.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from providers import embeddings
from providers.embeddings import EmbeddingsUnavailable as Unavailable
from providers.embeddings import model_id

__all__ = [
    "BESIDE",
    "CUE",
    "Head",
    "Unavailable",
    "Weighed",
    "embedded",
    "load",
    "model_id",
    "read",
    "weigh",
    "weigh_now",
    "write",
]

log = logging.getLogger(__name__)

BESIDE = Path(__file__).parent / "heads"
CUE = 0.5
"""What a cue that was seen counts for, beside a vector of length 1."""

LONGEST = 600
"""Characters of an utterance that are embedded, half a minute of speech: what a caller wants comes early, and a text of
twenty thousand would take a tenth of a second."""


@dataclass(frozen=True)
class Head:
    """One trained head. `weights` has a row for every number of an embedding, every cue, and one for the bias."""

    model: str
    languages: tuple[str, ...]
    cues: tuple[str, ...]
    classes: tuple[str, ...]
    labels: tuple[str, ...]  # class → the label it stands for
    weights: np.ndarray

    def weigh(self, vector: Sequence[float], cues: Sequence[float]) -> "Weighed":
        """How likely each class is for one utterance."""
        seen = np.concatenate([vector, np.asarray(cues) * CUE, [1.0]]).astype(np.float32)
        scores = seen @ self.weights
        grown = np.exp(scores - scores.max())
        shares = (grown / grown.sum()).tolist()
        labels = dict.fromkeys(self.labels, 0.0)
        for label, share in zip(self.labels, shares, strict=True):
            labels[label] += share
        return Weighed(labels, dict(zip(self.classes, shares, strict=True)))


@dataclass(frozen=True)
class Weighed:
    """The probability of each label, and of the finer classes they are made of. Each adds up to 1."""

    labels: dict[str, float]
    classes: dict[str, float]


async def weigh(name: str, text: str, cues: Mapping[str, float], *, language: str = "en") -> Weighed | None:
    """What the head of that name makes of an utterance. cues: what the rules saw, by name. None: it has no answer."""
    head = _answering(name, cues, language)
    if head is None:
        return None
    try:
        vector = await embeddings.embed(text[:LONGEST])
        return head.weigh(vector, list(cues.values())) if model_id() == head.model else None
    except Unavailable:
        return None


def weigh_now(name: str, text: str, cues: Mapping[str, float], *, language: str = "en") -> Weighed | None:
    """As `weigh`, for a thread without an event loop: blocks it."""
    head = _answering(name, cues, language)
    if head is None:
        return None
    try:
        vector = embeddings.shared().embed_now(text[:LONGEST])
        return head.weigh(vector, list(cues.values())) if model_id() == head.model else None
    except Unavailable:
        return None


def _answering(name: str, cues: Mapping[str, float], language: str) -> Head | None:
    head = load(name)
    return head if head and language in head.languages and tuple(cues) == head.cues else None


def embedded(texts: Iterable[str]) -> dict[str, np.ndarray]:
    """Each text's vector, to learn from: minutes for some thousand texts. Blocks. Raises Unavailable."""
    each = sorted(set(texts))
    vectors = embeddings.shared().embed_passages_now([text[:LONGEST] for text in each])
    return {text: np.array(vector, dtype=np.float32) for text, vector in zip(each, vectors, strict=True)}


# --- files ------------------------------------------------------------------------------------------------------------
@lru_cache
def load(name: str) -> Head | None:
    """The head of that name. None, and a line in the log, if there is none that can be read."""
    try:
        return read(BESIDE / f"{name}.npz")
    except (OSError, KeyError, ValueError) as error:
        log.warning("head not loaded", extra={"head": name, "error": type(error).__name__})
        return None


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
    np.savez_compressed(
        file,
        model=np.array(head.model),
        languages=np.array(head.languages),
        cues=np.array(head.cues),
        classes=np.array(head.classes),
        labels=np.array(head.labels),
        weights=head.weights.astype(np.float16),
    )
