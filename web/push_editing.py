"""The hand of an administrator on what is pushed to: each change in the settings, and noted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.responses import Response

from station.config import Config, IcecastPush, Push
from web.accounts import Account
from web.audit import AuditLog
from web.deps import Admin, Audit, Now
from web.pages import Page, ThePage
from web.slot_form import FormWrong
from web.station_file import AnyPush, NameTaken, NoSuchOutput, StationFile

LIST = "/admin/outputs"


@dataclass(frozen=True, slots=True)
class PushEditing:
    """Every method stores one change; the streaming process takes it up by itself."""

    page: Page
    account: Account
    audit: AuditLog
    now: datetime

    @property
    def config(self) -> Config:
        """The settings as they are on disk."""
        return self._file.read()

    def add(self, read: Callable[[Config], AnyPush]) -> Response:
        """Store what `read` makes of a form; raises FormWrong."""
        push = read(self.config)
        try:
            self._file.add_push(push)
        except NameTaken:
            raise FormWrong({"name": "name_taken"}) from None
        self._note("output.added", push)
        return self.page.redirect(LIST, self.page.gettext("%(name)s is added.", name=push.name))

    def change(self, name: str, read: Callable[[Config], AnyPush]) -> Response:
        """Store what `read` makes of a form in the place of the push of that name."""
        push = read(self.config)
        try:
            self._file.change_push(name, push)
        except NameTaken:
            raise FormWrong({"name": "name_taken"}) from None
        self._note("output.changed", push)
        return self.page.redirect(LIST, self.page.gettext("%(name)s is changed.", name=push.name))

    def remove(self, kind: type[IcecastPush] | type[Push], name: str) -> Response:
        try:
            self._file.remove_push(kind, name)
        except NoSuchOutput:
            raise HTTPException(404) from None
        self.audit.record(self.now, self.account.name, "output.removed", name=name)
        return self.page.redirect(LIST, self.page.gettext("%(name)s is removed.", name=name))

    @property
    def _file(self) -> StationFile:
        return StationFile(self.page.desk.paths)

    def _note(self, deed: str, push: AnyPush) -> None:
        about = {"name": push.name, "host": push.public_url}
        self.audit.record(self.now, self.account.name, deed, **about)


def _editing(page: ThePage, account: Admin, audit: Audit, now: Now) -> PushEditing:
    return PushEditing(page, account, audit, now)


Editing = Annotated[PushEditing, Depends(_editing, scope="function")]
