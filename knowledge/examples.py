"""Which intent's example utterances are nearest to what was said.

The examples of an agent type stand beside the sample agents (`agents/<type>.intents.yaml`), in English and German.
They are embedded once and kept under `data`, under the model's id and the file's own hash. An intent is as near as the
mean of its two nearest examples; too far from all of them, or nearly as near to a second intent, is `unclear`. What far
and near are differs between models, so both are measured in the spread of the examples' own similarities.
"""

import asyncio
import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import yaml

from providers import embeddings
from settings import settings

BESIDE = Path(__file__).parent.parent / "agents"
FLOOR = 1.45
"""How many spreads above the average pair of examples an utterance must be near: 0.38 for MiniLM on the receptionist's."""
MARGIN = 0.12
"""By how many spreads it must be nearer to one intent than to any other: 0.02 for MiniLM on the receptionist's."""
UNCLEAR = "unclear"


@dataclass(frozen=True)
class Examples:
    """The examples of one agent type: unit vectors, one row each, and the intent each stands for."""

    vectors: np.ndarray
    intents: tuple[str, ...]
    of: np.ndarray  # row → index into `intents`
    floor: float  # similarity below which nothing is near
    margin: float  # by how much the nearest intent has to lead


_loading: dict[str, asyncio.Task[Examples]] = {}


async def nearest(agent_type: str, text: str) -> tuple[str, float]:
    """The intent whose examples are nearest, and its similarity (cosine, -1 to 1). `unclear` when none is near enough,
    or when no embedding model can be loaded.
    """
    try:
        known, vector = await load(agent_type), await embeddings.embed(text)
    except embeddings.EmbeddingsUnavailable:
        return UNCLEAR, 0.0
    near = known.vectors @ np.asarray(vector, dtype=np.float32)
    scores = np.array([_top_two(near[known.of == i]) for i in range(len(known.intents))])
    order = np.argsort(scores)[::-1]
    best, second = float(scores[order[0]]), float(scores[order[1]])
    if best < known.floor or best - second < known.margin:
        return UNCLEAR, best
    return known.intents[order[0]], best


def _top_two(near: np.ndarray) -> float:
    return float(np.sort(near)[-2:].mean())


async def load(agent_type: str) -> Examples:
    """The examples of a type, embedded on first use."""
    if agent_type not in _loading or (_loading[agent_type].done() and _loading[agent_type].exception()):
        _loading[agent_type] = asyncio.ensure_future(_load(agent_type))
    return await asyncio.shield(_loading[agent_type])


async def _load(agent_type: str) -> Examples:
    file = BESIDE / f"{agent_type}.intents.yaml"
    written = await asyncio.to_thread(_read, str(file))
    intents = tuple(sorted(written))
    texts = [(text, i) for i, intent in enumerate(intents) for text in written[intent]]
    await embeddings.start()
    key = sha256(json.dumps([embeddings.model_id(), texts]).encode()).hexdigest()[:16]
    kept = settings().data / "models" / f"{agent_type}.{key}.npy"
    if kept.exists():
        vectors = await asyncio.to_thread(np.load, kept)
    else:
        vectors = np.array([await embeddings.embed(text) for text, _ in texts], dtype=np.float32)
        await asyncio.to_thread(_keep, kept, vectors)
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    floor, margin = thresholds(vectors)
    return Examples(vectors, intents, np.array([i for _, i in texts]), floor, margin)


def thresholds(vectors: np.ndarray) -> tuple[float, float]:
    """The least similarity and the least lead that count, for the model that made these unit vectors (a row each)."""
    pairs = (vectors @ vectors.T)[np.triu_indices(len(vectors), k=1)]
    return float(pairs.mean() + FLOOR * pairs.std()), float(MARGIN * pairs.std())


@lru_cache
def _read(file: str) -> dict[str, list[str]]:
    """{intent: utterances of both languages}. The file is {intent: {en: [...], de: [...]}}."""
    with open(file, encoding="utf-8") as lines:
        written = yaml.safe_load(lines)
    return {
        intent: [text for texts in by_language.values() for text in texts] for intent, by_language in written.items()
    }


def _keep(file: Path, vectors: np.ndarray) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{id(vectors)}.part")
    with open(part, "wb") as out:
        np.save(out, vectors)
    part.replace(file)
