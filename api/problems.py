"""Every error of the house as an HTTP answer: application/problem+json (RFC 9457), in English or German.

One table says which error becomes which problem; routes raise and never shape an error themselves. A problem says what
happened and what to do, and nothing about our insides. All that is unknown or somebody else's gets one and the same
404, to the letter, so that nobody can ask which ids exist. `type` is a name to switch on (`urn:switchboard:problem:…`);
the sentences may change.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from api import access
from providers import heygen, twilio
from providers.embeddings import EmbeddingsUnavailable
from providers.errors import ProviderError
from providers.speech import SpeechUnavailable
from records import database
from turns import taking
from turns.utterance import NotUnderstood

log = logging.getLogger(__name__)

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = ("en", "de")
Sentences = tuple[str, str]
"""The same in English and in German."""


@dataclass(frozen=True)
class Problem:
    """One kind of trouble, as it is told to a client."""

    name: str
    status: int
    title: Sentences
    detail: Sentences
    headers: Mapping[str, str] = field(default_factory=dict)


NO_KEY = Problem(
    "no-key",
    401,
    ("A key is needed", "Ein Schlüssel fehlt"),
    (
        "Send the tenant's API key as `Authorization: Bearer KEY`.",
        "Senden Sie den API-Schlüssel des Mandanten als `Authorization: Bearer SCHLÜSSEL`.",
    ),
    {"www-authenticate": 'Bearer realm="switchboard"'},
)
WRONG_KEY = Problem(
    "wrong-key",
    401,
    ("The key is not valid", "Der Schlüssel gilt nicht"),
    (
        "This key is unknown or has been revoked. Check that it was copied whole, or ask for a new one.",
        "Dieser Schlüssel ist unbekannt oder wurde entzogen. Prüfen Sie, ob er vollständig kopiert wurde, "
        "oder lassen Sie sich einen neuen geben.",
    ),
    {"www-authenticate": 'Bearer realm="switchboard", error="invalid_token"'},
)
NOT_ALLOWED = Problem(
    "not-allowed",
    403,
    ("This key may not do that", "Dieser Schlüssel darf das nicht"),
    ("The key's role does not suffice here.", "Die Rolle des Schlüssels reicht hierfür nicht aus."),
)
UNKNOWN = Problem(
    "unknown",
    404,
    ("Not found", "Nicht gefunden"),
    ("There is nothing here under the ids that were sent.", "Unter den gesendeten Kennungen gibt es hier nichts."),
)
NO_ROUTE = Problem(
    "no-route",
    404,
    ("No such address", "Keine solche Adresse"),
    (
        "Nothing is served under this path. /docs lists what is.",
        "Unter diesem Pfad liegt nichts. /docs zeigt, was es gibt.",
    ),
)
WRONG_METHOD = Problem(
    "wrong-method",
    405,
    ("Not with this method", "Nicht mit dieser Methode"),
    ("The `Allow` header says which methods this path takes.", "Der Header `Allow` nennt die erlaubten Methoden."),
)
BUSY = Problem(
    "busy",
    409,
    ("The conversation is busy", "Das Gespräch ist gerade besetzt"),
    (
        "Another turn of this conversation is being taken. Wait for its reply, or send `when_busy: queue`.",
        "Ein anderer Zug dieses Gesprächs läuft noch. Warten Sie die Antwort ab, oder senden Sie `when_busy: queue`.",
    ),
    {"retry-after": "1"},
)
TURN_MISMATCH = Problem(
    "turn-mismatch",
    409,
    ("This turn id has been used", "Diese Zugkennung ist vergeben"),
    (
        "A turn with this id was taken with other words or in another conversation. Use a new id for a new turn.",
        "Ein Zug mit dieser Kennung hatte andere Worte oder gehört zu einem anderen Gespräch. "
        "Ein neuer Zug braucht eine neue Kennung.",
    ),
)
CONFLICT = Problem(
    "conflict",
    409,
    ("That clashes with what is recorded", "Das widerspricht dem, was verzeichnet ist"),
    ("Read the present state and try again.", "Lesen Sie den jetzigen Stand und versuchen Sie es erneut."),
)
TOO_LARGE = Problem(
    "too-large",
    413,
    ("The request is too large", "Die Anfrage ist zu groß"),
    (
        "A request's body may have 64 kB, a text sent to /knowledge/ingest 1 MB, a recording sent to "
        "/api/chat/transcribe 10 MB before its base64, a file sent to /knowledge/upload 20 MB. Divide it, or leave out "
        "the pictures of a document.",
        "Der Inhalt einer Anfrage darf 64 kB umfassen, ein Text an /knowledge/ingest 1 MB, eine Aufnahme an "
        "/api/chat/transcribe 10 MB vor dem Base64, eine Datei an /knowledge/upload 20 MB. Teilen Sie sie, oder lassen Sie "
        "die Bilder eines Dokuments weg.",
    ),
)
INVALID = Problem(
    "invalid",
    422,
    ("The request cannot be understood as sent", "Die Anfrage ist so nicht verständlich"),
    ("`errors` says which field is wrong and how to mend it.", "`errors` nennt jedes falsche Feld und die Abhilfe."),
)
NOT_SIGNED = Problem(
    "not-signed",
    403,
    ("The request is not signed as Twilio signs", "Die Anfrage ist nicht so unterschrieben, wie Twilio unterschreibt"),
    (
        "This address is for Twilio alone. If it was Twilio that asked: TWILIO_AUTH_TOKEN must be the account's, and "
        "PUBLIC_URL the address that Twilio has been given.",
        "Diese Adresse ist nur für Twilio. Falls es Twilio war: TWILIO_AUTH_TOKEN muss das des Kontos sein, und "
        "PUBLIC_URL die Adresse, die Twilio genannt wurde.",
    ),
)
NO_TELEPHONE = Problem(
    "no-telephone",
    503,
    ("This house has no telephone", "Dieses Haus hat kein Telefon"),
    (
        "Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_NUMBER and PUBLIC_URL, and start the server again.",
        "Setzen Sie TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_NUMBER und PUBLIC_URL, und starten Sie den Server neu.",
    ),
)
NO_AVATAR = Problem(
    "no-avatar",
    503,
    ("This house has no avatar", "Dieses Haus hat keinen Avatar"),
    (
        "Set HEYGEN_API_KEY to a key of HeyGen's, and start the server again.",
        "Setzen Sie HEYGEN_API_KEY auf einen Schlüssel von HeyGen, und starten Sie den Server neu.",
    ),
)
TOO_MANY = Problem(
    "too-many",
    429,
    ("Too many requests", "Zu viele Anfragen"),
    (
        "`Retry-After` says in how many seconds to try again.",
        "`Retry-After` sagt, in wie vielen Sekunden es wieder geht.",
    ),
)
UNAVAILABLE = Problem(
    "unavailable",
    503,
    ("The database is away for a moment", "Die Datenbank ist gerade nicht erreichbar"),
    (
        "Nothing was lost. Send the same request again shortly, with the same turn id if it had one.",
        "Es ging nichts verloren. Senden Sie dieselbe Anfrage gleich noch einmal, mit derselben Zugkennung, falls sie eine hatte.",
    ),
    {"retry-after": "2"},
)
PROVIDER = Problem(
    "provider",
    503,
    ("A service we depend on does not answer", "Ein Dienst, den wir brauchen, antwortet nicht"),
    ("Try again in a moment.", "Versuchen Sie es gleich noch einmal."),
    {"retry-after": "5"},
)
OURS = Problem(
    "ours",
    500,
    ("Something went wrong on our side", "Bei uns ist etwas schiefgegangen"),
    (
        "It has been noted. The request id in the `X-Request-ID` header finds it.",
        "Es ist vermerkt. Die Kennung im Header `X-Request-ID` führt dorthin.",
    ),
)

RAISED: dict[type[Exception], Problem] = {
    access.NotAllowed: NOT_ALLOWED,
    access.NotYours: UNKNOWN,
    taking.UnknownAgent: UNKNOWN,
    taking.UnknownThread: UNKNOWN,
    taking.UnknownTurn: UNKNOWN,
    database.NotFound: UNKNOWN,
    taking.Busy: BUSY,
    taking.TurnMismatch: TURN_MISMATCH,
    database.Conflict: CONFLICT,
    database.Unavailable: UNAVAILABLE,
    ProviderError: PROVIDER,
    SpeechUnavailable: PROVIDER,
    heygen.NoAvatar: NO_AVATAR,
    EmbeddingsUnavailable: PROVIDER,
    twilio.NoTelephone: NO_TELEPHONE,
    access.NotSigned: NOT_SIGNED,
}
BY_STATUS = {404: NO_ROUTE, 405: WRONG_METHOD, 413: TOO_LARGE}

# What is wrong with a field, and what to do: pydantic's names for it and our own.
UUID_REMEDY = (
    "Send the id as this API returned it, such as 0b9f6a52-7c1e-4d1a-9f0e-2a6f5d1c3b4e.",
    "Senden Sie die Kennung so, wie diese API sie geliefert hat, etwa 0b9f6a52-7c1e-4d1a-9f0e-2a6f5d1c3b4e.",
)
MOMENT_REMEDY = (
    "Send ISO 8601 with an offset, such as 2026-11-21T15:00:00+01:00.",
    "Senden Sie ISO 8601 mit Zeitzonenversatz, etwa 2026-11-21T15:00:00+01:00.",
)
OBJECT = (
    ("must be a JSON object", "muss ein JSON-Objekt sein"),
    (
        "Send one JSON object with `Content-Type: application/json`.",
        "Senden Sie ein JSON-Objekt mit `Content-Type: application/json`.",
    ),
)
FIELDS: dict[str, tuple[Sentences, Sentences]] = {
    "missing": (("is missing", "fehlt"), ("Add it.", "Ergänzen Sie es.")),
    "string_type": (("must be text", "muss Text sein"), ("Send a JSON string.", "Senden Sie eine JSON-Zeichenkette.")),
    "uuid_parsing": (("is not a UUID", "ist keine UUID"), UUID_REMEDY),
    "uuid_type": (("is not a UUID", "ist keine UUID"), UUID_REMEDY),
    "json_invalid": (
        ("is not valid JSON", "ist kein gültiges JSON"),
        ("Send one JSON object, in UTF-8.", "Senden Sie ein JSON-Objekt in UTF-8."),
    ),
    "model_attributes_type": OBJECT,
    "model_type": OBJECT,
    "dict_type": OBJECT,
    "literal_error": (
        ("must be {expected}", "muss {expected} sein"),
        ("Send one of these, or leave the field out.", "Senden Sie einen dieser Werte, oder lassen Sie das Feld weg."),
    ),
    "string_pattern_mismatch": (
        ("has characters that an id may not have", "enthält Zeichen, die in einer Kennung nicht vorkommen dürfen"),
        ("Use 1 to 100 of A-Z a-z 0-9 . _ : ~ -", "Verwenden Sie 1 bis 100 Zeichen aus A-Z a-z 0-9 . _ : ~ -"),
    ),
    "utterance_type": (("must be text", "muss Text sein"), ("Send the words as a JSON string.", "Senden Sie die Worte als JSON-Zeichenkette.")),
    "utterance_empty": (
        ("has nothing to read in it", "enthält nichts Lesbares"),
        ("Send at least one letter, digit or emoji.", "Senden Sie mindestens einen Buchstaben, eine Ziffer oder ein Emoji."),
    ),
    "utterance_long": (
        ("has {length} characters; {longest} are the most", "hat {length} Zeichen; höchstens {longest} sind erlaubt"),
        ("Shorten it, or send it in several turns.", "Kürzen Sie es, oder verteilen Sie es auf mehrere Züge."),
    ),
    "utterance_unreadable": (
        ("looks like binary data, not like text", "sieht nach Binärdaten aus, nicht nach Text"),
        ("Send plain text in UTF-8, without control characters.", "Senden Sie reinen Text in UTF-8 ohne Steuerzeichen."),
    ),
    "utterance_absent": (
        ("has no message of type `human`", "enthält keine Nachricht vom Typ `human`"),
        (
            'Send {{"messages": [{{"type": "human", "content": "…"}}]}}, or the words themselves as a string.',
            'Senden Sie {{"messages": [{{"type": "human", "content": "…"}}]}} oder die Worte selbst als Zeichenkette.',
        ),
    ),
    "thread_missing": (
        ("is missing", "fehlt"),
        (
            "Send the conversation's UUID; a fresh one opens a conversation.",
            "Senden Sie die UUID des Gesprächs; eine neue UUID eröffnet ein Gespräch.",
        ),
    ),
    "agent_missing": (
        ("is missing, and the tenant has {agents} agents of this type", "fehlt, und der Mandant hat {agents} Agenten dieses Typs"),
        ("Send the `agent_id` of the one you mean.", "Senden Sie die `agent_id` des gemeinten Agenten."),
    ),
    "trials_off": (
        ("is taken in trials only", "gilt nur im Probebetrieb"),
        ("Leave it out, or start the server with TRIALS=true.", "Lassen Sie es weg, oder starten Sie den Server mit TRIALS=true."),
    ),
    "moment_far": (("lies outside 2000 to 2099", "liegt außerhalb von 2000 bis 2099"), MOMENT_REMEDY),
    "timezone_aware": (("has no offset", "hat keinen Zeitzonenversatz"), MOMENT_REMEDY),
    "datetime_type": (("is not a time", "ist kein Zeitpunkt"), MOMENT_REMEDY),
    "datetime_parsing": (("is not a time", "ist kein Zeitpunkt"), MOMENT_REMEDY),
    "datetime_from_date_parsing": (("is not a time", "ist kein Zeitpunkt"), MOMENT_REMEDY),
    "string_too_short": (("is empty", "ist leer"), ("Send some words.", "Senden Sie einige Worte.")),
    "string_too_long": (
        ("has more than {max_length} characters", "hat mehr als {max_length} Zeichen"),
        ("Shorten it.", "Kürzen Sie es."),
    ),
    "int_parsing": (("is not a whole number", "ist keine ganze Zahl"), ("Send digits alone.", "Senden Sie nur Ziffern.")),
    "greater_than_equal": (
        ("is less than {ge}", "ist kleiner als {ge}"),
        ("Send {ge} or more.", "Senden Sie {ge} oder mehr."),
    ),
    "less_than_equal": (
        ("is more than {le}", "ist größer als {le}"),
        ("Send {le} or less.", "Senden Sie höchstens {le}."),
    ),
    "file_missing": (
        ("is missing", "fehlt"),
        (
            "Send the file as a field of multipart/form-data, such as curl's `-F file=@menu.pdf`.",
            "Senden Sie die Datei als Feld von multipart/form-data, etwa mit `-F file=@karte.pdf` bei curl.",
        ),
    ),
    "file_empty": (
        ("is empty", "ist leer"),
        ("Check that the file was saved, and send it again.", "Prüfen Sie, ob die Datei gespeichert wurde, und senden Sie sie erneut."),
    ),
    "phone_number": (
        ("is not a telephone number", "ist keine Telefonnummer"),
        (
            "Send it with its country and without spaces, such as +493012345678.",
            "Senden Sie sie mit Landesvorwahl und ohne Leerzeichen, etwa +493012345678.",
        ),
    ),
    "phone_refused": (
        ("is a number that the exchange does not call ({why})", "ist eine Nummer, die die Vermittlung nicht anruft ({why})"),
        ("Check the number, and what the account may call.", "Prüfen Sie die Nummer und was das Konto anrufen darf."),
    ),
    "sound_type": (
        ("is no media type of sound that can be heard", "ist kein Medientyp von Ton, der sich hören lässt"),
        ("Send one of {known}.", "Senden Sie einen von {known}."),
    ),
    "sound_base64": (
        ("is not base64", "ist kein Base64"),
        ("Send the file's bytes in base64, in one string.", "Senden Sie die Bytes der Datei als Base64 in einer Zeichenkette."),
    ),
    "sound_empty": (
        ("has no sound in it", "enthält keinen Ton"),
        ("Check that the microphone recorded something.", "Prüfen Sie, ob das Mikrofon etwas aufgenommen hat."),
    ),
    "sound_long": (
        ("is larger than {longest} bytes", "ist größer als {longest} Bytes"),
        ("Divide the recording, or save it compressed.", "Teilen Sie die Aufnahme, oder speichern Sie sie komprimiert."),
    ),
    "sound_lasts": (
        ("lasts longer than {longest} minutes", "dauert länger als {longest} Minuten"),
        ("Divide the recording.", "Teilen Sie die Aufnahme."),
    ),
    "sound_unreadable": (
        ("cannot be read as the sound that it is said to be", "lässt sich nicht als der angegebene Ton lesen"),
        ("Check `mime_type` and that the file is whole.", "Prüfen Sie `mime_type`, und ob die Datei vollständig ist."),
    ),
    "event_number": (
        ("is not the number of an event", "ist keine Ereignisnummer"),
        ("Send the `id` of the last event you saw, or leave it out.", "Senden Sie die `id` des letzten gesehenen Ereignisses, oder lassen Sie es weg."),
    ),
}  # fmt: skip
OTHERWISE: Sentences = ("See /docs for what this field takes.", "Unter /docs steht, was dieses Feld annimmt.")


def answer(
    request: HTTPConnection, problem: Problem, *, headers: Mapping[str, str] | None = None, **more: object
) -> Response:
    """The problem as a response, in the language that the request prefers."""
    body = document(request, problem, **more)
    sent = {**problem.headers, **(headers or {}), "content-language": language(request), "vary": "Accept-Language"}
    return Response(orjson.dumps(body), problem.status, sent, "application/problem+json")


def document(request: HTTPConnection, problem: Problem, **more: object) -> dict[str, Any]:
    """The problem as RFC 9457's object."""
    column = LANGUAGES.index(language(request))
    return {
        "type": f"urn:switchboard:problem:{problem.name}",
        "title": problem.title[column],
        "status": problem.status,
        "detail": problem.detail[column],
        **more,
    }


def language(request: HTTPConnection) -> Language:
    """English, unless Accept-Language puts German first (RFC 9110, 12.5.4)."""
    best: tuple[float, Language] = (0.0, "en")
    for part in request.headers.get("accept-language", "").lower().split(","):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        for ours in LANGUAGES:
            if tag.strip().split("-")[0] == ours and quality > best[0]:
                best = (quality, ours)
    return best[1]


def of(error: BaseException) -> Problem:
    """Which problem an error is; `OURS` for one that nobody foresaw."""
    if isinstance(error, access.NoKey):
        return WRONG_KEY if error.wrong else NO_KEY
    for kind in type(error).__mro__:
        if kind in RAISED:
            return RAISED[kind]
    return OURS


def install(app: FastAPI) -> None:
    """Let every error of the table, and FastAPI's own, be answered here."""

    async def raised(request: Request, error: Exception) -> Response:
        return answer(request, of(error))

    async def not_understood(request: Request, error: NotUnderstood) -> Response:
        wrong = {"loc": tuple(error.field.split(".")), "type": error.kind, "ctx": error.context}
        return answer(request, INVALID, errors=[_field(request, wrong)])

    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(request, INVALID, errors=[_field(request, each) for each in error.errors()])

    async def http(request: Request, error: HTTPException) -> Response:
        problem = BY_STATUS.get(error.status_code)
        if error.status_code == 400:  # FastAPI could not read the body: not UTF-8, or broken off
            unread = {"loc": ("body",), "type": "json_invalid"}
            told = {"loc": ("request",), "type": "", "msg": str(error.detail)}
            return answer(request, INVALID, errors=[_field(request, unread if "body" in str(error.detail) else told)])
        if error.status_code == 422:
            return answer(request, INVALID)
        if problem is None:
            problem = OURS if error.status_code >= 500 else Problem("refused", error.status_code, _refused, _refused)
        return answer(request, problem, headers=error.headers)

    handlers: dict[type[Exception], Callable[[Request, Any], Awaitable[Response]]] = dict.fromkeys(RAISED, raised)
    handlers |= {
        access.NoKey: raised,
        HTTPException: http,
        RequestValidationError: invalid,
        NotUnderstood: not_understood,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


_refused = ("The request was refused", "Die Anfrage wurde abgelehnt")


def _field(request: HTTPConnection, error: Any) -> dict[str, str]:
    """One of pydantic's (or LangServe's) errors as field, problem and remedy."""
    column = LANGUAGES.index(language(request))
    if not isinstance(error, Mapping):
        error = {"loc": ("body",), "type": "json_invalid"}
    kind = str(error.get("type", ""))
    context = dict(error.get("ctx") or {})
    if column and "expected" in context:
        context["expected"] = str(context["expected"]).replace(" or ", " oder ")
    known = FIELDS.get(kind)
    wrong = known[0][column].format(**context) if known else str(error.get("msg", "is not valid"))
    remedy = (known[1] if known else OTHERWISE)[column].format(**context)
    return {"field": _where(kind, error.get("loc") or ()), "problem": wrong, "remedy": remedy}


def _where(kind: str, loc: tuple[Any, ...]) -> str:
    """The path of a field as a client would write it."""
    if kind == "json_invalid":
        return "body"
    parts = [str(part) for part in (loc[1:] if loc[:1] in (("body",), ("query",)) and len(loc) > 1 else loc)]
    return ".".join(parts) or "input"
