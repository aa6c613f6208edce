"""A call over TLS does not read all root certificates anew: while they are read, nobody is heard."""

import asyncio
import ssl

import pytest

from providers import deepgram, elevenlabs, tls
from providers.speech import SpeechUnavailable


def test_only_what_is_encrypted_gets_a_context():
    assert tls.wanted("ws://127.0.0.1:9002/v1/listen") == {}
    assert isinstance(tls.wanted("wss://api.deepgram.com/v1/listen")["ssl"], ssl.SSLContext)


@pytest.mark.parametrize("model", ["nova-3", "flux-general-en"])
async def test_every_connection_is_encrypted_with_the_same_context(model: str, monkeypatch: pytest.MonkeyPatch):
    """Against a server that speaks no TLS: each vendor's client tries to, and none makes a context of its own."""
    hellos: list[bytes] = []

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hellos.append(await reader.read(1))
        writer.close()

    def made(*args: object, **more: object) -> ssl.SSLContext:
        raise AssertionError("a context was made for one connection")

    async with await asyncio.start_server(answers, "127.0.0.1", 0) as server:
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ear, mouth = deepgram.Deepgram("sim", url, model), elevenlabs.ElevenLabs("sim", url)
        for _ in range(2):
            with pytest.raises(SpeechUnavailable):
                await ear.ear(language="en", keyterms=(), encoding="linear16", rate=16_000)
            with pytest.raises(SpeechUnavailable):
                await mouth.mouth(language="en", voice="")
            monkeypatch.setattr(ssl, "create_default_context", made)  # from the second call on
    assert hellos == [b"\x16"] * 4  # a TLS handshake begins so (RFC 8446, 5.1)
