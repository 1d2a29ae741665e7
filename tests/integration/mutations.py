"""Files as disks, lines and people spoil them, drawn from a seed so that each can be made again."""

from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from tests import film_zoo
from tests.integration import media_library_zoo as zoo

HEAD = 4_096
Mutation = Callable[[bytearray, bytes, Random], bytes]
"""Takes a file, another file, and chance."""


def _flipped(whole: bytearray, other: bytes, random: Random) -> bytes:
    for _ in range(random.choice((1, 10, 200))):
        whole[random.randrange(len(whole))] ^= 1 << random.randrange(8)
    return whole


def _flipped_head(whole: bytearray, other: bytes, random: Random) -> bytes:
    for _ in range(random.choice((1, 5, 40))):
        whole[random.randrange(min(HEAD, len(whole)))] = random.randrange(256)
    return whole


def _cut(whole: bytearray, other: bytes, random: Random) -> bytes:
    return whole[: random.randrange(len(whole))]


def _beheaded(whole: bytearray, other: bytes, random: Random) -> bytes:
    return whole[random.randrange(1, len(whole)) :]


def _holed(whole: bytearray, other: bytes, random: Random) -> bytes:
    """A stretch is zero, as after a crash of the disk."""
    first, size = _stretch(whole, random)
    whole[first : first + size] = bytes(size)
    return whole


def _lost(whole: bytearray, other: bytes, random: Random) -> bytes:
    first, size = _stretch(whole, random)
    del whole[first : first + size]
    return whole


def _doubled(whole: bytearray, other: bytes, random: Random) -> bytes:
    first, size = _stretch(whole, random)
    return whole[:first] + whole[first : first + size] * 3 + whole[first + size :]


def _spliced(whole: bytearray, other: bytes, random: Random) -> bytes:
    return whole[: random.randrange(len(whole))] + other[random.randrange(len(other)) :]


def _noise(whole: bytearray, other: bytes, random: Random) -> bytes:
    first, size = _stretch(whole, random)
    whole[first : first + size] = random.randbytes(size)
    return whole


def _untouched(whole: bytearray, other: bytes, random: Random) -> bytes:
    return whole


MUTATIONS: tuple[Mutation, ...] = (
    _flipped, _flipped_head, _cut, _beheaded, _holed, _lost, _doubled, _spliced, _noise, _untouched,
)  # fmt: skip


FILMS = (
    "joined.ts", "no-sound.mp4", "narrow.mpg", "two-sounds.mkv", "plain.avi", "woven.ts",
    "fifty.mp4", "turned.mp4",
)  # fmt: skip
"""As cameras, recorders and phones make them; `zoo` has the plain ones."""
SPOKEN = (
    "WEBVTT\nLanguage: id\n\nNOTE dari redaksi\n\n00:01.000 --> 00:02.500\n<v Wati>Selamat pagi\n\n"
)
SUBRIP = "1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}Selamat <i>pagi</i>\r\n\r\n"


def material(folder: Path, films: Iterable[str] = FILMS) -> list[Path]:
    """Make small files of every container, video, images, playlists; return them in order."""
    zoo.make(folder)
    (folder / "films").mkdir()
    film_zoo.make(folder / "films", *films)
    pictures(folder)
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


def pictures(folder: Path) -> list[Path]:
    """Make single pictures, as a logo or a slate is one."""
    made = [folder / name for name in ("picture.png", "picture.jpg")]
    for path in made:
        zoo.run("-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1", str(path))
    return made


def captions(folder: Path) -> list[Path]:
    """Make files of captions, each of some lines."""
    made = {
        "said.vtt": (SPOKEN * 3).replace("\n\nWEBVTT\nLanguage: id", "").encode(),
        "said.srt": (SUBRIP * 3).encode(),
        "wide.srt": (SUBRIP * 3).encode("utf-16"),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in made]


def mutated(files: list[Path], folder: Path, count: int, seed: int) -> list[Path]:
    """Write `count` spoilt files, about a third of them under the name of another format."""
    folder.mkdir()
    random = Random(seed)
    made = []
    for number in range(count):
        source, other = random.choice(files), random.choice(files)
        mutation = random.choice(MUTATIONS)
        suffix = other.suffix if random.random() < 0.3 else source.suffix
        path = folder / f"{number:04d}{mutation.__name__}-{source.stem}{suffix}"
        path.write_bytes(mutation(bytearray(source.read_bytes()), other.read_bytes(), random))
        made.append(path)
    return made


def _stretch(whole: bytearray, random: Random) -> tuple[int, int]:
    """Return where a stretch begins, and how long it is."""
    first = random.randrange(len(whole))
    return first, min(len(whole) - first, random.choice((16, 1_000, 20_000)))
