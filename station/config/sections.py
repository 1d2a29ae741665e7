"""What every section of the settings is made of."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Port = Annotated[int, Field(ge=1, le=65_535)]
Rendition = Literal["mp3", "aac", "aac-low"]
"""MP3 128, AAC 96 or AAC 48 kb/s."""


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Listen(Section):
    """Where a server listens."""

    host: str = "127.0.0.1"
    """Loopback unless told."""
    port: Port
    """TCP port."""
