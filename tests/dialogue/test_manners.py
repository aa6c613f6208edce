"""Assent, thanks and leave that are said alone: what they mean, and that everything else is something else."""

import pytest

from dialogue import acts, manners


@pytest.mark.parametrize(
    "text",
    ["jo passt", "basst", "jupp", "gut", "So stimmts", "jawoll", "yh", "yep, book it", "that's all correct, thanks", "Süß, danke. Nehm ich", "Very good, thank you", "ja bitte weitergeben", "ok send the request", "passt perfekt"],
)  # fmt: skip
def test_assent_in_any_dialect_is_consent(text):
    assert acts.consents(acts.hear(text, "de"))
    assert "goodbye" not in manners.heard(text)


@pytest.mark.parametrize(
    "text",
    ["lovely, bye", "great, see you tonight", "see you on saturday then!", "cool, laters", "Alles klar, bis dann!", "Danke, bis Samstag", "Tschau", "tschö mit ö", "ok pfiati", "Auf Wiederhören", "brilliant, have a good one", "Danke dir! Servus", "that's all, thanks", "danke, ich meld mich"],
)  # fmt: skip
def test_leave_is_no_consent(text):
    heard = acts.hear(text, "en")
    assert "goodbye" in heard
    assert not acts.consents(heard)


@pytest.mark.parametrize("text", ["Ja, tschüss", "Passt, servus", "yes please, bye"])
def test_a_plain_yes_before_the_leave_is_one(text):
    assert {"affirm", "goodbye"} <= acts.hear(text, "de")


@pytest.mark.parametrize(
    "text",
    ["great, for two on Tuesday then", "gut, aber um acht", "passt nicht", "bis Samstag", "good evening", "right now", "no thanks, bye", "is that all correct?", "Guten Tag", "servus", "danke, nein", "Gut, Peter", "yeah add that"],
)  # fmt: skip
def test_with_anything_else_in_it_the_lexicons_decide(text):
    assert manners.heard(text) == frozenset()


@pytest.mark.parametrize(("text", "declined"), [("ok cheers", True), ("gut, danke", True), ("yes please, thanks", False), ("ja, danke", False), ("ok", False)])  # fmt: skip
def test_thanks_without_a_yes_take_no_offer(text, declined):
    assert manners.declines_with_thanks(text) is declined
