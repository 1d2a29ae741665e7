"""Files of every sort, made by FFmpeg: good ones, cut ones, and things that are no media."""

import subprocess
from pathlib import Path

from station import ffmpeg

SECONDS = 4
FRAMES = SECONDS * 48_000
TONE = f"aevalsrc=0.3*sin(2*PI*440*t)|0.3*sin(2*PI*660*t):d={SECONDS}:s=44100"
PICTURE = f"testsrc2=s=64x48:r=25:d={SECONDS}"
LABELS = ("-metadata", "title=Judul Lagu", "-metadata", "artist=Pemusik")

X264 = ("-c:v", "libx264", "-preset", "ultrafast")
GOOD: dict[str, tuple[str, ...]] = {
    "cbr.mp3": ("-c:a", "libmp3lame", "-b:a", "128k"),
    "cbr-no-xing.mp3": ("-c:a", "libmp3lame", "-b:a", "128k", "-write_xing", "0"),
    "vbr.mp3": ("-c:a", "libmp3lame", "-q:a", "4", "-id3v2_version", "3"),
    "vbr-no-xing.mp3": ("-c:a", "libmp3lame", "-q:a", "4", "-write_xing", "0"),
    "id3v1.mp3": ("-c:a", "libmp3lame", "-id3v2_version", "0"),
    "id3v24.mp3": ("-c:a", "libmp3lame", "-id3v2_version", "4"),
    "bare.aac": ("-c:a", "aac"),
    "index-last.m4a": ("-c:a", "aac"),
    "index-first.m4a": ("-c:a", "aac", "-movflags", "+faststart"),
    "vorbis.ogg": ("-c:a", "libvorbis"),
    "opus.opus": ("-c:a", "libopus"),
    "opus.ogg": ("-c:a", "libopus"),
    "plain.flac": ("-c:a", "flac"),
    "surround.flac": ("-c:a", "flac", "-ac", "6", "-ar", "96000"),
    "s16.wav": ("-c:a", "pcm_s16le"),
    "s24.wav": ("-c:a", "pcm_s24le", "-ar", "96000"),
    "float-mono.wav": ("-c:a", "pcm_f32le", "-ac", "1"),
    "low.wav": ("-c:a", "pcm_u8", "-ar", "8000", "-ac", "1"),
    "plain.aiff": ("-c:a", "pcm_s16be"),
    "windows.wma": ("-c:a", "wmav2"),
    "film.mp4": (*X264, "-c:a", "aac"),
    "film.mkv": (*X264, "-c:a", "libvorbis"),
    "film.webm": ("-c:v", "libvpx", "-c:a", "libopus"),
}
UNDETECTABLE = {"bare.aac", "cbr-no-xing.mp3", "vbr-no-xing.mp3"}
"""Formats that say nowhere how long they are: what is left of them is a whole file."""


def make(folder: Path) -> None:
    """Fill `folder/good`, `folder/cut` and `folder/bad`."""
    for name in ("good", "cut", "bad"):
        (folder / name).mkdir()
    for name, options in GOOD.items():
        sources = ["-f", "lavfi", "-i", TONE]
        if name.startswith("film"):
            sources += ["-f", "lavfi", "-i", PICTURE]
        run(*sources, *LABELS, *options, str(folder / "good" / name))
    old = without_tags(folder) + id3v1(b"Judul Lagu", b"Pemusik")
    (folder / "good" / "id3v1.mp3").write_bytes(old)
    for name in GOOD.keys() - UNDETECTABLE:
        whole = (folder / "good" / name).read_bytes()
        (folder / "cut" / name).write_bytes(whole[: len(whole) * 3 // 4])
    make_bad(folder / "bad", folder / "good")


def id3v1(title: bytes, artist: bytes) -> bytes:
    return b"TAG" + title.ljust(30, b"\0") + artist.ljust(30, b"\0") + bytes(65)


def without_tags(folder: Path) -> bytes:
    """Return an MP3 file that carries no tag."""
    return (
        (folder / "good" / "id3v1.mp3").read_bytes().removesuffix(id3v1(b"Judul Lagu", b"Pemusik"))
    )


def make_bad(folder: Path, good: Path) -> None:
    """Make files that must never reach the air, each named for its fault."""
    (folder / "empty.mp3").touch()
    (folder / "not_media-text.ogg").write_text("Ini bukan lagu.\n" * 500)
    (folder / "not_media-noise.mp3").write_bytes(bytes(range(256)) * 500)
    (folder / "not_media-zip.mp3").write_bytes(b"PK\x03\x04" + bytes(5_000))
    for extension in ("png", "jpg", "gif"):
        path = folder / f"image.{extension}"
        run("-f", "lavfi", "-i", "testsrc2=s=320x240", "-frames:v", "1", str(path))
        path.rename(folder / f"still_image-{extension}.mp3")
    silent = ("-f", "lavfi", "-i", "anullsrc=r=44100:d=3")
    run(*silent, str(folder / "silent.flac"))
    short = ("-f", "lavfi", "-i", "sine=d=0.1")
    run(*short, str(folder / "too_short-click.wav"))
    for name, text in {
        "m3u.mp3": f"#EXTM3U\n{good / 'plain.flac'}\n",
        "concat.mp3": f"ffconcat version 1.0\nfile '{good / 'plain.flac'}'\n",
        "hls.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nhttp://127.0.0.1:9/a.ts\n",
        "pls.wma": f"[playlist]\nFile1={good / 'plain.flac'}\n",
        "sdp.mp4": "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nm=audio 5004 RTP/AVP 0\r\n",
    }.items():
        (folder / f"refers_elsewhere-{name}").write_text(text)


def run(*arguments: str) -> None:
    subprocess.run(
        [ffmpeg.binary(), "-nostdin", "-loglevel", "error", "-y", *arguments], check=True
    )
