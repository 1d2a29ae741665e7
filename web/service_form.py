"""The form of a service that television is sent to: what is typed becomes a push, or is refused."""

from typing import Annotated, Self
from urllib.parse import quote, unquote

from pydantic import BaseModel, Field, SecretStr, ValidationError

from station.config import Config, Push
from station.video import ladder_heights
from web.i18n import N_
from web.slot_form import FormWrong

Text = Annotated[str, Field(max_length=600)]
OWN_SIZE = ""
_PASSPHRASE = "passphrase="

PROBLEMS = {
    "name": N_("A name begins with a small letter and has small letters, digits and dashes."),
    "name_taken": N_("Another output has this name."),
    "channel": N_("Choose a television channel."),
    "rung": N_("This channel is not made in that size."),
    "url": N_("An address begins with rtmp://, rtmps://, srt:// or udp:// and names a server."),
    "key": N_("Give the stream key that the service shows you."),
    "passphrase": N_("A passphrase of SRT has 10 to 79 letters."),
}


class ServiceForm(BaseModel):
    """Typed words; an empty key keeps the one that is stored."""

    name: Text = ""
    channel: Text = ""
    rung: Text = OWN_SIZE
    server: Text = ""
    key: Text = ""
    enabled: Text = ""

    @classmethod
    def of(cls, push: Push) -> Self:
        return cls(
            name=push.name,
            channel=push.channel,
            rung=push.rung,
            server=taken_apart(push.url.get_secret_value())[0],
            enabled="on" if push.enabled else "",
        )

    def push(self, config: Config, before: Push | None = None) -> Push:
        """Return the push; raises FormWrong with a key of `PROBLEMS` for each field."""
        key = self.key.strip()
        if not key and before is not None:
            key = taken_apart(before.url.get_secret_value())[1]
        errors = self._wrong(config, key)
        try:
            push = Push(
                name=self.name.strip(),
                channel=self.channel,
                rung=self.rung,
                url=SecretStr(put_together(self.server.strip(), key)),
                enabled=bool(self.enabled),
            )
        except ValidationError as error:
            found = {str(problem["loc"][0]) for problem in error.errors()}
            told = {"server" if name == "url" else name: name for name in found}
            raise FormWrong(told | errors) from None
        if errors:
            raise FormWrong(errors)
        return push

    def _wrong(self, config: Config, key: str) -> dict[str, str]:
        errors = {}
        scheme = self.server.strip().partition(":")[0]
        sizes = {channel.slug: sizes_of(config, channel.slug) for channel in config.channels}
        if not sizes.get(self.channel):
            errors["channel"] = "channel"
        elif self.rung not in sizes[self.channel]:
            errors["rung"] = "rung"
        if scheme.startswith("rtmp") and (not key or not key.isprintable() or " " in key):
            errors["key"] = "key"
        if scheme == "srt" and key and not (10 <= len(key) <= 79 and key.isprintable()):
            errors["key"] = "passphrase"
        return errors


def sizes_of(config: Config, slug: str) -> list[str]:
    """Return the sizes in which a channel is made, its own as ``; none for radio."""
    found = [channel for channel in config.channels if channel.slug == slug and channel.shape]
    if not found or found[0].shape is None:
        return []
    heights = ladder_heights(found[0].shape, ladder=found[0].picture.ladder)
    return [OWN_SIZE, *(f"{height}p" for height in heights[1:])]


def taken_apart(url: str) -> tuple[str, str]:
    """Return the address of a server and what is secret: a stream key, or SRT's passphrase."""
    if url.startswith("rtmp"):
        server, _, key = url.rpartition("/")
        return server, key
    server, _, query = url.partition("?")
    pairs = [pair for pair in query.split("&") if pair]
    secret = next((pair for pair in pairs if pair.startswith(_PASSPHRASE)), "")
    rest = "&".join(pair for pair in pairs if pair != secret)
    return f"{server}?{rest}" if rest else server, unquote(secret.removeprefix(_PASSPHRASE))


def put_together(server: str, key: str) -> str:
    """Return the whole address: the reverse of `taken_apart`."""
    if server.startswith("rtmp"):
        return f"{server.rstrip('/')}/{key}"
    if not key or not server.startswith("srt:"):
        return server
    return f"{server}{'&' if '?' in server else '?'}{_PASSPHRASE}{quote(key, safe='')}"
