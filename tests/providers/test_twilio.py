"""Twilio: whether a request is its own, what it answers to ours, and what TwiML we write."""

from xml.etree import ElementTree

import pytest

from providers import twilio
from providers.errors import ProviderError
from providers.twilio import Account, NotCalled
from simulators.phone import ACCOUNT, TOKEN, Exchange, signature, twiml
from simulators.serving import serving

DESK = Account("AC1", TOKEN, "+493012345678", "https://desk.example")
PATH = "/voice/phone/1?conversation_id=2"
FORM = [("To", "+4930"), ("CallSid", "CA1"), ("From", "")]


def test_twilios_own_example_is_recognised():
    form = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675309"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
        ("To", "+18005551212"),
    ]
    account = Account("AC1", "12345", "", "https://mycompany.com")
    assert account.signed("RSOYDt4T1cUTdK1PDd93/VVr8B8=", "/myapp.php?foo=1&bar=2", form)


@pytest.mark.parametrize(
    ("public_url", "written"),
    [
        ("https://desk.example", "https://desk.example/voice/phone/1?conversation_id=2"),
        ("https://desk.example", "https://desk.example:443/voice/phone/1?conversation_id=2"),
        ("https://desk.example", "https://desk.example/voice/phone/1/?conversation_id=2"),
        ("https://desk.example", "wss://desk.example/voice/phone/1?conversation_id=2"),
        ("https://desk.example:8443", "https://desk.example:8443/voice/phone/1?conversation_id=2"),
        ("https://desk.example:8443", "https://desk.example/voice/phone/1?conversation_id=2"),
        ("https://proxy.example/desk", "https://proxy.example/desk/voice/phone/1?conversation_id=2"),
        ("http://[::1]:8000", "ws://[::1]:8000/voice/phone/1?conversation_id=2"),
    ],
)
def test_an_address_is_the_same_however_a_proxy_writes_it(public_url: str, written: str):
    account = Account("AC1", TOKEN, "", public_url)
    assert account.signed(signature(TOKEN, written, dict(FORM)), PATH, FORM)


@pytest.mark.parametrize(
    ("token", "url", "form"),
    [
        ("another", "https://desk.example" + PATH, FORM),
        (TOKEN, "https://evil.example" + PATH, FORM),
        (TOKEN, "https://desk.example/voice/phone/2?conversation_id=2", FORM),
        (TOKEN, "https://desk.example/voice/phone/1", FORM),
        (TOKEN, "https://desk.example" + PATH, FORM[1:]),
    ],
)
def test_what_differs_in_anything_else_is_not_twilios(token: str, url: str, form: list[tuple[str, str]]):
    assert not DESK.signed(signature(token, url, dict(form)), PATH, FORM)
    assert not DESK.signed("", PATH, FORM)
    assert not DESK.signed("ü", PATH, FORM)


async def test_what_twilio_refuses_is_told_apart():
    with serving(Exchange()) as url:
        account = Account(ACCOUNT, TOKEN, "+493012345678", "http://desk", url)
        with pytest.raises(NotCalled, match="Invalid 'To'"):
            await account.call("0171", "http://desk/voice/phone/1")
        with pytest.raises(ProviderError, match="21212") as ours:
            await Account(ACCOUNT, TOKEN, "me", "http://desk", url).call("+4917155501234", "http://desk")
        with pytest.raises(ProviderError, match="20404") as over:
            await account.goes_on("CA1", twilio.hang_up())
        with pytest.raises(ProviderError) as key:
            await Account(ACCOUNT, "another", "+4930123456", "http://desk", url).goes_on("CA1", twilio.hang_up())
    with pytest.raises(ProviderError) as away:
        await account.goes_on("CA1", twilio.hang_up())
    assert [failed.value.reason for failed in (ours, over, key, away)] == ["invalid_request", "unknown_model", "unauthorized", "unreachable"]  # fmt: skip
    await twilio.close()


def test_twiml_can_be_read_and_says_what_was_meant():
    rude = 'Fritz & Söhne <"quoted">'
    assert twiml(twilio.connect("wss://desk/voice/phone", {"ticket": rude}))[:2] == (
        "wss://desk/voice/phone",
        {"ticket": rude},
    )
    assert twiml(twilio.say(rude, "de")).verbs == [("Say", rude), ("Hangup", "")]
    assert ElementTree.fromstring(twilio.say(rude, "de"))[0].get("language") == "de-DE"
    assert twiml(twilio.dial("+493055501234", "https://desk/then?a=1&b=2")).verbs == [("Dial", "+493055501234")]
    assert ElementTree.fromstring(twilio.dial("+49", "https://desk?a=1&b=2"))[0].get("action") == "https://desk?a=1&b=2"
