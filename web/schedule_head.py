"""What pages of the schedule share: what became of the last change, who may edit, what to undo."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends

from web.accounts import Role
from web.deps import Now, Staff
from web.pages import ThePage
from web.publication import ThePublication
from web.schedule_words import ScheduleWords
from web.undo import KEPT, TheUndoLog

EDITORS = (Role.OPERATOR,)
"""Who may change the schedule, besides admins; the others read."""


def _head(
    page: ThePage, account: Staff, published: ThePublication, undo: TheUndoLog, now: Now
) -> Mapping[str, Any]:
    return {
        "published": published,
        "may_edit": account.has(*EDITORS),
        "last": undo.last(account.name, now),
        "kept_minutes": KEPT // timedelta(minutes=1),
        "said": ScheduleWords(page.language),
    }


TheHead = Annotated[Mapping[str, Any], Depends(_head, scope="function")]
"""For the template."""
