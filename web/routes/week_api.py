"""/api/v1: seasons, hour templates, open hours and episodes, beside the grid."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from media_library.store import CartStore
from scheduler.problem import NotInSchedule
from scheduler.stores import EpisodeStore, HourTemplateStore, ProgrammeStore, SeasonStore
from scheduler.week.episode import Episode
from scheduler.week.hour_template import Element, HourTemplate
from scheduler.week.season import Cover, Season
from web.channels import TheChannel
from web.deps import Database, Staff
from web.grid_editing import Editing
from web.pages import ThePage
from web.week_editing import (
    remove_episode,
    remove_season,
    remove_template,
    save_episode,
    save_season,
    save_template,
    set_open_hours,
)

router = APIRouter(prefix="/api/v1", tags=["schedule"])

Name = Annotated[str, Field(max_length=200)]
Notes = Annotated[str, Field(max_length=2_000)]


class SeasonIn(BaseModel):
    """A grid of its own for a range of days, with its switch."""

    name: Name
    first_day: date
    last_day: date
    active: bool = False
    cover: Cover = Cover.REPLACE

    def season(self, channel: str, season_id: int = 0) -> Season:
        return Season(channel=channel, id=season_id, **dict(self))


class SeasonOut(SeasonIn):
    id: int
    channel: str

    @classmethod
    def of(cls, season: Season) -> Self:
        return cls(**{name: getattr(season, name) for name in cls.model_fields})


class HourTemplateIn(BaseModel):
    """The recipe of an hour, element by element."""

    name: Name
    elements: tuple[Element, ...]
    notes: Notes = ""

    def template(self, channel: str, template_id: int = 0) -> HourTemplate:
        return HourTemplate(channel=channel, id=template_id, **dict(self))


class HourTemplateOut(HourTemplateIn):
    id: int
    channel: str

    @classmethod
    def of(cls, template: HourTemplate) -> Self:
        return cls(**{name: getattr(template, name) for name in cls.model_fields})


class OpenHour(BaseModel):
    """A weekly hour in which no programme airs, and the template that fills it."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    hour: Annotated[int, Field(ge=0, le=23)]
    template_id: int


class EpisodeIn(BaseModel):
    """A part of a serial; parts air in the order of their numbers."""

    number: Annotated[int, Field(ge=1, lt=100_000)]
    title: Annotated[str, Field(max_length=300)] = ""
    cart_id: int | None = None
    first_air: date | None = None
    repeats: Annotated[int, Field(ge=0, lt=100_000)] | None = None
    notes: Notes = ""

    def episode(self, programme_id: int, episode_id: int = 0) -> Episode:
        return Episode(programme_id=programme_id, id=episode_id, **dict(self))


class EpisodeOut(EpisodeIn):
    id: int
    programme_id: int

    @classmethod
    def of(cls, episode: Episode) -> Self:
        return cls(**{name: getattr(episode, name) for name in cls.model_fields})


@router.get("/seasons")
def list_seasons(session: Database, channel: TheChannel, _account: Staff) -> list[SeasonOut]:
    return [SeasonOut.of(each) for each in SeasonStore(session).all(channel.slug)]


@router.post("/seasons", status_code=HTTP_201_CREATED)
def add_season(
    body: SeasonIn, channel: TheChannel, editing: Editing, *, copied: bool = False
) -> SeasonOut:
    """Add a season; `copied`: with the recurring slots of the standing grid."""
    return SeasonOut.of(save_season(editing, body.season(channel.slug), copied=copied))


@router.get("/seasons/{season_id}")
def get_season(season_id: int, session: Database, _account: Staff) -> SeasonOut:
    return SeasonOut.of(SeasonStore(session).get(season_id))


@router.put("/seasons/{season_id}")
def change_season(season_id: int, body: SeasonIn, editing: Editing) -> SeasonOut:
    """Change a season, or switch it; two that meet cannot both be on."""
    channel = SeasonStore(editing.session).get(season_id).channel
    return SeasonOut.of(save_season(editing, body.season(channel, season_id)))


@router.delete("/seasons/{season_id}", status_code=HTTP_204_NO_CONTENT)
def delete_season(season_id: int, editing: Editing) -> None:
    """Delete a season with the slots of its grid."""
    remove_season(editing, season_id)


@router.get("/hour-templates")
def list_templates(
    session: Database, channel: TheChannel, _account: Staff
) -> list[HourTemplateOut]:
    return [HourTemplateOut.of(each) for each in HourTemplateStore(session).all(channel.slug)]


@router.post("/hour-templates", status_code=HTTP_201_CREATED)
def add_template(body: HourTemplateIn, channel: TheChannel, editing: Editing) -> HourTemplateOut:
    return HourTemplateOut.of(save_template(editing, body.template(channel.slug)))


@router.get("/hour-templates/{template_id}")
def get_template(template_id: int, session: Database, _account: Staff) -> HourTemplateOut:
    return HourTemplateOut.of(HourTemplateStore(session).get(template_id))


@router.put("/hour-templates/{template_id}")
def change_template(template_id: int, body: HourTemplateIn, editing: Editing) -> HourTemplateOut:
    channel = HourTemplateStore(editing.session).get(template_id).channel
    return HourTemplateOut.of(save_template(editing, body.template(channel, template_id)))


@router.delete("/hour-templates/{template_id}", status_code=HTTP_204_NO_CONTENT)
def delete_template(template_id: int, editing: Editing) -> None:
    """Delete a template that no programme is made of; open hours lose it."""
    remove_template(editing, template_id)


@router.get("/open-hours")
def list_open_hours(session: Database, channel: TheChannel, _account: Staff) -> list[OpenHour]:
    return _open_hours(session, channel.slug)


@router.put("/open-hours")
def change_open_hours(
    page: ThePage, body: list[OpenHour], channel: TheChannel, editing: Editing
) -> list[OpenHour]:
    """Make these the open hours; an hour left out has the station's own rotation."""
    known = {each.id for each in HourTemplateStore(editing.session).all(channel.slug)}
    for each in body:
        if each.template_id not in known:
            raise NotInSchedule("hour template", each.template_id)
    hours = {(each.weekday, each.hour): each.template_id for each in body}
    set_open_hours(editing, channel.slug, hours, page.gettext("Open hours"))
    return _open_hours(editing.session, channel.slug)


@router.get("/programmes/{programme_id}/episodes")
def list_episodes(programme_id: int, session: Database, _account: Staff) -> list[EpisodeOut]:
    ProgrammeStore(session).get(programme_id)
    return [EpisodeOut.of(each) for each in EpisodeStore(session).of_programme(programme_id)]


@router.post("/programmes/{programme_id}/episodes", status_code=HTTP_201_CREATED)
def add_episode(programme_id: int, body: EpisodeIn, editing: Editing) -> EpisodeOut:
    editing.programmes.get(programme_id)
    _check_cart(editing.session, body.cart_id)
    return EpisodeOut.of(save_episode(editing, body.episode(programme_id)))


@router.get("/episodes/{episode_id}")
def get_episode(episode_id: int, session: Database, _account: Staff) -> EpisodeOut:
    return EpisodeOut.of(EpisodeStore(session).get(episode_id))


@router.put("/episodes/{episode_id}")
def change_episode(episode_id: int, body: EpisodeIn, editing: Editing) -> EpisodeOut:
    programme_id = EpisodeStore(editing.session).get(episode_id).programme_id
    _check_cart(editing.session, body.cart_id)
    return EpisodeOut.of(save_episode(editing, body.episode(programme_id, episode_id)))


@router.delete("/episodes/{episode_id}", status_code=HTTP_204_NO_CONTENT)
def delete_episode(episode_id: int, editing: Editing) -> None:
    remove_episode(editing, episode_id)


def _open_hours(session: Session, channel: str) -> list[OpenHour]:
    found = HourTemplateStore(session).open_hours(channel)
    return [
        OpenHour(weekday=weekday, hour=hour, template_id=number)
        for (weekday, hour), number in sorted(found.items())
    ]


def _check_cart(session: Session, cart_id: int | None) -> None:
    """Raise NotInSchedule for a recording that is not in the library."""
    if cart_id is not None and not CartStore(session).get_many([cart_id]):
        raise NotInSchedule("recording", cart_id)
