"""What is understood and why: `python -m language "next friday at 7ish for four" --now 2026-11-21T15:00 --zone Europe/Berlin`."""

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from language import contacts, detect, guests, numbers, times


def main(arguments: list[str] | None = None) -> int:
    """Print every value heard in an utterance: what it is, how sure, where it stood and which rule read it."""
    parser = argparse.ArgumentParser(prog="python -m language", description=__doc__)
    parser.add_argument("utterance")
    parser.add_argument("--now", required=True, help="the caller's local time, 2026-11-21T15:00")
    parser.add_argument("--zone", default="Europe/Berlin", help="IANA name of the caller's zone")
    parser.add_argument(
        "--language", choices=["en", "de"], help="read as this language; heard from the words if absent"
    )
    parser.add_argument("--expected", help="the slot just asked for: time, date, party_size, name, phone, code")
    parser.add_argument("--open", dest="opens", help="opening hours of the day: 17:00-23:00,12:00-14:00")
    parser.add_argument("--region", default="DE", help="ISO country of the tenant")
    chosen = parser.parse_args(arguments)

    text = chosen.utterance
    language = chosen.language or detect.detect(text)
    now = datetime.fromisoformat(chosen.now).replace(tzinfo=ZoneInfo(chosen.zone))
    hours = [tuple(period.split("-", 1)) for period in chosen.opens.split(",")] if chosen.opens else None
    values = times.read(
        text,
        now=now,
        language=language,
        expected=chosen.expected,
        open_hours=[(opens, closes) for opens, closes in hours] if hours else None,
        region=chosen.region,
    )
    values += guests.party(text, language=language, expected=chosen.expected == "party_size")
    values += [v for v in numbers.read(text, language=language) if v.kind == "money"]
    values += contacts.read(text, language=language, region=chosen.region, expected=chosen.expected)

    print(f"language   {language}")
    for value in sorted(values, key=lambda v: v.span):
        doubt = "" if value.status == "valid" else f"  {value.status}: {value.reason}"
        others = f"  could be {', '.join(map(str, value.alternatives))}" if value.alternatives else ""
        note = f"  ({value.note})" if value.note else ""
        print(f'{value.kind:10} {value.value!s:24} from "{value.text}" by {value.rule}{note}{doubt}{others}')
    if not values:
        print("nothing heard")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
