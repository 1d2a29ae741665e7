"""The station's settings: one file, one frozen model, validated at start and passed down."""

from station.config.channels import Air, Channel, Picture, Recording
from station.config.doors import LineIn, LiveDoor, RtmpDoor, SrtDoor
from station.config.pushes import IcecastPush, Push
from station.config.sections import Listen, Rendition
from station.config.settings import Config, ConfigInvalid, Media, Streams, Web, load

__all__ = [
    "Air",
    "Channel",
    "Config",
    "ConfigInvalid",
    "IcecastPush",
    "LineIn",
    "Listen",
    "LiveDoor",
    "Media",
    "Picture",
    "Push",
    "Recording",
    "Rendition",
    "RtmpDoor",
    "SrtDoor",
    "Streams",
    "Web",
    "load",
]
