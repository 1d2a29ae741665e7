"""Lays what hour templates want: their elements in order, their times, their breaks.

Late elements are made up for a while and then left out with a remark; a rotation gives its time
to what is late before it, so that every hour ends in time.
"""

from dataclasses import replace

from media_library.cart import Playable
from scheduler.planner.airtime import HOUR, MINUTE, SECOND, frame_at, instant_at
from scheduler.planner.demand import Demand
from scheduler.planner.laying import Goal, Laying
from scheduler.planner.plan import Note
from scheduler.planner.policy import between
from scheduler.planner.rotating import Rotating
from scheduler.planner.station_ids import StationIds
from scheduler.planner.stretches import Stretch, Stretches
from scheduler.planner.template_hours import Hour, TemplateHours
from scheduler.week.hour_template import HOUR_S, ElementForm, Place
from scheduler.week.programme import Rotation
from station.rundown import Overrun, Start, Why

PATIENCE = 10 * MINUTE
"""How late a recording, a station ID or a break of a template may still begin."""
SPOT_PATIENCE = 20 * MINUTE
"""A spot waits for a break that comes within this; else it airs between two items."""
_ENOUGH = 90 * SECOND
"""With less left than this, a rotation is over."""
_FAR_AHEAD = 30 * MINUTE
_SPOTS = (Why.SPOT_SPREAD, Why.SPOT_TIME)
_BREAK_OVER = 5 * SECOND
"""So much may a break be longer than its template says."""


class TemplateItems:
    """Knows which element has its turn, what it is heading for, and who waits for a break."""

    def __init__(
        self,
        laying: Laying,
        stretches: Stretches,
        rotating: Rotating,
        station_ids: StationIds,
    ) -> None:
        self._laying = laying
        self._stretches = stretches
        self._rotating = rotating
        self._station_ids = station_ids
        self._hours = TemplateHours(laying, stretches)
        self._began = laying.tape.at
        self._over: set[str] = set()
        self._now: Hour | None = None
        self._coming: tuple[int, int | None] = (0, None)
        self._breaks = _spots_before(laying)

    def has_station_id(self, frame: int) -> bool:
        """Whether a template says when the station ID of the hour near a frame airs."""
        full = self._station_ids.hour_near(frame)
        hour = self._hours.at(self._stretches.at(full), full)
        return hour is not None and any(
            place.element.form is ElementForm.STATION_ID for place in hour.template.places
        )

    def goal(self, stretch: Stretch, goal: Goal | None) -> Goal | None:
        """Return the nearer of a goal and the next element with a time of its own."""
        own = next(filter(None, map(self._next_cut, self._hours.coming(stretch))), None)
        if own is None or (goal is not None and goal.frame <= own.frame):
            return goal
        if goal is None or goal.cuts is None or own.hard:
            return own
        return replace(own, latest=goal.cuts if own.latest is None else min(own.latest, goal.cuts))

    def opens(self, stretch: Stretch) -> bool:
        """Whether an element begins on its second here: no wish comes before it."""
        hour, place = self._turn(stretch)
        if hour is None or place is None or place.element.start is not Start.HARD:
            return False
        return hour.begins_at(place) == self._laying.tape.at

    def in_break(self, stretch: Stretch) -> int | None:
        """Return how many frames a break has left here; None: this is no break."""
        hour, place = self._turn(stretch)
        if hour is None or place is None or place.element.form is not ElementForm.BREAK:
            return None
        began, spots = self._run_of_spots(hour.begins_at(place) - MINUTE)
        if place.element.most and spots >= place.element.most:
            return 0
        return place.element.length_s * SECOND + _BREAK_OVER - (self._laying.tape.at - began)

    def close_break(self, stretch: Stretch) -> None:
        """Nothing more airs in this break."""
        hour, place = self._turn(stretch)
        if hour is not None and place is not None:
            self._over.add(hour.key(place))

    def early_in_break(self, stretch: Stretch) -> int:
        """Return how early a spot may be in this break: half the way to the next one."""
        at = self._laying.tape.at
        following = self._next_break(stretch, at + MINUTE)
        return _FAR_AHEAD // 2 if following is None else min((following - at) // 2, _FAR_AHEAD)

    def holds_back(self, stretch: Stretch, demand: Demand) -> bool:
        """Whether a spot waits for a break rather than air between two items here."""
        at = self._laying.tape.at
        if demand.reason.code not in _SPOTS or demand.closes is not None or demand.after_key:
            return False
        if self._coming[0] != at:
            self._coming = (at, self._next_break(stretch, at))
        following = self._coming[1]
        return following is not None and following <= min(demand.latest, at + SPOT_PATIENCE)

    def lay(self, stretch: Stretch, goal: Goal | None, start: Start) -> bool:
        """Lay an item of the template of this hour; False where there is no template."""
        hour, place = self._turn(stretch)
        while hour is not None and place is not None:
            element = place.element
            if element.form is ElementForm.ROTATION and element.rotation is not None:
                self._lay_rotation(hour, place, goal, start)
                return True
            if element.form is not ElementForm.BREAK and self._lay_single(hour, place, goal, start):
                return True
            self._over.add(hour.key(place))
            hour, place = self._turn(stretch)
        if hour is None:
            return False
        filling = self._filling(hour)
        self._rotating.lay(stretch, filling, Why.FILL, goal=goal, start=start)
        return True

    def _turn(self, stretch: Stretch) -> tuple[Hour | None, Place | None]:
        """Return the hour and the element whose turn it is; None: only what fills the time."""
        at = self._laying.tape.at
        hour = self._hours.at(stretch, at)
        self._enter(hour)
        if hour is None:
            return None, None
        for place in hour.template.places:
            if self._is_over(hour, place, at):
                continue
            if place.element.at_s is not None and at < hour.begins_at(place) - _early(place):
                return hour, None
            if self._is_missed(hour, place, at):
                self._miss(hour, place)
                continue
            return hour, place
        return hour, None

    def _enter(self, hour: Hour | None) -> None:
        """Remark on what the hour before could not meet, when another one begins."""
        before, self._now = self._now, hour
        if before is None or (hour is not None and before.begins == hour.begins):
            return
        until = min(before.begins + HOUR, before.stretch.ends)
        for place in before.template.places:
            single = place.element.form not in (ElementForm.ROTATION, ElementForm.BREAK)
            begins = before.begins_at(place)
            ours = max(self._began, before.stretch.begins) <= begins < until
            too_late = place.begins_s >= HOUR_S and before.begins + HOUR <= before.stretch.ends
            if single and (too_late or (ours and not self._is_over(before, place, until))):
                self._miss(before, place)

    def _is_over(self, hour: Hour, place: Place, at: int) -> bool:
        key, begins, ends = hour.key(place), hour.begins_at(place), hour.ends_at(place)
        if key in self._over or place.begins_s >= HOUR_S:
            return True
        if ends <= hour.stretch.begins or ends <= self._began - PATIENCE:
            return True
        if place.element.form is ElementForm.ROTATION:
            return at >= ends - min(_ENOUGH, (ends - begins) // 2)
        if place.element.form is ElementForm.BREAK:
            return at > ends + PATIENCE or self._had_break(begins)
        return not self._laying.progress.open(key)

    def _is_missed(self, hour: Hour, place: Place, at: int) -> bool:
        """Whether the time of something behind an element has come, or too much time has passed."""
        begun = any(
            other.number > place.number and hour.begins_at(other) <= at for other in hour.cuts()
        )
        lasts = place.element.form is ElementForm.ROTATION
        return begun or (not lasts and at > hour.begins_at(place) + PATIENCE)

    def _miss(self, hour: Hour, place: Place) -> None:
        self._over.add(hour.key(place))
        if place.element.form in (ElementForm.ROTATION, ElementForm.BREAK):
            return
        about = {"template": hour.template.name, "element": _name(place), **_of(hour.stretch)}
        self._laying.tape.remark(Note.TEMPLATE_UNMET, about, at=hour.begins_at(place))

    def _next_cut(self, hour: Hour) -> Goal | None:
        at = self._laying.tape.at
        for place in hour.cuts():
            begins, element = hour.begins_at(place), place.element
            if not max(at + 1, hour.stretch.begins) <= begins < hour.stretch.ends:
                continue
            if element.start is Start.HARD:
                return Goal(begins, hard=True)
            late = begins + element.late_s * SECOND
            return Goal(begins, hard=False, latest=None if element.start is Start.SOFT else late)
        return None

    def _lay_rotation(self, hour: Hour, place: Place, goal: Goal | None, start: Start) -> None:
        rotation = place.element.rotation
        assert rotation is not None
        ends = hour.ends_at(place)
        if goal is None or goal.frame > ends:
            goal = Goal(ends, hard=False, latest=None if goal is None else goal.cuts)
        start = self._start(hour, place, start)
        self._rotating.lay(hour.stretch, rotation, Why.ROTATION, goal=goal, start=start)

    def _lay_single(self, hour: Hour, place: Place, goal: Goal | None, start: Start) -> bool:
        """Lay a recording or a station ID; False when there is none."""
        element = place.element
        cart = self._cart(hour, place)
        if cart is None:
            return False
        about = {"template": hour.template.name, "element": _name(place)}
        why = Why.FIXED if element.form is ElementForm.CART else Why.ROTATION
        begin = self._start(hour, place, start)
        item = self._laying.item(hour.stretch, cart, hour.key(place), why, about=about, start=start)
        if start is Start.SOFT and begin is not Start.SOFT:
            item = replace(item, start=begin)
            if begin is Start.HARD:
                item = replace(item, begins=instant_at(self._laying.tape.at))
            else:
                first = hour.begins_at(place)
                opens, closes = first - _early(place), first + element.late_s * SECOND
                item = between(item, opens, closes, item.prefer)
        if element.overrun is not Overrun.SHIFT:
            item = replace(item, overrun=element.overrun)
        if element.form is ElementForm.STATION_ID:
            self._station_ids.settle()
        self._laying.lay(item, goal)
        return True

    def _start(self, hour: Hour, place: Place, start: Start) -> Start:
        """Return how an element begins, where its stretch does not say so already."""
        first = hour.begins_at(place)
        at = self._laying.tape.at
        if start is not Start.SOFT or place.element.at_s is None:
            return start
        if place.element.start is Start.HARD:
            return Start.HARD if at == first else Start.SOFT
        late = first + place.element.late_s * SECOND
        windowed = place.element.start in (Start.WAIT, Start.WINDOW)
        return place.element.start if windowed and at <= late else Start.SOFT

    def _cart(self, hour: Hour, place: Place) -> Playable | None:
        laying = self._laying
        if place.element.form is ElementForm.STATION_ID:
            return self._station_ids.cart()
        cart_id = place.element.cart_id or 0
        cart = laying.view.get(cart_id, laying.day)
        cart = cart or laying.substitutes.of(hour.key(place), cart_id)
        if cart is None:
            about = {**_of(hour.stretch), "cart": str(cart_id), "key": hour.key(place)}
            laying.tape.remark(Note.CART_MISSING, {"programme": hour.template.name, **about})
        return cart

    def _filling(self, hour: Hour) -> Rotation:
        """Return what fills the time that no element wants: the last rotation before it."""
        at = self._laying.tape.at
        rotations = [
            place.element.rotation
            for place in hour.template.places
            if place.element.rotation is not None and hour.begins_at(place) <= at
        ]
        return rotations[-1] if rotations else self._laying.inputs.house

    def _next_break(self, stretch: Stretch, at: int) -> int | None:
        """Return when the next break begins, in this hour or the next; one that is on has begun."""
        for hour in self._hours.coming(stretch):
            for place in hour.template.places:
                is_break = place.element.form is ElementForm.BREAK
                begins = hour.begins_at(place)
                ends = min(hour.begins + HOUR, hour.stretch.ends)
                if is_break and begins < ends and not self._is_over(hour, place, at):
                    return begins
        return None

    def _had_break(self, begins: int) -> bool:
        """Whether spots of an earlier planning aired in a break, and it is over."""
        aired = any(begins - MINUTE <= frame for frame in self._breaks)
        return aired and self._run_of_spots(begins - MINUTE)[1] == 0 and self._began > begins

    def _run_of_spots(self, since: int) -> tuple[int, int]:
        """Return when the spots at the end of the tape began, and how many there are."""
        began, spots = self._laying.tape.at, 0
        for item in reversed(self._laying.tape.items):
            if item.campaign_id is None or frame_at(item.begins) < since:
                break
            began, spots = frame_at(item.begins), spots + 1
        return began, spots


def _early(place: Place) -> int:
    """Return how early an element may begin: a soft one as soon as a join is near."""
    if place.element.start is Start.HARD:
        return 0
    return max(place.element.early_s * SECOND, 15 * SECOND)


def _name(place: Place) -> str:
    return place.element.name or f"{place.number + 1}"


def _of(stretch: Stretch) -> dict[str, str]:
    return {} if stretch.programme is None else {"programme": stretch.programme.name}


def _spots_before(laying: Laying) -> list[int]:
    """Return when plays of campaigns began in the last hour, as planned."""
    since = laying.tape.at - HOUR
    past = [frame_at(at) for key, at in laying.inputs.past.items() if key.startswith("campaign:")]
    kept = [frame_at(item.begins) for item in laying.tape.items if item.campaign_id is not None]
    return [frame for frame in (*past, *kept) if since <= frame < laying.tape.at]
