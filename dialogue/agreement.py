"""The read-back, and the yes that counts.

A commit needs agreement to exactly what was read back. The read-back leaves a token over the errand; a later change of
anything in it changes the token, so an old yes can never commit new values. A yes counts only when it is unqualified
(`acts.consents`): "yes, but make it eight" is a correction.
"""

import json
from collections.abc import Collection
from hashlib import sha256

from dialogue.acts import consents
from dialogue.state import Errand, Expectation


def token(errand: Errand) -> str:
    """What was read back, as one short string: every slot, the note, and the hold or reservation they stand on."""
    spoken = {name: [slot.get("status"), slot.get("value")] for name, slot in errand["slots"].items()}
    hold, target = errand["hold"], errand["target"]
    whole = [errand["kind"], errand["epoch"], hold and hold["id"], target and target["code"], errand["notes"], spoken]
    return sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def agreed(errand: Errand, expect: Expectation, acts: Collection[str]) -> bool:
    """Whether this is an unqualified yes to this very errand as it was read back."""
    asked = expect.get("agreement")
    return asked is not None and asked == errand["agreed"] == token(errand) and consents(frozenset(acts))
