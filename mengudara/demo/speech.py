"""Speech by eSpeak NG's Indonesian voice, in a child process of its own. Adapter: starts it.

The library is GPL and written in C: it is never loaded into a process that does anything else.
The child reads one JSON list of utterances and writes a WAV file for each.
"""

import ctypes
import json
import subprocess
import sys
import wave
from dataclasses import asdict, dataclass
from pathlib import Path

import espeakng_loader

from mengudara.demo.spoken import say
from station.errors import StationError

_RETRIEVAL, _SYNCHRONOUS = 1, 2
_UTF8 = 1
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7
_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Speechless(StationError):
    """The synthesiser did not do its work."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What to say, and where to put it."""

    text: str
    path: str
    """WAV file to write."""
    words_a_minute: int = 145
    pitch: int = 45
    """0 to 100."""


def speak(utterances: list[Utterance]) -> None:
    """Write a WAV file for each utterance; raises Speechless."""
    lines = json.dumps([asdict(one) for one in utterances])
    child = subprocess.run(
        [sys.executable, "-m", "mengudara.demo.speech"],
        input=lines.encode(),
        capture_output=True,
        check=False,
    )
    if child.returncode:
        raise Speechless(child.stderr.decode(errors="replace")[-500:])


class _Voice:
    """The library, set to Indonesian, with the sound it hands back."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0)
        if self.rate <= 0 or self._library.espeak_SetVoiceByName(b"id"):
            raise Speechless("the Indonesian voice cannot be loaded")
        self._sound = bytearray()
        self._callback = _CALLBACK(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, utterance: Utterance) -> bytes:
        """Return 16-bit mono PCM at `rate`."""
        self._sound.clear()
        for parameter, value in (
            (_RATE, utterance.words_a_minute),
            (_PITCH, utterance.pitch),
            (_RANGE, 62),
            (_WORD_GAP, 1),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)
        text = say(utterance.text).encode()
        if self._library.espeak_Synth(text, len(text) + 1, 0, 1, 0, _UTF8, None, None):
            raise Speechless("the synthesiser refused a text")
        self._library.espeak_Synchronize()
        return bytes(self._sound)

    def _take(self, samples: object, count: int, _events: object) -> int:
        if samples and count > 0:
            self._sound += ctypes.string_at(samples, count * 2)  # type: ignore[arg-type]
        return 0


def _child() -> None:
    voice = _Voice()
    for fields in json.load(sys.stdin):
        utterance = Utterance(**fields)
        with wave.open(str(Path(utterance.path)), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(voice.rate)
            file.writeframes(voice.say(utterance))


if __name__ == "__main__":
    _child()
