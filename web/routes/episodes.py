"""/schedule/programmes/N/episodes: the parts of a serial, in their order."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.store import CartStore
from scheduler.problem import NotInSchedule
from scheduler.stores import EpisodeStore, ProgrammeStore
from scheduler.week.episode import Episode
from web.deps import Database, Operator
from web.episode_form import EpisodeForm
from web.grid_editing import Editing
from web.pages import Page, ThePage
from web.schedule_words import ScheduleWords
from web.slot_form import FormWrong
from web.week_editing import move_episode, remove_episode, save_episode

router = APIRouter(prefix="/schedule/programmes/{programme_id}/episodes", include_in_schema=False)

TheForm = Annotated[EpisodeForm, Form()]
_PLACES = {"up": -1, "down": 1}


@router.get("")
def episodes(page: ThePage, programme_id: int, _account: Operator, session: Database) -> Response:
    return _page(page, session, programme_id, EpisodeForm())


@router.post("")
def add(page: ThePage, programme_id: int, editing: Editing, form: TheForm) -> Response:
    ProgrammeStore(editing.session).get(programme_id)
    try:
        stored = save_episode(editing, _wanted(editing.session, form, programme_id))
    except FormWrong as wrong:
        return _page(page, editing.session, programme_id, form, wrong=wrong)
    text = page.gettext("Episode %(number)s is there.", number=stored.number)
    return page.redirect(_address(programme_id), text)


@router.get("/{episode_id}")
def one(
    page: ThePage, programme_id: int, episode_id: int, _account: Operator, session: Database
) -> Response:
    episode = _of(session, programme_id, episode_id)
    return _page(page, session, programme_id, EpisodeForm.of(episode), episode)


@router.post("/{episode_id}")
def change(
    page: ThePage, programme_id: int, episode_id: int, editing: Editing, form: TheForm
) -> Response:
    before = _of(editing.session, programme_id, episode_id)
    try:
        wanted = _wanted(editing.session, form, programme_id)
    except FormWrong as wrong:
        return _page(page, editing.session, programme_id, form, before, wrong)
    stored = save_episode(editing, replace(wanted, id=episode_id))
    text = page.gettext("Episode %(number)s is changed.", number=stored.number)
    return page.redirect(_address(programme_id), text)


@router.post("/{episode_id}/move")
def move(
    page: ThePage,
    programme_id: int,
    episode_id: int,
    editing: Editing,
    to: Annotated[str, Form(max_length=4)] = "",
) -> Response:
    """Let it change places with its neighbour; `to`: `up` or `down`."""
    _of(editing.session, programme_id, episode_id)
    told = move_episode(editing, episode_id, _PLACES.get(to, 0))
    text = page.gettext("Episode %(number)s has another place.", number=told.number)
    return page.redirect(_address(programme_id), text)


@router.post("/{episode_id}/remove")
def remove(page: ThePage, programme_id: int, episode_id: int, editing: Editing) -> Response:
    _of(editing.session, programme_id, episode_id)
    before = remove_episode(editing, episode_id)
    text = page.gettext("Episode %(number)s is deleted.", number=before.number)
    return page.redirect(_address(programme_id), text)


def _of(session: Session, programme_id: int, episode_id: int) -> Episode:
    """Return an episode of this programme; raises NotInSchedule."""
    found = EpisodeStore(session).get(episode_id)
    if found.programme_id != programme_id:
        raise NotInSchedule("episode", episode_id)
    return found


def _wanted(session: Session, form: EpisodeForm, programme_id: int) -> Episode:
    """Return the episode of a form; raises FormWrong, also for a recording that is not there."""
    wanted = form.episode(programme_id)
    if wanted.cart_id and not CartStore(session).get_many([wanted.cart_id]):
        raise FormWrong({"cart_id": "not_found"})
    return wanted


def _address(programme_id: int) -> str:
    return f"/schedule/programmes/{programme_id}/episodes"


def _page(
    page: Page,
    session: Session,
    programme_id: int,
    form: EpisodeForm,
    edited: Episode | None = None,
    wrong: FormWrong | None = None,
) -> Response:
    programme = ProgrammeStore(session).get(programme_id)
    found = EpisodeStore(session).of_programme(programme_id)
    said = ScheduleWords(page.language)
    return page.render(
        "schedule/episodes.html",
        422 if wrong else 200,
        channel=page.desk.config.channel(programme.channel),
        programme=programme,
        episodes=found,
        edited=edited,
        carts=CartStore(session).get_many([one.cart_id for one in found if one.cart_id]),
        aired=EpisodeStore(session).aired(programme.channel, page.desk.clock.now()),
        form=form,
        following=max((one.number for one in found), default=0) + 1,
        errors={name: said.problem(code) for name, code in wrong.errors.items()} if wrong else {},
    )
