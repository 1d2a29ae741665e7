"""The hand of one person on hour templates, seasons and episodes: each change undoable, planned."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from scheduler.stores import EpisodeStore, HourTemplateStore, SeasonStore
from scheduler.week.episode import Episode, moved
from scheduler.week.hour_template import HourTemplate
from scheduler.week.season import Season
from web.grid_editing import GridEditing, SlotBefore

Hours = dict[tuple[int, int], int]


def save_template(editing: GridEditing, template: HourTemplate) -> HourTemplate:
    """Add a template without a number, change one that has it; raises NotInSchedule."""
    store = HourTemplateStore(editing.session)
    before = store.get(template.id) if template.id else None
    stored = store.save(template)
    if before is None:
        editing.did(
            stored.channel,
            "template.added",
            stored.name,
            lambda s: HourTemplateStore(s).remove(stored.id),
        )
    else:
        editing.did(
            stored.channel,
            "template.changed",
            stored.name,
            lambda s: HourTemplateStore(s).save(before),
        )
    return stored


def remove_template(editing: GridEditing, template_id: int) -> HourTemplate:
    """Delete a template that no programme is made of; raises ScheduleInvalid for one in use."""
    store = HourTemplateStore(editing.session)
    before = store.get(template_id)
    hours = store.open_hours(before.channel)
    store.remove(template_id)
    editing.did(
        before.channel,
        "template.removed",
        before.name,
        lambda s: _template_back(HourTemplateStore(s), before, hours),
    )
    return before


def set_open_hours(editing: GridEditing, channel: str, hours: Hours, name: str) -> None:
    """Make these the templates of the open hours; `name`: what undo calls it."""
    store = HourTemplateStore(editing.session)
    before = store.open_hours(channel)
    store.set_open_hours(channel, hours)
    editing.did(
        channel,
        "open_hours.changed",
        name,
        lambda s: HourTemplateStore(s).set_open_hours(channel, before),
    )


def save_season(editing: GridEditing, season: Season, *, copied: bool = False) -> Season:
    """Add a season without a number, change one that has it; raises ScheduleInvalid.

    `copied`: whether a new one gets the standing grid.
    """
    store = SeasonStore(editing.session)
    before = store.get(season.id) if season.id else None
    stored = store.save(season)
    if before is None:
        if copied:
            store.copy_standing(stored.id)
        editing.did(
            stored.channel, "season.added", stored.name, lambda s: SeasonStore(s).remove(stored.id)
        )
        return stored
    what = "season.changed" if before.active == stored.active else "season.switched"
    editing.did(stored.channel, what, stored.name, lambda s: SeasonStore(s).save(before))
    return stored


def remove_season(editing: GridEditing, season_id: int) -> Season:
    """Delete a season with the slots of its grid."""
    store = SeasonStore(editing.session)
    before = store.get(season_id)
    exceptions = editing.grid.exceptions(before.channel)
    slots = [
        SlotBefore(slot, tuple(one for one in exceptions if one.slot_id == slot.id))
        for slot in editing.grid.slots(before.channel)
        if slot.season_id == season_id
    ]
    store.remove(season_id)
    editing.did(
        before.channel, "season.removed", before.name, lambda s: _season_back(s, before, slots)
    )
    return before


def save_episode(editing: GridEditing, episode: Episode) -> Episode:
    """Add an episode without a number of its own, change one that has it; raises NotInSchedule."""
    store = EpisodeStore(editing.session)
    before = store.get(episode.id) if episode.id else None
    stored = store.save(episode)
    if before is None:
        _did(editing, stored, "episode.added", lambda s: EpisodeStore(s).remove(stored.id))
    else:
        _did(editing, stored, "episode.changed", lambda s: EpisodeStore(s).save(before))
    return stored


def move_episode(editing: GridEditing, episode_id: int, by: int) -> Episode:
    """Let an episode change places with the one before (-1) or behind it (1)."""
    store = EpisodeStore(editing.session)
    before = store.of_programme(store.get(episode_id).programme_id)
    changed = moved(before, episode_id, by)
    for each in changed:
        store.save(each)
    told = next(each for each in before if each.id == episode_id)
    if changed:
        touched = {each.id for each in changed}
        kept = [each for each in before if each.id in touched]
        _did(editing, told, "episode.moved", lambda s: [EpisodeStore(s).save(one) for one in kept])
    return told


def remove_episode(editing: GridEditing, episode_id: int) -> Episode:
    store = EpisodeStore(editing.session)
    before = store.get(episode_id)
    store.remove(episode_id)
    _did(editing, before, "episode.removed", lambda s: EpisodeStore(s).save(replace(before, id=0)))
    return before


def _did(
    editing: GridEditing, episode: Episode, what: str, back: Callable[[Session], object]
) -> None:
    programme = editing.programmes.get(episode.programme_id)
    editing.did(programme.channel, what, f"{programme.name} {episode.number}", back)


def _template_back(store: HourTemplateStore, template: HourTemplate, hours: Hours) -> None:
    """Bring a deleted template back under a new number, with its open hours."""
    stored = store.save(replace(template, id=0))
    lost = {hour: stored.id for hour, number in hours.items() if number == template.id}
    store.set_open_hours(template.channel, store.open_hours(template.channel) | lost)


def _season_back(session: Session, season: Season, slots: list[SlotBefore]) -> None:
    """Bring a deleted season back under a new number, with its slots and their exceptions."""
    stored = SeasonStore(session).save(replace(season, id=0))
    for each in slots:
        slot = replace(each.slot, season_id=stored.id)
        replace(each, slot=slot).put_back(session, removed=True)
