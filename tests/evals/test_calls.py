"""WAV files and the telephone line: a file is played to an agent, and a whole booking is spoken, heard and checked."""

import json
import struct
import wave
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import numpy
import pytest

import switchboard
from evals import calls, houses
from evals.houses import Desk, Server
from simulators import deepgram, elevenlabs, groq, sound
from simulators.serving import serving
from voice.audio import from_wav, to_wav


@dataclass(frozen=True)
class Spoken:
    """A server that hears and speaks by pretend vendors of this worker's own."""

    desk: Desk
    hearing: deepgram.Simulator
    ears: str


@pytest.fixture(scope="session")
def spoken(postgres_url: str, run_folder: Path, worker_id: str) -> Iterator[Spoken]:
    hearing = deepgram.Simulator()
    with serving(hearing) as ears, serving(elevenlabs.Simulator()) as mouth, serving(groq.Simulator()) as model:
        vendors = {"GROQ_BASE_URL": model, "DEEPGRAM_URL": ears, "ELEVENLABS_URL": mouth}
        keys = {"GROQ_API_KEY": "sim", "DEEPGRAM_API_KEY": "sim", "ELEVENLABS_API_KEY": "sim"}
        server = Server(run_folder / f"spoken-{worker_id}", DATABASE_URL=postgres_url, **vendors, **keys)
        try:
            yield Spoken(server.ready().desk(), hearing, ears)
        finally:
            server.stop()


@pytest.fixture
def data(spoken: Spoken, tmp_path: Path) -> Path:
    """A folder with the demo.json of a copied tenant."""
    house = houses.copied(spoken.desk, "Lindenhof front desk")
    agent = {"name": "Front desk", "type": "receptionist", "agent_id": house.agent_id}
    tenant = {"name": "Lindenhof", "tenant_id": house.tenant_id, "api_key": house.key, "agents": [agent]}
    (tmp_path / "demo.json").write_text(json.dumps({"url": spoken.desk.url, "tenants": [tenant]}))
    return tmp_path


def recorded(file: Path, text: str) -> Path:
    """A caller's words as a stereo file of 8 kHz, 24 bits, as some recorder might write it."""
    pcm = b"".join(piece.pcm for piece in sound.Voice().say(text, "en"))
    samples = numpy.frombuffer(pcm, "<i2")[::2].astype("<i4")
    both = numpy.stack([samples, samples], axis=1).reshape(-1)
    with wave.open(str(file), "wb") as wav:
        wav.setparams((2, 3, 8_000, 0, "NONE", ""))
        wav.writeframes((both << 8).astype("<i4").view(numpy.uint8).reshape(-1, 4)[:, :3].tobytes())
    return file


def test_a_file_is_played_and_the_answer_is_kept(spoken: Spoken, data: Path, capsys):
    spoken.hearing.hears = sound.Ear
    file, out = recorded(data / "caller.wav", "When are you open on Friday?"), data / "answer.wav"
    assert switchboard.main(["call", str(file), "--data", str(data), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "caller  " in told and "agent   " in told
    assert "| 1 |" in told and "hung_up" in told
    with wave.open(str(out)) as wav:
        assert (wav.getnchannels(), wav.getframerate(), wav.getsampwidth()) == (2, 16_000, 2)
        both = numpy.frombuffer(wav.readframes(wav.getnframes()), "<i2").reshape(-1, 2)
    caller, agent = (numpy.flatnonzero(numpy.abs(side.astype(int)) > 400) for side in both.T)
    assert agent[0] < caller[0] < caller[-1] < agent[-1], "greeted, asked, answered"
    assert not ((agent > caller[0]) & (agent < caller[-1])).any(), "nobody talks over the other"


def test_the_report_is_told_as_json(spoken: Spoken, data: Path, capsys):
    spoken.hearing.hears = None
    httpx.post(f"{spoken.ears}/simulator/words", json={"words": ["Thank you, goodbye!"]}).raise_for_status()
    file, out = recorded(data / "caller.wav", "Thank you, goodbye!"), data / "answer.wav"
    words = ["call", str(file), "--data", str(data), "--out", str(out), "--json", "--at-once"]
    assert switchboard.main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["why"], [turn["words"] for turn in told["turns"]]) == ("goodbye", ["Thank you, goodbye!"])
    assert "Goodbye" in told["turns"][0]["reply"]
    assert {"final_words_ms", "first_token_ms", "first_heard_ms"} <= told["turns"][0]["latency"].keys()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "is not there"),
        (b"", "not a WAV file"),
        (b"ID3\x04" + bytes(400), "not a WAV file"),
        (to_wav(b""), "has no sound in it"),
        (b"RIFF" + struct.pack("<I", 36) + b"WAVE", "has no sound in it"),
        (to_wav(bytes(9_600), 96_000), "96000 samples a second; a call takes 8000 to 48000"),
        (to_wav(bytes(9_600)).replace(struct.pack("<HH", 1, 1), struct.pack("<HH", 85, 1), 1), "save it as 16-bit PCM"),
    ],
)
def test_what_is_no_sound_is_not_played(tmp_path: Path, capsys, content: bytes | None, told: str):
    file = tmp_path / "caller.wav"
    if content is not None:
        file.write_bytes(content)
    assert switchboard.main(["call", str(file), "--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert told in said and "caller.wav" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--agent", "butler"], "There is no butler; --agent and --tenant may name one of: receptionist of Lindenhof"),
        (["--tenant", "Nobody"], "There is no receptionist of Nobody"),
        (["--url", "http://127.0.0.1:9"], "does not answer"),
        (["--key", "sb_wrong"], "api_key"),
        (["--key", "sb_wrong", "--url", "URL", "--agent", "nobody"], "api_key"),
        (["--out", "FILE"], "which is to be played"),
        (["--out", "nowhere/answer.wav"], "nowhere, which is not there"),
        (["--data", "nowhere"], "make run"),
    ],
)
def test_who_cannot_be_called_is_said_in_a_sentence(spoken: Spoken, data: Path, capsys, words: list[str], told: str):
    (data / "caller.wav").write_bytes(to_wav(bytes(3_200)))
    named = {"FILE": str(data / "caller.wav"), "URL": spoken.desk.url}
    words = [named.get(word, word) for word in words]
    assert switchboard.main(["call", str(data / "caller.wav"), "--data", str(data), *words]) == 2
    said = capsys.readouterr().err
    assert told in said and said.count("\n") == 1


def test_who_says_nothing_gets_no_answer(spoken: Spoken, data: Path, capsys):
    (data / "caller.wav").write_bytes(to_wav(bytes(8_000)))
    out = data / "answer.wav"
    assert switchboard.main(["call", str(data / "caller.wav"), "--data", str(data), "--out", str(out)]) == 1
    assert "Nothing in the file was understood." in capsys.readouterr().out
    assert from_wav(out.read_bytes()).channels == 2


def test_a_booking_is_spoken_and_found(spoken: Spoken, tmp_path: Path):
    guest = replace(
        calls.GUESTS[0],
        opening=f"A table for four on {{day}} at 7:30 pm please, my name is Tom Fisher, my number is {calls.PHONE}.",
        ear=False,
    )
    made = calls.called(guest, spoken.desk, spoken.hearing, spoken.ears, tmp_path / "call.wav", pace=1.3)
    assert made.wrong == []
    assert made.told["time"] == "7:30 pm"
    assert from_wav(made.file.read_bytes()).channels == 2


def test_a_caller_who_meant_something_else_is_told():
    said = b"".join(
        piece.pcm for piece in sound.Voice().say("Booked: a table at 7 pm for 5 people. Goodbye.", "en", "")
    )
    asked = [
        "Booked: a table at",
        ["7:30 pm", "7 pm", "6 pm"],
        "for",
        ["4 people", "5 people", "6 people"],
        ". Goodbye.",
    ]
    assert sound.told_apart(said, asked) == ["7 pm", "5 people"]
