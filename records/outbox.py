"""The outbox: what is to be sent to guests, written in the transaction that gives cause to it, so that neither goes alone.

A message goes to the contact on file and to no other: e-mail where there is an address, else the telephone number.
"""

from typing import Any, Literal
from uuid import UUID

from psycopg.types.json import Jsonb

from records import database

Kind = Literal["booked", "changed", "cancelled", "again"]


def put(
    rows: database.Rows,
    reservation_id: UUID,
    kind: Kind,
    *,
    phone: str | None,
    email: str | None,
    facts: dict[str, Any],
) -> dict[str, str] | None:
    """Have `facts` sent, with the transaction. {"to", "tail"}: which contact, and its end; None where there is none on file.

    Of a number the last four digits are told, of an address what follows the @: enough for its owner.
    """
    address = email or phone
    if not address:
        return None
    way = "email" if email else "phone"
    rows.later(
        "insert into outbox (reservation_id, kind, way, address, facts) values (%s, %s, %s, %s, %s)",
        [reservation_id, kind, way, address, Jsonb(facts)],
    )
    return {"to": way, "tail": address.rpartition("@")[2] if way == "email" else address[-4:]}
