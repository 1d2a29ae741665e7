"""The form of a rule of joins: what is typed becomes a rule, or is told what is wrong."""

from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field

from scheduler.problem import Problem
from scheduler.stores.transitions import LONGEST_MS, LONGEST_PASSAGE_MS
from station.kinds import Kind
from station.transition import PASSAGE_MS, Curve, Passage, Transition
from web.slot_form import FormWrong

Text = Annotated[str, Field(max_length=32)]


class TransitionForm(BaseModel):
    """Two plain questions: how what is on leaves, and when the next one begins."""

    before: Kind | Literal[""] = ""
    """Empty: anything."""
    after: Kind | Literal[""] = ""
    leaves: Literal["rings", "falls"] = "falls"
    fall: Text = "1"
    begins: Literal["segue", "behind", "over"] = "over"
    lag: Text = "0"
    rise: Text = "0"
    curve: Curve = Curve.EQUAL_POWER
    picture: Passage = Passage.CUT
    """Asked on television only."""
    passage: Text = "0.6"
    seen: Text = ""
    """Fingerprint of the rules the form was opened on."""

    @classmethod
    def of(cls, rule: Transition, number: Callable[[float], str]) -> Self:
        """Return the form of a rule, its seconds as `number` writes them."""
        lag, fall = rule.lag_ms, rule.fall_ms
        over = lag is None or (fall is not None and lag >= fall)
        return cls(
            before=rule.before or "",
            after=rule.after or "",
            leaves="rings" if fall is None else "falls",
            fall=number(1.0 if fall is None else fall / 1000),
            begins="over" if over else "behind" if lag else "segue",
            lag=number(0 if over or lag is None else lag / 1000),
            rise=number(rule.rise_ms / 1000),
            curve=rule.curve,
            picture=rule.picture,
            passage=number(rule.picture_ms / 1000),
        )

    def rule(self) -> Transition:
        """Return the rule; raises FormWrong with a code for each field."""
        asked = {"fall": self.leaves == "falls", "lag": self.begins == "behind", "rise": True,
                 "passage": self.picture is not Passage.CUT}  # fmt: skip
        found = {name: read_seconds(getattr(self, name)) for name, used in asked.items() if used}
        errors = {name: wrong for name, ms in found.items() if (wrong := _wrong(name, ms))}
        if errors:
            raise FormWrong(errors)
        return Transition(
            before=self.before or None,
            after=self.after or None,
            lag_ms={"segue": 0, "over": None}.get(self.begins, found.get("lag")),
            fall_ms=found.get("fall"),
            rise_ms=found["rise"] or 0,
            curve=self.curve,
            picture=self.picture,
            picture_ms=found.get("passage") or PASSAGE_MS,
        )


def read_seconds(text: str) -> int | None:
    """Return milliseconds of `0,6` or `0.6`; None for anything else."""
    whole, _, part = text.strip().replace(",", ".").partition(".")
    digits = f"{whole or '0'}{part}"
    if not text.strip() or not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
        return None
    return round(int(digits) * 1000 / 10.0 ** len(part))


def _wrong(name: str, ms: int | None) -> str:
    if ms is None:
        return "seconds_unreadable"
    if name == "passage" and ms > LONGEST_PASSAGE_MS:
        return "passage_too_long"
    if ms > LONGEST_MS:
        return Problem.TRANSITION_IMPOSSIBLE
    return {"fall": "fade_empty", "passage": "passage_empty"}.get(name, "") if not ms else ""
