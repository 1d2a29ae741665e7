"""The channel a page is about: the one in the address, else the station's first."""

from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException

from station.config import Channel
from web.deps import TheDesk


def _channel(desk: TheDesk, channel: str = "") -> Channel:
    try:
        return desk.config.channel(channel) if channel else desk.config.channels[0]
    except KeyError:
        raise HTTPException(404) from None


TheChannel = Annotated[Channel, Depends(_channel)]
