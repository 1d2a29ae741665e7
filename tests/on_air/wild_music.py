"""A folder of files as people bring them: odd tags, odd names, odd sound, and things that lie."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from station import ffmpeg
from tests.on_air.tones import write_tone

SECONDS = 1.8
LONG = "Panjang sekali " * 60


@dataclass(frozen=True, slots=True)
class Found:
    """A good file: what is heard when it plays, and what listeners should read."""

    pitch: int
    title: str
    artist: str = ""


def fill(folder: Path) -> list[Found]:
    """Write good files and bad ones; return the good."""
    (folder / "album lama").mkdir(parents=True)
    good = [*_tagged(folder), *_named(folder / "album lama"), *_odd_sound(folder)]
    _bad(folder)
    return good


BAD = {
    "lirik.mp3", "daftar.m3u", "siaran.mp3", "terpotong.m4a", "terpotong.ogg", "kosong.flac",
    "rusak?.mp3",
}  # fmt: skip
"""Names of the bad files; `?` stands for a byte that is no text."""


def _tagged(folder: Path) -> list[Found]:
    latin, utf16 = (300, "Kafé di Ujung", "Néna"), (360, "Ökologi – Señor 曲", "Ñusta")
    old = _bare_mp3(folder, latin[0]) + _id3v1(latin[1], latin[2])
    (folder / "id3v1.mp3").write_bytes(old)
    new = _id3v24(utf16[1], utf16[2]) + _bare_mp3(folder, utf16[0])
    (folder / "id3v24.mp3").write_bytes(new)
    texts = {
        420: ("Baris\nkedua\r\tketiga", "Baris kedua ketiga"),
        480: ("<script>alert('x')</script> & \"kutip\"", None),
        540: ("Senja 🌅 di Kota 🎶", None),
        600: (LONG, LONG[:300].strip()),
        660: ("Habis';StreamUrl='http://127.0.0.1/", None),
        720: ("%s %(title)s {title} ${HOME} `id`", None),
    }
    for pitch, (title, _) in texts.items():
        write_tone(folder / f"{pitch}.ogg", pitch, SECONDS, title=title, artist="Aneka")
    shown = [Found(pitch, told or title, "Aneka") for pitch, (title, told) in texts.items()]
    return [Found(*latin), Found(*utf16), *shown]


def _named(folder: Path) -> list[Found]:
    """Write files without tags; their names must do."""
    names = {
        780: (b"Penyanyi - Tanpa Tag.mp3", "Tanpa Tag", "Penyanyi"),
        840: (b"\"kutip\" 'satu'.mp3", "\"kutip\" 'satu'", ""),
        900: (b"-i dash di depan.mp3", "i dash di depan", ""),
        960: (b"100% %d:%s [v0].mp3", "100% %d:%s [v0]", ""),
        1020: (b"lagu \xe9\xff.mp3", "lagu éÿ", ""),
    }
    for pitch, (name, _, _) in names.items():
        path = write_tone(folder / "bernama.mp3", pitch, SECONDS)
        path.rename(folder / os.fsdecode(name))
    return [Found(pitch, title, artist) for pitch, (_, title, artist) in names.items()]


def _odd_sound(folder: Path) -> list[Found]:
    cover = folder / "cover.png"
    _run("-f", "lavfi", "-i", "testsrc2=s=320x240", "-frames:v", "1", str(cover))
    forms = {
        "vbr tanpa xing.mp3": ("-q:a", "5", "-write_xing", "0"),
        "mono 22 kHz.mp3": ("-ac", "1", "-ar", "22050"),
        "enam kanal.flac": ("-ac", "6"),
        "bersampul.mp3": ("-i", str(cover), "-map", "0:a", "-map", "1:v", "-c:v", "copy"),
    }
    found = []
    for number, (name, options) in enumerate(forms.items()):
        pitch, title = 1080 + 60 * number, f"Bunyi {number}"
        plain = write_tone(folder / "polos.wav", pitch, SECONDS)
        tags = ("-metadata", f"title={title}", "-disposition:v", "attached_pic")
        _run("-i", str(plain), *options, *tags, str(folder / name))
        found.append(Found(pitch, title))
    plain.unlink()
    cover.unlink()
    return found


def _bad(folder: Path) -> None:
    (folder / "lirik.mp3").write_text("Ini lirik, bukan lagu.\n" * 300)
    (folder / os.fsdecode(b"rusak\xff.mp3")).write_text("Ini juga bukan lagu.\n" * 300)
    (folder / "kosong.flac").touch()
    (folder / "daftar.m3u").write_text(f"#EXTM3U\n{folder / '420.ogg'}\n")
    (folder / "siaran.mp3").write_text("#EXTM3U\nhttp://127.0.0.1:9/radio.mp3\n")
    for suffix in (".m4a", ".ogg"):
        path = write_tone(folder / f"terpotong{suffix}", 2000, 6)
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])


def _bare_mp3(folder: Path, pitch: int) -> bytes:
    """Return an MP3 without the ID3v2 tag that FFmpeg puts at its head."""
    path = write_tone(folder / "bare.mp3", pitch, SECONDS)
    whole = path.read_bytes()
    path.unlink()
    return whole[whole.index(b"\xff\xfb") :]


def _id3v1(title: str, artist: str) -> bytes:
    words = (text.encode("latin-1").ljust(30, b"\0") for text in (title, artist))
    return b"TAG" + b"".join(words) + bytes(65)


def _id3v24(title: str, artist: str) -> bytes:
    frames = b""
    for name, text in ((b"TIT2", title), (b"TPE1", artist)):
        body = b"\x01" + text.encode("utf-16")
        frames += name + _syncsafe(len(body)) + b"\0\0" + body
    return b"ID3\x04\0\0" + _syncsafe(len(frames)) + frames


def _syncsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _run(*arguments: str) -> None:
    subprocess.run(
        [ffmpeg.binary(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y", *arguments],
        check=True,
    )
