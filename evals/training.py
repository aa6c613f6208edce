"""Train the heads of `knowledge/heads` from labelled sets: `python -m evals.training --data FOLDER [--check]`.

FOLDER holds intents.jsonl and support_utterances.jsonl, and receptionist_de.jsonl if there is one. The sentences written
for the sample agents (`agents/desk.intents.yaml`) are learned beside them. A head is softmax regression on the embedding
and the cues of the rules, fitted by accelerated gradient descent from zero, so that the same data, rules and model give
the same weights. Train anew whenever the embedding model or the rules' cues change.

`--check` writes nothing and prints what five folds say of utterances that were not learned from. Utterances that differ
in case and punctuation only, stay in one fold.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import yaml

from dialogue import intents
from knowledge import heads

HOUSE = Path(__file__).parent.parent
FOLDS = 5
ROUNDS = 250
DECAY = {"desk": 5e-5, "support": 4e-5, "problem": 1e-4}
"""How strongly each head's weights are held back: the finer the classes, the less."""


@dataclass(frozen=True)
class Lesson:
    """One utterance to learn from: which class it is an example of, which labels are right, what the rules saw in it."""

    text: str
    of: str
    right: frozenset[str]
    cues: dict[str, float]
    source: str
    counted: bool = True  # whether it is part of a labelled set, and so of the figures


@dataclass(frozen=True)
class Course:
    """Everything one head learns: the lessons, the label that each class stands for, the languages."""

    head: str
    lessons: list[Lesson]
    label_of: dict[str, str]
    languages: tuple[str, ...]


# --- what there is to learn -------------------------------------------------------------------------------------------
def courses(folder: Path) -> Iterator[Course]:
    """The three courses. Raises OSError for a set that is missing."""
    yield _desk(folder)
    records = list(_records(folder / "support_utterances.jsonl"))
    kinds = [record for record in records if "intent" in record]
    topics = {_topic(record): record["intent"] for record in kinds}
    yield Course("support", [_service(r, _topic(r), r["intent"]) for r in kinds], topics, ("en",))
    worries = [(record, "problem" if record["problem"] else "none") for record in records if "problem" in record]
    named = {"problem": "problem", "none": "none"}
    yield Course("problem", [_service(record, name, name) for record, name in worries], named, ("en",))


def _desk(folder: Path) -> Course:
    lessons = []
    for record in _records(folder / "intents.jsonl"):
        cues = intents.desk_cues(record["text"], previous=(record.get("context") or {}).get("system") or "")
        right = frozenset(record.get("intents_ok") or [record["intent"]])
        lessons.append(Lesson(record["text"], record["intent"], right, cues, record["source"]))
    german = folder / "receptionist_de.jsonl"
    for record in _records(german) if german.exists() else ():
        if record["lang"] == "de":
            lessons.append(_own(record["text"], record["intent"], "de"))
    written = yaml.safe_load((HOUSE / "agents" / "desk.intents.yaml").read_text(encoding="utf-8"))
    for label, by_language in written.items():
        lessons += [_own(text, label, language) for language, texts in by_language.items() for text in texts]
    return Course("desk", lessons, {label: label for label in intents.LABELS}, ("en", "de"))


def _own(text: str, label: str, language: str) -> Lesson:
    cues = intents.desk_cues(text, language=language)
    return Lesson(text, label, frozenset([label]), cues, f"beside, {language}", counted=False)


def _service(record: dict[str, str], of: str, label: str) -> Lesson:
    return Lesson(record["text"], of, frozenset([label]), intents.service_cues(record["text"]), record["source"])


def _topic(record: dict[str, str]) -> str:
    return record["fine"].lower()


def _records(file: Path) -> Iterator[dict]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


# --- learning ---------------------------------------------------------------------------------------------------------
def softmax(scores: np.ndarray) -> np.ndarray:
    """Each row as probabilities."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return grown / grown.sum(axis=1, keepdims=True)


def fit(seen: np.ndarray, classes: np.ndarray, *, count: int, decay: float, rounds: int = ROUNDS) -> np.ndarray:
    """Weights (columns of `seen` x count) of softmax regression with a squared penalty on all rows but the last.

    seen: a row each, its last number 1 for the bias. classes: what each row is, 0 to count - 1. Nesterov's accelerated
    gradient with the step that the largest curvature allows (doi:10.1007/978-1-4419-8853-9).
    """
    wanted = np.eye(count, dtype=np.float32)[classes]
    steepest: np.ndarray = np.ones(seen.shape[1], dtype=np.float32)
    for _ in range(30):
        steepest = seen.T @ (seen @ steepest) / len(seen)
        curvature = float(np.linalg.norm(steepest))
        steepest /= curvature
    step = 1 / (curvature / 2 + decay)
    held = np.full((seen.shape[1], 1), decay, dtype=np.float32)
    held[-1] = 0
    weights: np.ndarray = np.zeros((seen.shape[1], count), dtype=np.float32)
    ahead = weights
    pace = 1.0
    for _ in range(rounds):
        slope = seen.T @ (softmax(seen @ ahead) - wanted) / len(seen) + held * ahead
        stepped = (ahead - step * slope).astype(np.float32)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = stepped + np.float32((pace - 1) / faster) * (stepped - weights)
        weights, pace = stepped, faster
    return weights


def seen(course: Course, vectors: dict[str, np.ndarray]) -> np.ndarray:
    """A row for each lesson, as a head reads it."""
    rows = [[*vectors[one.text], *(heads.CUE * cue for cue in one.cues.values()), 1.0] for one in course.lessons]
    return np.array(rows, dtype=np.float32)


def train(course: Course, vectors: dict[str, np.ndarray], model: str, only: np.ndarray | None = None) -> heads.Head:
    """The head of a course. only: which lessons to learn, all by default."""
    classes = sorted(course.label_of)
    chosen = np.ones(len(course.lessons), dtype=bool) if only is None else only
    of = np.array([classes.index(lesson.of) for lesson in course.lessons])
    weights = fit(seen(course, vectors)[chosen], of[chosen], count=len(classes), decay=DECAY[course.head])
    labels = tuple(course.label_of[name] for name in classes)
    cues = tuple(course.lessons[0].cues)
    return heads.Head(model, course.languages, cues, tuple(classes), labels, weights)


# --- checking ---------------------------------------------------------------------------------------------------------
def fold(text: str) -> int:
    """Which fold an utterance is in, whatever its case and punctuation."""
    return crc32(" ".join(re.findall(r"\w+", text.lower())).encode()) % FOLDS


def checked(course: Course, vectors: dict[str, np.ndarray]) -> list[heads.Weighed]:
    """What a head that has not learned from it makes of each lesson."""
    found: dict[int, heads.Weighed] = {}
    of = np.array([fold(lesson.text) for lesson in course.lessons])
    for held_out in range(FOLDS):
        head = train(course, vectors, "", only=of != held_out)
        for at in np.flatnonzero(of == held_out).tolist():
            lesson = course.lessons[at]
            found[at] = head.weigh(vectors[lesson.text].tolist(), list(lesson.cues.values()))
    return [found[at] for at in range(len(course.lessons))]


def report(course: Course, weighed: list[heads.Weighed]) -> Iterator[str]:
    """What a check says, a line each."""
    labels = sorted(set(course.label_of.values()))
    best = [max(one.labels, key=lambda label: one.labels[label]) for one in weighed]
    if course.head == "problem":
        best = ["problem" if one.labels["problem"] >= intents.PROBLEM_FROM else "none" for one in weighed]
    pairs = [(lesson, given) for lesson, given in zip(course.lessons, best, strict=True) if lesson.counted]
    yield f"{course.head}: accuracy {_share(given in one.right for one, given in pairs)} of {len(pairs)}"
    for source in sorted({lesson.source for lesson in course.lessons}):
        some = [(lesson, given) for lesson, given in zip(course.lessons, best, strict=True) if lesson.source == source]
        yield f"  {source}: {_share(given in one.right for one, given in some)} of {len(some)}"
    scored = [
        (course.label_of[one.of], course.label_of[one.of] if given in one.right else given) for one, given in pairs
    ]
    for label in labels:
        hit = sum(gold == given == label for gold, given in scored)
        meant, said = sum(gold == label for gold, _ in scored), sum(given == label for _, given in scored)
        yield f"  {label}: F1 {2 * hit / max(1, said + meant):.3f} of {meant}"


def _share(hits: Iterable[bool]) -> str:
    counted = list(hits)
    return f"{sum(counted) / max(1, len(counted)):.3f}"


# --- the door ---------------------------------------------------------------------------------------------------------
def run(folder: Path, target: Path | None, say: Callable[[str], None] = print) -> None:
    """Train every head into `target`; without one, check them instead. Raises OSError, heads.Unavailable."""
    taught = list(courses(folder))
    vectors = heads.embedded(lesson.text for course in taught for lesson in course.lessons)
    for course in taught:
        if target is None:
            for line in report(course, checked(course, vectors)):
                say(line)
        else:
            head = train(course, vectors, heads.model_id())
            heads.write(head, target / f"{course.head}.npz")
            say(f"{course.head}: {len(course.lessons)} utterances, {len(head.classes)} classes, {head.model}")


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 2 and a line on stderr for a folder that cannot be learned from."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.training", description=__doc__.split("\n")[0] if __doc__ else ""
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the labelled sets")
    parser.add_argument("--out", type=Path, default=heads.BESIDE, help="where the heads go")
    parser.add_argument("--check", action="store_true", help="cross-validate, and write nothing")
    chosen = parser.parse_args(arguments)
    try:
        run(chosen.data, None if chosen.check else chosen.out)
    except (OSError, ValueError, KeyError, heads.Unavailable) as error:
        print(f"evals.training: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
