"""The form of an episode: what people type, read into an episode or told what is wrong."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.episode import Episode
from web.slot_form import FormWrong, read_day

Text = Annotated[str, Field(max_length=300)]


class EpisodeForm(BaseModel):
    """An episode as it was typed."""

    number: Text = ""
    title: Text = ""
    cart_id: Text = ""
    first_air: Text = ""
    repeats: Text = ""
    """Empty: as often as nothing new is there."""
    notes: Annotated[str, Field(max_length=2_000)] = ""

    @classmethod
    def of(cls, episode: Episode) -> Self:
        return cls(
            number=str(episode.number),
            title=episode.title,
            cart_id=str(episode.cart_id or ""),
            first_air=episode.first_air.isoformat() if episode.first_air else "",
            repeats="" if episode.repeats is None else str(episode.repeats),
            notes=episode.notes,
        )

    def episode(self, programme_id: int) -> Episode:
        """Return the episode; raises FormWrong."""
        errors: dict[str, str] = {}
        day = read_day(self.first_air)
        if self.first_air.strip() and day is None:
            errors["first_air"] = "day_unreadable"
        if self.cart_id.strip() and not self.cart_id.strip().isdecimal():
            errors["cart_id"] = "not_found"
        for name in ("number", "repeats"):
            typed = getattr(self, name).strip()
            if (typed or name == "number") and not (typed.isdecimal() and len(typed) < 6):
                errors[name] = Problem.EPISODE_IMPOSSIBLE
        if errors:
            raise FormWrong(errors)
        try:
            return Episode(
                programme_id,
                int(self.number),
                self.title,
                int(self.cart_id) if self.cart_id.strip() else None,
                day,
                int(self.repeats) if self.repeats.strip() else None,
                self.notes.strip(),
            )
        except ScheduleInvalid as invalid:
            raise FormWrong({invalid.field: invalid.problem}) from None
