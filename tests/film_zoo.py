"""Films of every odd sort, made by FFmpeg: each flashes and beeps at its second second."""

import subprocess
from pathlib import Path

from station import ffmpeg

SECONDS = 4
FLASH = 2.0
"""When the picture turns white and the tone begins, seconds."""
_X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "25")
_AAC = ("-c:a", "aac", "-b:a", "128k")
H264 = (*_X264, *_AAC)
_WOVEN = "tinterlace=interleave_top,setfield=tff"
UNEVEN = "select=not(between(mod(n\\,25)\\,5\\,16))"


def signal(every: int = 0) -> str:
    """Return when it flashes and beeps: once, or in each stretch of so many seconds."""
    time = f"mod(t,{every})" if every else "t"
    return f"between({time},{FLASH},{FLASH + 0.4})"


def picture(
    size: str = "320x180", rate: str = "25", seconds: float = SECONDS, every: int = 0
) -> list[str]:
    flash = f"drawbox=c=white:t=fill:enable='{signal(every)}'"
    return ["-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds},gblur=2,{flash}"]


def sound(seconds: float = SECONDS, tone: int = 1000, every: int = 0) -> list[str]:
    wave = f"(0.02+0.4*{signal(every)})*sin(2*PI*{tone}*t)"
    return ["-f", "lavfi", "-i", f"aevalsrc='{wave}|{wave}':s=48000:d={seconds}"]


def _films() -> dict[str, list[str]]:
    plain = [*picture(), *sound()]
    return {
        "plain.mp4": [*plain, *H264],
        "plain.webm": [*plain, "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"],
        "plain.avi": [*plain, "-c:v", "mpeg4", "-c:a", "libmp3lame"],
        "narrow.mpg": [
            *picture("360x288"), *sound(), "-vf", "setsar=16/15", "-c:v", "mpeg2video",
            "-b:v", "2M", "-c:a", "mp2",
        ],
        "portrait.mp4": [*picture("180x320"), *sound(), *H264],
        "fifty.mp4": [*picture(rate="50"), *sound(), *H264],
        "thirty.mp4": [*picture(rate="30"), *sound(), *H264],
        "ntsc.mp4": [*picture(rate="30000/1001"), *sound(), *H264],
        "cinema.mp4": [*picture(rate="24"), *sound(), *H264],
        "uneven.mkv": [*plain, "-vf", UNEVEN, "-fps_mode", "vfr", *H264],
        "woven.ts": [
            *picture(rate="50"), *sound(), "-vf", _WOVEN, "-c:v", "mpeg2video", "-b:v", "4M",
            "-flags", "+ilme+ildct", "-c:a", "mp2",
        ],
        "short-sound.mp4": [*picture(), *sound(3), *H264],
        "short-picture.mp4": [*picture(seconds=3), *sound(), *H264],
        "no-sound.mp4": [*picture(), *_X264],
        "two-sounds.mkv": [
            *plain, *sound(tone=300), "-map", "0:v", "-map", "1:a", "-map", "2:a", *H264,
        ],
        "deep.mkv": [*plain, "-pix_fmt", "yuv422p10le", *H264],
        "far-off.ts": [*plain, *H264, "-output_ts_offset", "50000"],
        "sound-later.ts": [*picture(), "-itsoffset", "0.7", *sound(), *H264],
        "sound-later.mp4": [*picture(), "-itsoffset", "0.7", *sound(), *H264],
        "picture-later.mkv": ["-itsoffset", "0.7", *picture(), *sound(), *H264],
        "picture-later.ts": ["-itsoffset", "0.7", *picture(), *sound(), *H264],
    }  # fmt: skip


FILMS = (
    *_films(), "joined.ts", "turned.mp4", "damaged.ts", "one-picture.mkv", "film-with-cover.mp4",
)  # fmt: skip


def make(folder: Path, *names: str) -> Path:
    """Fill a folder with these films, or all of them; return it."""
    films = _films()
    made = {
        "joined.ts": _joined, "turned.mp4": _turned, "damaged.ts": _damaged,
        "one-picture.mkv": _one_picture, "film-with-cover.mp4": _with_cover,
    }  # fmt: skip
    for name in names or FILMS:
        if name in films:
            run(*films[name], str(folder / name))
        else:
            made[name](folder / name)
    return folder


def _joined(path: Path) -> None:
    """Make what a recorder leaves that was stopped and started again: time begins anew."""
    run(*picture(seconds=3), *sound(2.9), *H264, str(path))
    part = path.with_name("part.ts")
    run(*picture(), *sound(), *H264, str(part))
    path.write_bytes(path.read_bytes() + part.read_bytes())
    part.unlink()


def _turned(path: Path) -> None:
    """Make what a phone records that is held upright."""
    flat = path.with_name("flat.mp4")
    run(*picture(), *sound(), *H264, str(flat))
    run("-display_rotation:v:0", "90", "-i", str(flat), "-c", "copy", str(path))
    flat.unlink()


def _damaged(path: Path) -> None:
    """Make a film of which some packets in the middle were lost or changed."""
    run(*picture(), *sound(), *H264, str(path))
    whole = bytearray(path.read_bytes())
    middle = len(whole) * 2 // 3 // 188 * 188
    for at in range(middle, middle + 10 * 188):
        whole[at] = at * 37 % 256
    del whole[middle + 20 * 188 : middle + 25 * 188]
    path.write_bytes(whole)


def _one_picture(path: Path) -> None:
    still = picture()
    still[-1] += ",trim=end_frame=1"
    run(*still, *sound(), *H264, str(path))


def _with_cover(path: Path) -> None:
    cover = path.with_suffix(".png")
    cover_of(cover)
    film = [*picture(), *sound(), "-i", str(cover), "-map", "0", "-map", "1", "-map", "2"]
    run(*film, *H264, "-c:v:1", "png", "-disposition:v:1", "attached_pic", str(path))
    cover.unlink()


def cover_of(path: Path) -> None:
    """Make a single picture, in the format that its name says."""
    run("-f", "lavfi", "-i", "testsrc2=s=320x240", "-frames:v", "1", str(path))


def run(*arguments: str) -> None:
    subprocess.run(
        [ffmpeg.binary(), "-nostdin", "-loglevel", "error", "-y", *arguments], check=True
    )
