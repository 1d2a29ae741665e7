"""Rules of joins as people read them: which kinds meet, and what will be heard."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.kinds import SPOTS, Kind
from station.transition import Curve, Passage, Transition
from web.i18n import N_, Language
from web.times import Times
from web.words import Words

SPOKEN = (*SPOTS, Kind.PROGRAMME, Kind.LIVE, Kind.RELAY)
"""What begins with words."""

AT_SEGUE = N_("What is on rings out; at its segue %(next)s.")
BEHIND_SEGUE = N_("What is on rings out; %(lag)s s behind its segue %(next)s.")
LAST_SOUND = N_("What is on sounds to its last moment; then %(next)s.")
FADED_FIRST = N_("What is on is faded over %(fall)s s; then %(next)s.")
OVER_THE_FADE = N_("What is on is faded over %(fall)s s; meanwhile %(next)s at once.")
INTO_THE_FADE = N_("What is on is faded over %(fall)s s; %(lag)s s into the fade %(next)s.")
_NEXT = N_("the next one begins")
_FIRST_WORDS = N_("the first words are heard")
SEEN = {
    Passage.CUT: N_("The picture is cut."),
    Passage.MIX: N_("One picture fades into the other over %(seconds)s s."),
    Passage.BLACK: N_("The picture goes through black over %(seconds)s s."),
}


@dataclass(frozen=True, slots=True)
class TransitionWords:
    """Rules of joins in one language."""

    language: Language
    times: Times
    television: bool = False
    """Whether pictures are told of."""

    def side(self, kind: Kind | None) -> str:
        return (
            self.language.gettext("anything") if kind is None else Words(self.language).kind(kind)
        )

    def pair(self, rule: Transition) -> str:
        """music → announcement"""
        return f"{self.side(rule.before)} → {self.side(rule.after)}"

    def heard(self, rule: Transition) -> str:
        """Return what a rule sounds like."""
        sentences = [
            self.language.gettext(
                _join(rule),
                next=self.language.gettext(_FIRST_WORDS if rule.after in SPOKEN else _NEXT),
                fall=self.seconds(rule.fall_ms),
                lag=self.seconds(rule.lag_ms),
            )
        ]
        if rule.rise_ms:
            rise = self.seconds(rule.rise_ms)
            sentences.append(self.language.gettext("It rises over %(rise)s s.", rise=rise))
        if rule.curve is Curve.LINEAR and (rule.rise_ms or rule.fall_ms is not None):
            sentences.append(self.language.gettext("The fade is straight."))
        if self.television:
            sentences.append(self.seen(rule))
        return " ".join(sentences)

    def seen(self, rule: Transition) -> str:
        """Return what a rule looks like."""
        seconds = self.seconds(rule.picture_ms)
        return self.language.gettext(SEEN[rule.picture], seconds=seconds)

    def seconds(self, ms: int | None) -> str:
        return self.times.number((ms or 0) / 1000)


def _join(rule: Transition) -> str:
    """Return the sentence of who waits for whom; the next one waits for no fall that is over."""
    lag, fall = rule.lag_ms, rule.fall_ms
    if fall is None:
        return LAST_SOUND if lag is None else BEHIND_SEGUE if lag else AT_SEGUE
    if lag is None or lag >= fall:
        return FADED_FIRST
    return INTO_THE_FADE if lag else OVER_THE_FADE


def covered_by(rules: Sequence[Transition], place: int) -> Transition | None:
    """Return the rule before the one at a place that takes all of its pairs; None: it is asked."""
    rule = rules[place]
    return next((other for other in rules[:place] if _covers(other, rule)), None)


def placed(rules: Sequence[Transition], rule: Transition) -> list[Transition]:
    """Return the rules with a new one where it is asked: before the first that would cover it."""
    places = (place for place, other in enumerate(rules) if _covers(other, rule))
    place = next(places, len(rules))
    return [*rules[:place], rule, *rules[place:]]


def _covers(wide: Transition, narrow: Transition) -> bool:
    return wide.before in (None, narrow.before) and wide.after in (None, narrow.after)
