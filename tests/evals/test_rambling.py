"""What callers of the sample houses have really said, in any order: every turn is answered, and what is told is what is kept."""

import random
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from evals import houses
from tests.evals.conftest import Trial

LINES = (Path(__file__).parent / "rambling.txt").read_text(encoding="utf-8").splitlines()
BETWEEN = (
    "Yes.",
    "ja",
    "Ja bitte",
    "yes please",
    "no",
    "nein",
    "thanks",
    "Nina Weiss, 0171 5554433",
    "for two",
    "zu viert",
)
UNFINISHED = re.compile(r"\bNone\b|[{}]|\bnan\b| {2}| [.,;?!](?:\s|$)|\[\]|\bTrue\b|\bFalse\b")
AGENTS = ("Lindenhof front desk", "Hafenküche Empfang", "Seeblick reception")


@pytest.mark.parametrize("seed", range(12))
def test_every_line_is_answered_and_every_receipt_is_kept(trial: Trial, seed: int):
    dice = random.Random(seed)
    house = houses.copied(trial.desk, AGENTS[seed % len(AGENTS)])
    kept: dict[str, dict[str, Any]] = {}
    with httpx.Client(base_url=trial.desk.url, headers={"authorization": f"Bearer {house.key}"}, timeout=30) as http:
        for _ in range(6):
            conversation, said = None, list[str]()
            for _ in range(dice.randint(3, 9)):
                words = dice.choice(BETWEEN if dice.random() < 0.3 else LINES)
                if kept and dice.random() < 0.15:
                    words = f"{words} {dice.choice(sorted(kept))}"
                said.append(words)
                body = {"agent_id": house.agent_id, "message": words, "conversation_id": conversation}
                answered = http.post("/chat/message", json=body)
                assert answered.status_code == 200, (said, answered.text)
                reply = answered.json()
                conversation = reply["conversation_id"]
                assert reply["reply"].strip() and not UNFINISHED.search(reply["reply"]), (said, reply["reply"])
                for receipt in reply["receipts"]:
                    if receipt["operation"] in ("book", "change"):
                        kept[receipt["facts"]["code"]] = receipt["facts"]
                    elif receipt["operation"] == "cancel":
                        kept.pop(receipt["facts"]["code"])
    with trial.desk.rows() as rows:
        standing = rows.execute(
            "select code from reservations where tenant_id = %s and status = 'confirmed'", [house.tenant_id]
        ).fetchall()
    assert sorted(row["code"] for row in standing) == sorted(kept)
