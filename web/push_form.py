"""The form of an external Icecast: what is typed, read into a push or told what is wrong."""

import re
from typing import Annotated, Self

from pydantic import BaseModel, Field, SecretStr, ValidationError

from station.config import Config, IcecastPush
from web.i18n import N_
from web.slot_form import FormWrong

Text = Annotated[str, Field(max_length=300)]
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]{2,45}")

PROBLEMS = {
    "name": N_("A name begins with a small letter and has small letters, digits and dashes."),
    "name_taken": N_("Another output has this name."),
    "channel": N_("Choose a channel."),
    "rendition": N_("This channel does not encode that."),
    "host": N_("Only the server's name or address, without http:// and without a path."),
    "port": N_("A port is a number from 1 to 65535."),
    "mount": N_("A mount begins with / and has letters, digits and . _ ~ / -"),
    "user": N_("Give the user; most servers want: source."),
    "password": N_("Give the password of the server."),
}


class PushForm(BaseModel):
    """Typed words; an empty password keeps the one that is stored."""

    name: Text = ""
    channel: Text = ""
    rendition: Text = "mp3"
    host: Text = ""
    port: Text = "8000"
    mount: Text = "/radio.mp3"
    user: Text = "source"
    password: Text = ""
    tls: Text = ""
    enabled: Text = ""

    @classmethod
    def of(cls, push: IcecastPush) -> Self:
        return cls(
            name=push.name,
            channel=push.channel,
            rendition=push.rendition,
            host=push.host,
            port=str(push.port),
            mount=push.mount,
            user=push.user,
            tls="on" if push.tls else "",
            enabled="on" if push.enabled else "",
        )

    def push(self, config: Config, before: IcecastPush | None = None) -> IcecastPush:
        """Return the push; raises FormWrong with a key of `PROBLEMS` for each field."""
        errors = self._wrong(config, before)
        password = SecretStr(self.password)
        if not self.password and before is not None:
            password = before.password
        try:
            push = IcecastPush(
                name=self.name.strip(),
                channel=self.channel,
                rendition=self.rendition,  # type: ignore[arg-type]
                host=self.host.strip(),
                port=int(self.port) if self.port.strip().isdecimal() else 0,
                mount=self.mount.strip(),
                user=self.user.strip(),
                password=password,
                tls=bool(self.tls),
                enabled=bool(self.enabled),
            )
        except ValidationError as error:
            found = {str(problem["loc"][0]) for problem in error.errors()}
            raise FormWrong({name: name for name in found} | errors) from None
        if errors:
            raise FormWrong(errors)
        return push

    def _wrong(self, config: Config, before: IcecastPush | None) -> dict[str, str]:
        errors = {}
        renditions = {channel.slug: channel.renditions for channel in config.channels}
        if self.channel not in renditions:
            errors["channel"] = "channel"
        elif self.rendition not in renditions[self.channel]:
            errors["rendition"] = "rendition"
        if not _HOST.fullmatch(self.host.strip()):
            errors["host"] = "host"
        if not self.user.strip() or not self.user.isprintable() or ":" in self.user:
            errors["user"] = "user"
        if (not self.password and before is None) or not self.password.isprintable():
            errors["password"] = "password"
        return errors
