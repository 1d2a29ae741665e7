"""What the first and last bytes of a file give away before any decoder sees it."""

import re
from pathlib import Path

_HEAD_BYTES = 64 * 1024
_OGG_PAGE_HEADER = 27
"""Bytes before the segment table; the last one counts the segments."""
_OGG_TAIL = 128 * 1024
"""Two of the longest pages."""
_ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_FILE_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_UNKNOWN_SIZES = (0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFFFFF - 36, 0xFFFFFFFF - 36)
"""What programs write that cannot go back and fill in the size."""

_REFERENCES: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("m3u", re.compile(rb"\s*#EXTM3U|\s*#EXTINF:|\s*#EXT-X-")),
    ("m3u", re.compile(rb"\s*(?:https?|rtsp|rtmp|mms|icecast|ftp)://\S+\s*(?:[\r\n]|$)")),
    ("concat", re.compile(rb"\s*(?:#[^\n]*\n\s*)*(?:ffconcat\s+version|file\s+['\"]?\S)")),
    ("pls", re.compile(rb"\s*\[playlist\]", re.IGNORECASE)),
    ("asx", re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<asx\b|\s*\[Reference\]", re.IGNORECASE)),
    ("xspf", re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<playlist\b", re.DOTALL)),
    ("dash", re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<MPD\b", re.DOTALL)),
    ("smil", re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:smil|wpl|\?wpl)\b", re.IGNORECASE)),
    ("sdp", re.compile(rb"\s*v=0\r?\n(?:[a-z]=[^\n]*\n)*m=")),
    ("cue", re.compile(rb"\s*(?:(?:REM|TITLE|PERFORMER|CATALOG)\b[^\n]*\n\s*)*FILE\s+\"?[^\n]+\s"
                       rb"(?:WAVE|MP3|AIFF|BINARY)\b", re.IGNORECASE)),
    ("qtl", re.compile(rb"\s*<\?xml[^>]*>\s*<\?quicktime\b|RTSPtext|SMILtext", re.IGNORECASE)),
    ("reference movie", re.compile(rb".{4}moov.{0,64}rmra", re.DOTALL)),
)  # fmt: skip
_PICTURES: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("WebP", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("BMP", re.compile(rb"BM.{4}\0{4}", re.DOTALL)),
    ("TIFF", re.compile(rb"II\*\0|MM\0\*")),
    ("HEIC", re.compile(rb".{4}ftyp(?:heic|heix|mif1|avif)", re.DOTALL)),
)
_ONLY_SOUND = re.compile(
    rb"ID3|fLaC|FORM|RF64|MAC |wvpk|caff|#!AMR|riff"
    rb"|RIFF.{4}WAVE|\xff[\xe0-\xff]|.{4}ftypM4[AB] |OggS.{24}.(?:\x01vorbis|OpusHead|\x7fFLAC)",
    re.DOTALL,
)
"""How files begin that have nothing to be seen but a cover."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def reference_format(path: Path) -> str:
    """Return what kind of list of other media a file is, empty when it is none."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).removeprefix(_BYTE_ORDER_MARK)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    return next((name for name, pattern in _REFERENCES if pattern.match(head)), "")


def picture_format(path: Path) -> str:
    """Return what kind of single picture a file is, empty when it is none."""
    with path.open("rb") as file:
        head = file.read(32)
    return next((name for name, pattern in _PICTURES if pattern.match(head)), "")


def may_have_pictures(path: Path) -> bool:
    """Return whether a file may hold moving pictures, as far as its first bytes tell."""
    with path.open("rb") as file:
        return _ONLY_SOUND.match(file.read(64)) is None


def is_cut_short(path: Path) -> bool:
    """Return whether the container itself says that bytes are missing at its end.

    For the formats whose demuxers play what is left without a word: RIFF, ASF and Ogg.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if head.startswith(b"OggS"):
            file.seek(max(0, size - _OGG_TAIL))
            return _ogg_cut(file.read())
    if head.startswith(b"RIFF") and len(head) >= 8:
        return _riff_cut(int.from_bytes(head[4:8], "little"), size)
    if head.startswith(_ASF_HEADER):
        return _asf_cut(head, size)
    return False


def _riff_cut(stated: int, size: int) -> bool:
    return stated not in _UNKNOWN_SIZES and stated + 8 > size + max(64, size // 100)


def _asf_cut(head: bytes, size: int) -> bool:
    at = head.find(_ASF_FILE_PROPERTIES)
    if not 0 <= at <= len(head) - 48:
        return False
    return int.from_bytes(head[at + 40 : at + 48], "little") > size


def _ogg_cut(tail: bytes) -> bool:
    """Return whether the last page reaches beyond the end (RFC 3533, section 6)."""
    at = tail.rfind(b"OggS")
    if not 0 <= at <= len(tail) - _OGG_PAGE_HEADER:
        return True
    segments = tail[at + _OGG_PAGE_HEADER - 1]
    table = tail[at + _OGG_PAGE_HEADER :][:segments]
    return at + _OGG_PAGE_HEADER + segments + sum(table) > len(tail)
