"""Words for when no voice is left: said once while there is one, and kept as a WAV file that an operator may listen to.

A file is named for its words and for who spoke them, so that other words or another vendor make another file.
"""

import asyncio
import hashlib
import logging
import os
from pathlib import Path

from prompts.phrases import phrase
from providers import speech
from providers.speech import SpeechUnavailable
from voice.audio import NotSound, from_wav, resampled, to_wav

LANGUAGES = ("en", "de")
PHRASE = "no_voice"

log = logging.getLogger(__name__)


class Recorded:
    """The apology in each language, under `folder`. `who` tells one choice of vendors and voices from another."""

    def __init__(self, folder: Path, who: str) -> None:
        self.folder, self.who = folder, who
        self._sounds: dict[str, bytes] = {}
        self._busy = asyncio.Lock()

    def sound(self, language: str) -> bytes:
        """PCM16 at 16 kHz; nothing where it was never recorded."""
        if not self._sounds.get(language):
            try:
                wav = from_wav(self._file(language).read_bytes())
                self._sounds[language] = resampled(wav.pcm, wav.rate)
            except (FileNotFoundError, NotSound):
                return b""
        return self._sounds[language]

    async def record(self) -> None:
        """Have every language recorded that is not yet. Harmless when nobody speaks now: it is tried with a later call."""
        async with self._busy:
            for language in LANGUAGES:
                if self.sound(language):
                    continue
                try:
                    pcm = await speech.synthesize(phrase(PHRASE, language), language=language, voice="")
                except SpeechUnavailable as silent:
                    log.info("apology not recorded", extra={"language": language, "reason": silent.reason})
                    continue
                self._keep(self._file(language), to_wav(pcm))

    def _keep(self, file: Path, wav: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_bytes(wav)
        part.replace(file)

    def _file(self, language: str) -> Path:
        named = hashlib.sha256(f"{self.who}\n{phrase(PHRASE, language)}".encode()).hexdigest()[:12]
        return self.folder / f"{PHRASE}-{language}-{named}.wav"
