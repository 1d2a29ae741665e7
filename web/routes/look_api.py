"""/api/v1/channels/…/look: what stands over the pictures of a television channel, as data."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException

from station.look import FORMAT, Look
from web.deps import Audit, Now, Staff, TheDesk
from web.look_editing import LookEditing
from web.undo import TheUndoLog

router = APIRouter(prefix="/api/v1/channels/{slug}/look", tags=["graphics"])


def _editing(
    slug: str, desk: TheDesk, account: Staff, audit: Audit, undo_log: TheUndoLog, now: Now
) -> LookEditing:
    channel = next((each for each in desk.config.channels if each.slug == slug), None)
    if channel is None or channel.shape is None:
        raise HTTPException(404)
    return LookEditing(desk.paths, channel, account, audit, undo_log, now)


TheLook = Annotated[LookEditing, Depends(_editing, scope="function")]


@router.get("")
def show(editing: TheLook) -> Look:
    """The look that is on the air."""
    return editing.look


@router.put("")
def change(body: Look, editing: TheLook) -> Look:
    """Publish another one; it is on the air within two seconds. What is left out is the default."""
    if body.format != FORMAT:
        raise HTTPException(422)
    editing.change(body)
    return body
