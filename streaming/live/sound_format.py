"""Which demuxer a presenter's bytes need: by what they are, else by what they are said to be."""

SNIFFED = 12
"""Bytes from the beginning that suffice."""

_BY_TYPE = {
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/x-mpeg": "mp3",
    "audio/aac": "aac",
    "audio/aacp": "aac",
    "audio/x-aac": "aac",
    "application/ogg": "ogg",
    "audio/ogg": "ogg",
    "audio/opus": "ogg",
    "audio/x-ogg": "ogg",
    "audio/flac": "flac",
    "audio/x-flac": "flac",
    "audio/webm": "matroska",
    "video/webm": "matroska",
    "audio/x-matroska": "matroska",
    "audio/mp4": "mov",
}
FLV, TRANSPORT_STREAM = "video/x-flv", "video/mp2t"
_FILMS = {
    FLV: "flv",
    TRANSPORT_STREAM: "mpegts",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
    "video/mp4": "mov",
}
_BY_START = (
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"fLaC", "flac"),
    (b"ID3", "mp3"),
)


def film(content_type: str) -> str | None:
    """Return the demuxer for a type of sound with pictures, None for any other."""
    return _FILMS.get(content_type.partition(";")[0].strip().lower())


def recorded(content_type: str) -> bool:
    """Return whether a browser may say that its recorder makes this, with pictures or without."""
    sent = (_FILMS[FLV], _FILMS[TRANSPORT_STREAM], None)
    return offered(content_type) is not None or film(content_type) not in sent


def offered(content_type: str) -> str | None:
    """Return the demuxer for a content type, None for one that is not taken.

    Without a type it is MP3, as for Icecast.
    """
    name = content_type.partition(";")[0].strip().lower()
    return _BY_TYPE.get(name or "audio/mpeg")


def demuxer(content_type: str, start: bytes) -> str | None:
    """Return the demuxer for these bytes, whatever their type says if they say otherwise."""
    said = offered(content_type)
    if said is None:
        return None
    found = next((name for mark, name in _BY_START if start.startswith(mark)), None)
    if found is None and start[4:8] == b"ftyp":
        found = "mov"
    return found or _elementary(start) or said


def _elementary(start: bytes) -> str | None:
    """Tell ADTS from MPEG audio by the layer in the first frame's header; ADTS has none."""
    if len(start) < 2 or start[0] != 0xFF or start[1] & 0xE0 != 0xE0:
        return None
    layer = start[1] >> 1 & 3
    if layer == 0:
        return "aac" if start[1] & 0xF0 == 0xF0 else None
    return "mp3"
