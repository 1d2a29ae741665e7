"""Golden audio as text, so that a change in the sound is a readable diff."""

from pathlib import Path

import numpy as np

from station.audio import RATE, Block, decibels

FOLDER = Path(__file__).parent


def envelope(audio: Block, step: float = 0.1) -> str:
    """Return one line per `step` seconds: the time and the RMS level in dBFS."""
    size = int(RATE * step)
    lines = []
    for n in range(len(audio) // size):
        part = audio[n * size : (n + 1) * size].astype(np.float64)
        lines.append(f"{n * step:7.1f} {decibels(float(np.sqrt(np.mean(part**2)))):7.1f}")
    return "\n".join(lines) + "\n"


def golden(name: str) -> str:
    """Return what the sound of that name is known to be like."""
    return (FOLDER / f"{name}.txt").read_text()
