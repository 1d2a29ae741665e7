"""Rows of this room. Only its stores may import this module."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from station.database import Base, UtcDateTime


class CartRow(Base):
    """One recording; positions are frames at 48 kHz."""

    __tablename__ = "cart"
    __table_args__ = (
        CheckConstraint(
            "0 <= cue_in AND cue_in < segue AND segue <= cue_out AND cue_out <= frames",
            "cues_in_order",
        ),
        Index("ix_cart_found", "archived", "kind", "search"),
        # each order of the list, with all that a search looks into: a page is found without a row
        Index("ix_cart_added", "archived", "id", "kind", "search"),
        Index("ix_cart_title", "archived", "title_key", "id", "kind", "search"),
        Index("ix_cart_artist", "archived", "artist_key", "title_key", "id", "kind", "search"),
        Index("ix_cart_length", "archived", "length", "id", "kind", "search"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    artist: Mapped[str] = mapped_column(Text, default="")
    album: Mapped[str] = mapped_column(Text, default="")
    composer: Mapped[str] = mapped_column(Text, default="")
    isrc: Mapped[str] = mapped_column(String(12), default="")
    year: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(64), default="")
    path: Mapped[str] = mapped_column(String(255), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    original_name: Mapped[str] = mapped_column(Text, default="")
    frames: Mapped[int] = mapped_column(BigInteger)
    cue_in: Mapped[int] = mapped_column(BigInteger)
    cue_out: Mapped[int] = mapped_column(BigInteger)
    segue: Mapped[int] = mapped_column(BigInteger)
    intro: Mapped[int] = mapped_column(BigInteger, default=0)
    """0: nobody marked it."""
    length: Mapped[int] = mapped_column(BigInteger)
    """segue − cue_in, kept for sorting."""
    loudness_lufs: Mapped[float | None]
    true_peak_db: Mapped[float | None]
    has_picture: Mapped[bool] = mapped_column(default=False)
    has_sound: Mapped[bool] = mapped_column(default=True)
    quiet: Mapped[bool] = mapped_column(default=False)
    clearance: Mapped[str] = mapped_column(String(60), default="")
    film_class: Mapped[str] = mapped_column(String(4), default="")
    sign_path: Mapped[str] = mapped_column(String(255), default="")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    archived: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    rating: Mapped[str] = mapped_column(String(4), default="SU")
    dayparts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """When it may air; empty: always."""
    evergreen: Mapped[bool] = mapped_column(default=False)
    weight: Mapped[int] = mapped_column(default=1)
    tempo: Mapped[int | None]
    mood: Mapped[str] = mapped_column(String(16), default="")
    revision: Mapped[int] = mapped_column(BigInteger, default=0, index=True)
    """Revision of the library in which it changed last."""
    search: Mapped[str] = mapped_column(String(600))
    """Title, artist, album and file name, folded: what a search looks into."""
    title_key: Mapped[str] = mapped_column(String(120))
    """Folded title, for sorting."""
    artist_key: Mapped[str] = mapped_column(String(120))
    """Folded artist, for sorting."""

    tags: Mapped[list["CartTagRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="CartTagRow.tag"
    )


class LibraryRevisionRow(Base):
    """Counts changes of carts, so that readers read only what is new.

    `all` counts every change and is locked by whoever changes a cart; a row named for a kind
    holds the last one that changes what rotations choose from among its carts.
    """

    __tablename__ = "library_revision"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger)


class CartChangeRow(Base):
    """What a change of a cart changed for those who search; only the last changes are kept."""

    __tablename__ = "cart_change"

    revision: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """None: the cart is new."""
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class CartTagRow(Base):
    """A word on a recording."""

    __tablename__ = "cart_tag"
    __table_args__ = (Index("ix_cart_tag_tag", "tag", "cart_id"),)

    cart_id: Mapped[int] = mapped_column(
        ForeignKey("cart.id", ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(String(64), primary_key=True)


class CartPeaksRow(Base):
    """The waveform of a recording: one byte per span, 0 to 255."""

    __tablename__ = "cart_peaks"

    cart_id: Mapped[int] = mapped_column(
        ForeignKey("cart.id", ondelete="CASCADE"), primary_key=True
    )
    per_second: Mapped[int]
    peaks: Mapped[bytes] = mapped_column(LargeBinary)


class CartFilmRow(Base):
    """The pictures of a recording; positions are frames at 48 kHz."""

    __tablename__ = "cart_film"
    __table_args__ = (Index("ix_cart_film_preview", "preview", "cart_id"),)

    cart_id: Mapped[int] = mapped_column(
        ForeignKey("cart.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    pictures: Mapped[int] = mapped_column(BigInteger)
    span: Mapped[int] = mapped_column(BigInteger)
    """Where the last picture ends."""
    sound: Mapped[int] = mapped_column(BigInteger)
    """Where the sound ends; 0 where there is none."""
    width: Mapped[int]
    height: Mapped[int]
    pixel_aspect: Mapped[str] = mapped_column(String(24))
    """Width by height of one pixel, as `16/15`."""
    turned: Mapped[int]
    rate: Mapped[float]
    steady: Mapped[bool]
    interlaced: Mapped[bool]
    sound_tracks: Mapped[int]
    black: Mapped[list[list[int]]] = mapped_column(JSON)
    """Stretches, each with its begin and end."""
    frozen: Mapped[list[list[int]]] = mapped_column(JSON)
    """Stretches, each with its begin and end."""
    silent: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    """Stretches of its sound, likewise."""
    preview: Mapped[str] = mapped_column(String(8))
    """Where its thumbnails and its small copy stand."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often they were begun."""
    thumbnails: Mapped[int] = mapped_column(default=0)
    """How many there are."""
    house: Mapped[str] = mapped_column(String(8), server_default="waiting")
    """Where its copy in the house's format stands."""


class QuarantineRow(Base):
    """A file that cannot go on air."""

    __tablename__ = "quarantine"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    path: Mapped[str] = mapped_column(String(255))
    """Relative to the quarantine folder; empty when the file was left where it was."""
    original_name: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str | None] = mapped_column(String(16))
    """The kind that was asked for, to be used when it is tried again."""
    fault: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(Text, default="{}")
    """What the sentence needs, as JSON."""
    first_seen: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    times: Mapped[int] = mapped_column(Integer, default=1)


class IngestJobRow(Base):
    """One file on its way into the library."""

    __tablename__ = "ingest_job"
    __table_args__ = (Index("ix_ingest_job_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(8))
    path: Mapped[str] = mapped_column(Text)
    """Where the file waits, absolute."""
    kind: Mapped[str | None] = mapped_column(String(16))
    tags: Mapped[str] = mapped_column(Text, default="")
    bytes: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[str] = mapped_column(String(12))
    worker: Mapped[str] = mapped_column(String(64), default="")
    """Life of the plan process that took it."""
    fault: Mapped[str] = mapped_column(String(32), default="")
    cart_id: Mapped[int | None] = mapped_column(ForeignKey("cart.id", ondelete="SET NULL"))
    quarantine_id: Mapped[int | None] = mapped_column(
        ForeignKey("quarantine.id", ondelete="SET NULL")
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
