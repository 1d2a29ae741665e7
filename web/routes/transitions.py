"""/schedule/transitions: how one kind of recording gives way to another."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.responses import Response

from scheduler.problem import NotInSchedule
from scheduler.stores import TransitionStore
from station.config import Channel
from station.kinds import Kind
from station.transition import DEFAULTS
from web import grid_editing
from web.channels import TheChannel
from web.deps import Database, Operator, Staff
from web.pages import Page, ThePage
from web.schedule_head import TheHead
from web.schedule_words import ScheduleWords
from web.slot_form import FormWrong
from web.transition_editing import Editing, fingerprint
from web.transition_form import TransitionForm
from web.transition_words import TransitionWords, covered_by

router = APIRouter(prefix="/schedule/transitions", include_in_schema=False)

TheForm = Annotated[TransitionForm, Form()]
Seen = Annotated[str, Form(max_length=32)]


@router.get("")
def transitions(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    head: TheHead,
) -> Response:
    """The station's own rules, and below them those that decide where none of them fits."""
    own = TransitionStore(session).all(channel.slug)
    rules = [*own, *DEFAULTS]
    return page.render(
        "schedule/transitions.html",
        channel=channel,
        own=own,
        defaults=DEFAULTS,
        covered=[covered_by(rules, place) for place in range(len(rules))],
        seen=fingerprint(own),
        rule_words=_words(page, channel),
        **head,
    )


@router.get("/new")
def new_rule(page: ThePage, _account: Operator, channel: TheChannel) -> Response:
    return _page(page, channel, TransitionForm())


@router.get("/{place}")
def rule_page(
    page: ThePage, place: int, _account: Operator, session: Database, channel: TheChannel
) -> Response:
    rules = TransitionStore(session).all(channel.slug)
    if not 0 <= place < len(rules):
        raise NotInSchedule("transition", place)
    form = TransitionForm.of(rules[place], page.times.number)
    return _page(page, channel, form.model_copy(update={"seen": fingerprint(rules)}), place)


@router.post("/draft")
def draft(
    page: ThePage,
    _account: Operator,
    channel: TheChannel,
    form: TheForm,
    place: int | None = None,
) -> Response:
    """Show the form again with what would be heard; nothing is stored."""
    return _page(page, channel, form, place)


@router.post("/undo")
def undo(page: ThePage, editing: grid_editing.Editing) -> Response:
    """Take back this person's last change of the schedule, whatever it was."""
    deed = editing.undo()
    text = page.gettext("Undone: %(name)s is as it was.", name=deed.name)
    return page.redirect(f"/schedule/transitions?channel={deed.channel}", text)


@router.post("/new")
def add(page: ThePage, editing: Editing, channel: TheChannel, form: TheForm) -> Response:
    try:
        rule = form.rule()
    except FormWrong as wrong:
        return _page(page, channel, form, None, wrong)
    editing.add(rule)
    text = page.gettext("%(name)s is there.", name=editing.words.pair(rule))
    return page.redirect(_list(channel), text)


@router.post("/{place}")
def change(
    page: ThePage, place: int, editing: Editing, channel: TheChannel, form: TheForm
) -> Response:
    try:
        rule = form.rule()
    except FormWrong as wrong:
        return _page(page, channel, form, place, wrong)
    editing.change(place, rule, form.seen)
    text = page.gettext("%(name)s is changed.", name=editing.words.pair(rule))
    return page.redirect(_list(channel), text)


@router.post("/{place}/move")
def move(
    page: ThePage,
    place: int,
    editing: Editing,
    channel: TheChannel,
    to: Annotated[Literal["up", "down"], Form()],
    seen: Seen = "",
) -> Response:
    editing.move(place, -1 if to == "up" else 1, seen)
    return page.redirect(_list(channel))


@router.post("/{place}/remove")
def remove(
    page: ThePage, place: int, editing: Editing, channel: TheChannel, seen: Seen = ""
) -> Response:
    editing.remove(place, seen)
    return page.redirect(_list(channel), page.gettext("The rule is deleted."))


def _words(page: Page, channel: Channel) -> TransitionWords:
    return TransitionWords(page.language, page.times, television=channel.kind == "tv")


def _list(channel: Channel) -> str:
    return f"/schedule/transitions?channel={channel.slug}"


def _page(
    page: Page,
    channel: Channel,
    form: TransitionForm,
    place: int | None = None,
    wrong: FormWrong | None = None,
) -> Response:
    said, words = ScheduleWords(page.language), _words(page, channel)
    try:
        heard = words.heard(form.rule())
    except FormWrong:
        heard = ""
    address = f"/schedule/transitions/{'new' if place is None else place}"
    return page.render(
        "schedule/transition.html",
        422 if wrong else 200,
        channel=channel,
        form=form,
        place=place,
        address=f"{address}?channel={channel.slug}",
        kinds=[("", words.side(None)), *((kind.value, words.side(kind)) for kind in Kind)],
        heard=heard,
        errors={name: said.problem(code) for name, code in wrong.errors.items()} if wrong else {},
    )
