"""What was handed out of the recording: each clip an entry of the audit trail, with its SHA-256."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from station.recordings import Copy, Part
from web.audit import AuditEntry, AuditLog
from web.clip_process import Clip
from web.clip_span import ClipSpan

ACTION = "recording.fetched"
_SHA256 = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{2}[\s:]?){32}(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class FetchedClip:
    """One stretch as somebody was given it."""

    id: int
    """Number in the audit trail."""
    at: datetime
    """When it was fetched, UTC."""
    account: str
    channel: str
    begins: datetime
    """From when it was asked for; the file begins up to two seconds before."""
    ends: datetime
    copy: Copy
    """The one that it was cut from, which may not be the one that was asked for."""
    recorded: timedelta
    """How much of it there was."""
    name: str
    """Of the file."""
    size: int
    """Bytes."""
    sha256: str
    """Of the file, in hex."""


@dataclass(frozen=True, slots=True)
class FetchedClips:
    """The clips of one channel."""

    audit: AuditLog
    channel: str

    def note(
        self,
        at: datetime,
        account: str,
        span: ClipSpan,
        parts: Sequence[Part],
        name: str,
        clip: Clip,
    ) -> None:
        """Remember what is handed out."""
        self.audit.record(
            at,
            account,
            ACTION,
            channel=self.channel,
            begins=span.begins.isoformat(),
            ends=span.ends.isoformat(),
            copy=parts[0].path.parent.name,
            seconds=sum(part.stretch.us for part in parts) / 1_000_000,
            name=name,
            size=clip.size,
            sha256=clip.sha256,
        )

    def newest(self, limit: int, sha256: str = "") -> list[FetchedClip]:
        """Return the last ones, the newest first; `sha256`: only those of this file."""
        entries = self.audit.of(ACTION, naming=sha256 or f'"{self.channel}"', limit=limit)
        clips = map(_clip, entries)
        return [
            clip for clip in clips if clip.channel == self.channel and sha256 in ("", clip.sha256)
        ]

    def get(self, number: int) -> FetchedClip | None:
        entry = self.audit.get(number, ACTION)
        clip = _clip(entry) if entry else None
        return clip if clip and clip.channel == self.channel else None


def read_sha256(text: str) -> str | None:
    """Return a check code as it is kept, whatever programs put around it; None for what is none.

    Programs write it in small or large letters, in groups, or with the name of the file behind it.
    """
    found = _SHA256.search(text.lower())
    return re.sub(r"[\s:]", "", found[0]) if found else None


def _clip(entry: AuditEntry) -> FetchedClip:
    about = entry.about
    return FetchedClip(
        id=entry.id,
        at=entry.at,
        account=entry.account,
        channel=about["channel"],
        begins=datetime.fromisoformat(about["begins"]),
        ends=datetime.fromisoformat(about["ends"]),
        copy=Copy(about["copy"]),
        recorded=timedelta(seconds=about["seconds"]),
        name=about["name"],
        size=about["size"],
        sha256=about["sha256"],
    )
