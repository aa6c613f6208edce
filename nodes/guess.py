"""What the caller wants, where the rules do not say: trained heads, then the nearest examples, then the model.

Each step says how sure it is, and the next is asked only when it is not sure enough. The model gets one call under a
deadline; one that failed or was late is left alone for a while, so that an outage does not slow every unclear turn.
"""

import asyncio
import logging
import re
import time

from langchain_core.messages import HumanMessage, SystemMessage
from langgraph.constants import TAG_NOSTREAM

from dialogue import intents, on_file
from knowledge import examples, heads
from nodes import ahead
from prompts import understanding
from providers import models
from settings import settings

log = logging.getLogger(__name__)

UNCLEAR = examples.UNCLEAR
HEAD_FLOOR = 0.6
"""How likely a head's best label must be to count."""
BY_MODEL = 0.7
REST_S = 30.0
OF_THE_DESK = {
    "booking": "reservation",
    "modify_cancel": "change_reservation",
    "faq": "question",
    "pricing": "question",
    "search": "question",
    "escalation": "person",
    "greeting": "greet",
    "goodbye": "goodbye",
    "thanks": "thank",
    "out_of_scope": "out_of_scope",
}
"""A head's label to the intent that the receptionist's graph knows; any other label decides nothing."""
WORD = re.compile(r"[^\W\d_]{2,}")

_resting_until = 0.0


async def guess(agent_type: str, text: str, language: str) -> tuple[str, float]:
    """The likeliest intent and how sure it is, 0 to 1. `unclear` when nobody can tell. Raises nothing."""
    if len(WORD.findall(text)) < 2:
        return UNCLEAR, 0.0
    weighed = await heads.weigh("desk", text, intents.desk_cues(text), language=language)
    if weighed is not None:
        label, sure = intents.desk(text, weighed.labels, language=language)
        if sure >= HEAD_FLOOR and label in OF_THE_DESK:
            cancels = label == "modify_cancel" and on_file.cancels(text, language)
            return "cancel_reservation" if cancels else OF_THE_DESK[label], round(sure, 3)
    intent, sure = await examples.nearest(agent_type, text)
    if intent != UNCLEAR:
        return intent, round(sure, 3)
    return await _asked(text)


async def _asked(text: str) -> tuple[str, float]:
    global _resting_until
    if time.monotonic() < _resting_until:
        return UNCLEAR, 0.0
    ahead.enough()
    try:
        sorting = models.chat_model().with_structured_output(understanding.SCHEMA, method="json_schema")
        messages = [SystemMessage(understanding.system()), HumanMessage(text)]
        async with asyncio.timeout(settings().llm_understand_s):
            answer = await sorting.ainvoke(messages, {"tags": [TAG_NOSTREAM], "callbacks": []})
        intent = answer.get("intent") if isinstance(answer, dict) else None
    except Exception as trouble:  # whatever a provider's package raises: an unclear turn is not worth a failed one
        log.warning("model did not sort", extra={"error": type(trouble).__name__})
        _resting_until = time.monotonic() + REST_S
        return UNCLEAR, 0.0
    if intent in understanding.LABELS and intent != UNCLEAR:
        return str(intent), BY_MODEL
    return UNCLEAR, 0.0
