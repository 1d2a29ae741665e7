"""The pages on which something to push to is added, changed and removed, alike for every sort."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, Self, TypeVar

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.responses import Response

from station.config import Config, IcecastPush, Push
from web.pages import Page
from web.push_editing import Editing, PushEditing
from web.slot_form import FormWrong

P = TypeVar("P", IcecastPush, Push)


class TypedPush(Protocol[P]):
    """A form: what is typed, and how it becomes a push."""

    @classmethod
    def of(cls, push: P) -> Self: ...

    def push(self, config: Config, before: P | None = None) -> P: ...


@dataclass(frozen=True, slots=True)
class PushPages(Generic[P]):
    """What the pages of one sort of push have of their own."""

    template: str
    kind: type[P]
    stored: Callable[[Config], tuple[P, ...]]
    form: type[TypedPush[P]]
    blank: Callable[[Config], TypedPush[P]]
    """Makes the form of a new one."""
    problems: Mapping[str, str]
    choices: Callable[[Page, Config], dict[str, object]]
    """What of the settings can be chosen, as the template calls it."""

    def show(
        self,
        editing: PushEditing,
        form: TypedPush[P],
        wrong: FormWrong | None = None,
        *,
        name: str = "",
    ) -> Response:
        page = editing.page
        codes = wrong.errors if wrong else {}
        said = {key: page.gettext(self.problems.get(code, code)) for key, code in codes.items()}
        choices = self.choices(page, editing.config)
        status = 422 if wrong else 200
        return page.render(self.template, status, form=form, name=name, errors=said, **choices)

    def named(self, config: Config, name: str) -> P:
        """Return one that is stored; raises HTTPException."""
        for push in self.stored(config):
            if push.name == name:
                return push
        raise HTTPException(404)


def push_router(prefix: str, pages: PushPages[P], typed: Callable[..., TypedPush[P]]) -> APIRouter:
    """Return the routes of one sort; `typed` is the dependency that reads its form."""
    router = APIRouter(prefix=prefix, include_in_schema=False)

    @router.get("/new")
    def new(editing: Editing) -> Response:
        return pages.show(editing, pages.blank(editing.config))

    @router.post("/new")
    def add(editing: Editing, form: TypedPush[P] = Depends(typed)) -> Response:
        try:
            return editing.add(form.push)
        except FormWrong as wrong:
            return pages.show(editing, form, wrong)

    @router.get("/{name}")
    def stored(editing: Editing, name: str) -> Response:
        return pages.show(editing, pages.form.of(pages.named(editing.config, name)), name=name)

    @router.post("/{name}")
    def change(editing: Editing, name: str, form: TypedPush[P] = Depends(typed)) -> Response:
        before = pages.named(editing.config, name)
        try:
            return editing.change(name, partial(form.push, before=before))
        except FormWrong as wrong:
            return pages.show(editing, form, wrong, name=name)

    @router.post("/{name}/remove")
    def remove(editing: Editing, name: str) -> Response:
        return editing.remove(pages.kind, name)

    return router
