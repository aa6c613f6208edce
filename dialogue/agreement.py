"""The read-back, and the yes that counts.

A commit needs agreement to exactly the slots that were read back. The read-back leaves a token over those slots; a
later change of any of them changes the token, so an old yes can never commit new values. A yes counts only when it is
unqualified (`acts.consents`): "yes, but make it eight" is a correction.
"""

import json
from hashlib import sha256
from typing import Any

from dialogue.forms import Form
from dialogue.slots import Slot


def token(form: Form, slots: dict[str, Slot], hold_id: str) -> str:
    """What was read back, as one short string: the form's slots and the hold they stand on."""
    spoken: dict[str, Any] = {
        wanted.name: [slots[wanted.name].get("status"), slots[wanted.name].get("value")] for wanted in form.wanted
    }
    return sha256(json.dumps([form.kind, hold_id, spoken], sort_keys=True).encode()).hexdigest()[:16]
