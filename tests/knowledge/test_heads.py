"""Trained heads answer for their own embedding model, and leave the word to the rules for any other."""

import numpy as np
import pytest
import yaml

from dialogue import intents
from evals import training
from knowledge import examples, heads

DIMENSIONS = 384


def head(classes=("a", "b"), labels=("x", "y"), model="some/model@1", cues=("one", "two")):
    weights = np.random.default_rng(7).normal(size=(DIMENSIONS + len(cues) + 1, len(classes))).astype(np.float32)
    return heads.Head(model, ("en",), cues, classes, labels, weights)


def test_probabilities_add_up_and_classes_of_one_label_are_added():
    weighed = head(("a", "b", "c"), ("x", "y", "x")).weigh([0.05] * DIMENSIONS, [1.0, 0.0])
    assert sum(weighed.classes.values()) == pytest.approx(1)
    assert weighed.labels["x"] == pytest.approx(weighed.classes["a"] + weighed.classes["c"])


def test_a_head_comes_back_from_its_file_as_it_was(tmp_path):
    kept = head()
    heads.write(kept, tmp_path / "kept.npz")
    found = heads.read(tmp_path / "kept.npz")
    assert (found.model, found.cues, found.classes, found.labels) == (kept.model, kept.cues, kept.classes, kept.labels)
    assert np.allclose(found.weights, kept.weights, atol=2e-3)


def test_a_file_of_another_shape_is_refused(tmp_path):
    heads.write(head(cues=("one",)), tmp_path / "kept.npz")
    with np.load(tmp_path / "kept.npz") as kept:
        parts = dict(kept)
    np.savez(tmp_path / "cut.npz", **{**parts, "weights": parts["weights"][:-1]})
    with pytest.raises(ValueError, match="shape"):
        heads.read(tmp_path / "cut.npz")


@pytest.mark.parametrize(
    ("name", "cues"),
    [("desk", intents.DESK_CUES), ("support", intents.SERVICE_CUES), ("problem", intents.SERVICE_CUES)],
)
def test_the_shipped_heads_were_trained_with_the_cues_the_rules_have(name, cues):
    shipped = heads.load(name)
    assert shipped is not None
    assert shipped.cues == cues
    assert "@" in shipped.model


def test_the_shipped_heads_tell_only_labels_that_are_known():
    desk = heads.load("desk")
    assert desk is not None
    assert set(desk.labels) == set(intents.LABELS)
    support = heads.load("support")
    assert support is not None
    assert set(support.classes) >= intents.TOPICS


async def test_other_cues_and_other_languages_get_no_answer():
    cues = intents.desk_cues("a table for two")
    assert await heads.weigh("desk", "a table for two", {"something": 1.0}) is None
    assert await heads.weigh("desk", "une table pour deux", cues, language="fr") is None


async def test_a_wish_the_rules_do_not_know_is_understood_by_its_meaning(with_model):
    text = "would you have a spot left for my sister and me around eight"
    weighed = await heads.weigh("desk", text, intents.desk_cues(text))
    assert weighed is not None
    assert intents.desk(text, weighed.labels)[0] == "booking"


async def test_weights_of_another_model_are_refused(with_model, tmp_path, monkeypatch):
    cues = intents.desk_cues("a table for two")
    assert await heads.weigh("desk", "a table for two", cues) is not None
    heads.write(head(model="another/model@2", cues=tuple(cues)), tmp_path / "desk.npz")
    monkeypatch.setattr(heads, "BESIDE", tmp_path)
    heads.load.cache_clear()
    try:
        assert await heads.weigh("desk", "a table for two", cues) is None
    finally:
        heads.load.cache_clear()


async def test_without_a_model_the_rules_are_left_to_answer(without_model):
    text = "a table for two"
    assert await heads.weigh("desk", text, intents.desk_cues(text)) is None
    assert intents.desk(text, None) == ("booking", intents.BY_RULE)


def test_training_finds_what_sets_two_kinds_apart():
    points = np.random.default_rng(3).normal(size=(200, 4)).astype(np.float32)
    kinds = (points[:, 0] > points[:, 1]).astype(int)
    seen = np.hstack([points, np.ones((200, 1), dtype=np.float32)])
    weights = training.fit(seen, kinds, count=2, decay=1e-4)
    assert ((seen @ weights).argmax(axis=1) == kinds).mean() > 0.97
    assert np.array_equal(weights, training.fit(seen, kinds, count=2, decay=1e-4))


def test_an_utterance_stays_in_one_fold_however_it_is_written():
    assert training.fold("Is the pool OPEN?") == training.fold("is the pool open")


def test_near_is_measured_in_the_models_own_spread():
    wide = np.random.default_rng(5).normal(size=(60, 30))
    wide /= np.linalg.norm(wide, axis=1, keepdims=True)
    narrow = np.hstack([wide, np.full((60, 1), 2.0)])  # every pair alike, as some models have it
    narrow /= np.linalg.norm(narrow, axis=1, keepdims=True)
    (floor, margin), (high, small) = examples.thresholds(wide), examples.thresholds(narrow)
    assert high > floor and small < margin


def test_the_desk_has_examples_of_every_label_in_both_languages():
    written = yaml.safe_load((training.HOUSE / "agents" / "desk.intents.yaml").read_text(encoding="utf-8"))
    assert set(written) == set(intents.LABELS)
    for by_language in written.values():
        assert set(by_language) == {"en", "de"}
        for texts in by_language.values():
            assert len(set(texts)) == len(texts) >= 15
            assert all(isinstance(text, str) for text in texts)
