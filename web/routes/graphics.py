"""/studio/graphics: what stands over the pictures of a television channel, seen before it airs."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, UploadFile
from starlette.responses import Response

from station.languages import LANGUAGES
from station.look import Preview
from web.deps import Database
from web.logo import LARGEST, LogoUnusable
from web.look_editing import EditingLook, LookEditing
from web.look_form import CORNERS, PACES, SCENES, UPPER_CORNERS, LookForm, LookWrong
from web.pages import Page, ThePage
from web.preview_process import NotDrawn, drawn

router = APIRouter(prefix="/studio/graphics", include_in_schema=False)

Draft = Annotated[LookForm, Query()]
TheForm = Annotated[LookForm, Form()]


@router.get("")
def graphics(page: ThePage, editing: EditingLook) -> Response:
    """The form, filled with what is on the air, and a picture of it."""
    return _page(page, editing, LookForm.of(editing.look))


@router.post("/draft")
def draft(page: ThePage, editing: EditingLook, form: TheForm) -> Response:
    """The same page with a picture of what is filled in; nothing changes on the air."""
    try:
        form.look()
    except LookWrong as wrong:
        return _page(page, editing, form, wrong.errors)
    return _page(page, editing, form)


@router.get("/preview.png")
def preview(page: ThePage, editing: EditingLook, form: Draft) -> Response:
    """A picture of a draft as it would air."""
    shape = editing.channel.shape
    assert shape
    try:
        wanted = Preview(
            look=form.look(),
            scene=form.shown_with,
            name=editing.channel.name,
            timezone=page.desk.config.timezone,
            at=editing.now,
            width=shape.width,
            height=shape.height,
            logo=str(editing.logo or ""),
        )
        png = drawn(wanted)
    except LookWrong:
        return Response(status_code=422)
    except NotDrawn:
        return Response(status_code=503, headers={"Retry-After": "5"})
    return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=60"})


@router.post("")
def change(page: ThePage, editing: EditingLook, form: TheForm) -> Response:
    try:
        editing.change(form.look())
    except LookWrong as wrong:
        return _page(page, editing, form, wrong.errors, 422)
    except OSError:
        return _to(page, editing, page.gettext("The disk does not take it. Nothing has changed."))
    return _to(page, editing, page.gettext("Saved. It is on the air within two seconds."))


@router.post("/undo")
def undo(page: ThePage, editing: EditingLook, session: Database) -> Response:
    editing.undo(session)
    return _to(page, editing, page.gettext("Undone: it looks as it did."))


@router.post("/logo")
def bring_logo(
    page: ThePage, editing: EditingLook, file: Annotated[UploadFile, File()]
) -> Response:
    try:
        editing.keep_logo(file.file.read(LARGEST + 1))
    except LogoUnusable:
        told = page.gettext("That is no logo: a PNG of at most 4 MB is wanted.")
        return _to(page, editing, told)
    return _to(page, editing, page.gettext("The logo is on the air within two seconds."))


@router.post("/logo/remove")
def remove_logo(page: ThePage, editing: EditingLook) -> Response:
    editing.remove_logo()
    return _to(page, editing, page.gettext("The channel's name stands in place of the logo."))


def _page(
    page: Page,
    editing: LookEditing,
    form: LookForm,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    said = {name: page.gettext(sentence) for name, sentence in (errors or {}).items()}
    return page.render(
        "studio/graphics.html",
        status,
        channel=editing.channel,
        televisions=[each for each in page.desk.config.channels if each.shape],
        form=form,
        errors=said,
        last=editing.last,
        logo=editing.logo is not None,
        corners=_choices(page, CORNERS),
        caption_languages=[(each.code, each.name) for each in LANGUAGES],
        upper_corners=_choices(page, UPPER_CORNERS),
        paces=_choices(page, PACES),
        scenes=_choices(page, SCENES),
        draft={**form.model_dump(), "channel": editing.channel.slug, "logo_of": _stamp(editing)},
    )


def _choices(page: Page, words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, page.gettext(word)) for code, word in words.items()]


def _stamp(editing: LookEditing) -> int:
    """Return what makes the preview's address another one when the logo is; 0 for none."""
    return editing.logo.stat().st_mtime_ns if editing.logo else 0


def _to(page: Page, editing: LookEditing, notice: str) -> Response:
    return page.redirect(f"/studio/graphics?channel={editing.channel.slug}", notice)
