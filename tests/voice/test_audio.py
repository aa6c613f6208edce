"""Sound stays what it was, however it is cut, packed and carried."""

import math
import random
import struct
import wave
from io import BytesIO

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice import audio

PCM = st.binary(max_size=4000).map(lambda sound: sound[: len(sound) // 2 * 2])


def tone(hertz: float, ms: int, rate: int, height: int = 12_000) -> bytes:
    """A sine, PCM16."""
    n = numpy.arange(rate * ms // 1000)
    return numpy.rint(height * numpy.sin(2 * math.pi * hertz * n / rate)).astype("<i2").tobytes()


def pitch(pcm: bytes, rate: int) -> float:
    """The loudest frequency, hertz."""
    samples = numpy.frombuffer(pcm, "<i2").astype(float)
    spectrum = numpy.abs(numpy.fft.rfft(samples * numpy.hanning(len(samples))))
    return float(numpy.argmax(spectrum) * rate / len(samples))


def test_mulaw_is_the_telephones_table():
    # Corner values of G.711: the codes of silence, of the loudest and of the smallest steps.
    known = {0xFF: 0, 0x7F: 0, 0x80: 32124, 0x00: -32124, 0xFE: 8, 0x7E: -8, 0xF0: 120, 0xEF: 132}
    decoded = {code: struct.unpack("<h", audio.from_mulaw(bytes([code])))[0] for code in known}
    assert decoded == known


def test_every_mulaw_code_survives_the_way_there_and_back():
    codes = bytes(code for code in range(256) if code != 0x7F)  # 0x7F is the second zero
    assert audio.to_mulaw(audio.from_mulaw(codes)) == codes


def test_mulaw_takes_the_nearest_step_of_every_sample():
    samples = numpy.arange(-32768, 32768, dtype="<i2")
    steps = numpy.sort(numpy.frombuffer(audio.from_mulaw(bytes(range(256))), "<i2").astype(int))
    back = numpy.frombuffer(audio.from_mulaw(audio.to_mulaw(samples.tobytes())), "<i2").astype(int)
    widths = numpy.gradient(steps)[numpy.searchsorted(steps, back)]
    assert (numpy.abs(back - samples)[200:-200] <= widths[200:-200]).all()
    assert (back[0], back[-1]) == (-32124, 32124)


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 24_000, 44_100, 48_000])
def test_a_tone_keeps_its_pitch_and_its_length_at_another_rate(rate):
    sound = audio.resampled(tone(440, 500, rate), rate)
    assert abs(audio.lasts_ms(sound) - 500) <= 1
    assert abs(pitch(sound, audio.RATE) - 440) < 3


@given(seed=st.integers(0, 1 << 30), rate=st.sampled_from([8_000, 22_050, 48_000]))
def test_a_stream_cut_anywhere_is_the_same_sound(seed, rate):
    chance = random.Random(seed)
    sound = tone(300 + seed % 900, 120, rate)
    stream, pieces, at = audio.Resampler(rate, audio.RATE), [], 0
    while at < len(sound):
        size = 2 * chance.randint(1, 700)
        pieces.append(stream.feed(sound[at : at + size]))
        at += size
    pieces.append(stream.feed(b"", last=True))
    whole = audio.resampled(sound, rate)
    cut = b"".join(pieces)
    assert len(cut) == len(whole)
    assert numpy.abs(numpy.frombuffer(cut, "<i2").astype(int) - numpy.frombuffer(whole, "<i2").astype(int)).max() <= 2


@given(st.lists(st.binary(max_size=1500), max_size=12))
def test_frames_lose_no_byte(pieces):
    framer = audio.Framer()
    frames = [frame for piece in pieces for frame in framer.feed(piece)]
    assert {len(frame) for frame in frames} <= {audio.FRAME}
    everything = b"".join(pieces)
    assert (b"".join(frames) + framer.rest())[: len(everything)] == everything
    assert framer.rest() == b""


@given(PCM, st.sampled_from([8_000, 16_000, 44_100]))
def test_a_wav_file_is_read_by_others_and_read_again(pcm, rate):
    file = audio.to_wav(pcm, rate)
    with wave.open(BytesIO(file)) as theirs:
        assert (theirs.getframerate(), theirs.getsampwidth(), theirs.getnchannels()) == (rate, 2, 1)
        assert theirs.readframes(1 << 20) == pcm
    if pcm:
        assert audio.from_wav(file) == audio.Wav(rate, pcm, 1)


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def wav(kind: int, bits: int, channels: int, sound: bytes, *, rate: int = 16_000, between: bytes = b"") -> bytes:
    step = bits // 8 * channels
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * step, step, bits)
    body = b"WAVE" + chunk(b"fmt ", form) + between + chunk(b"data", sound)
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    ("kind", "bits", "sound", "heard"),
    [
        (1, 8, bytes([128, 255, 0]), [0, 32512, -32768]),
        (1, 24, bytes([0, 0, 0x40, 0, 0, 0xC0]), [16384, -16384]),
        (1, 32, struct.pack("<ii", 1 << 30, -(1 << 30)), [16384, -16384]),
        (3, 32, struct.pack("<ff", 0.5, -2.0), [16384, -32768]),
        (3, 64, struct.pack("<dd", 0.5, float("nan")), [16384, 0]),
        (7, 8, bytes([0xFF, 0x80]), [0, 32124]),
    ],
)
def test_the_usual_kinds_of_wav_are_heard(kind, bits, sound, heard):
    read = audio.from_wav(wav(kind, bits, 1, sound, between=chunk(b"LIST", b"odd")))
    assert [round(sample) for sample in struct.unpack(f"<{len(heard)}h", read.pcm)] == heard


def test_two_channels_are_mixed_into_one():
    read = audio.from_wav(wav(1, 16, 2, struct.pack("<4h", 100, 300, -50, 50)))
    assert (read.channels, struct.unpack("<2h", read.pcm)) == (2, (200, 0))


def test_a_recording_cut_short_or_of_unknown_length_is_heard_as_far_as_it_goes():
    file = audio.to_wav(tone(440, 100, 16_000))
    streamed = file[:40] + b"\xff\xff\xff\xff" + file[44:]
    assert audio.from_wav(streamed).pcm == file[44:]
    assert audio.from_wav(file[:-201]).pcm == file[44:-202]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not a WAV"),
        (b"ID3\x04" + b"\0" * 40, "not a WAV"),
        (b"RIFF\x04\0\0\0WAVE", "no sound in it"),
        (b"RIFF\x0c\0\0\0WAVEdata\x02\0\0\0\0\0", "before its format"),
        (wav(2, 4, 1, b"\0\0"), "none that can be read"),
        (wav(1, 16, 0, b"\0\0"), "0 channels"),
    ],
)
def test_what_is_no_sound_is_said_to_be_none(content, told):
    with pytest.raises(audio.NotSound, match=told):
        audio.from_wav(content)


@given(st.binary(max_size=300))
def test_no_bytes_upset_the_reader(content):
    for file in (content, audio.to_wav(tone(440, 5, 16_000))[:60] + content, b"RIFF....WAVE" + content):
        try:
            read = audio.from_wav(file)
        except audio.NotSound:
            continue
        assert len(read.pcm) % 2 == 0


def test_half_a_sample_is_refused():
    for use in (audio.to_mulaw, audio.to_wav, audio.Resampler(8_000, 16_000).feed):
        with pytest.raises(audio.NotSound, match="no whole number"):
            use(b"abc")


@pytest.mark.parametrize("rate", [0, 7_999, 96_000])
def test_an_impossible_rate_is_refused(rate):
    with pytest.raises(audio.NotSound, match="between 8000 and 48000"):
        audio.Resampler(rate, 16_000)
