"""Rules, their numbers and what breaks them, in the words of people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.planner.plan import Finding
from scheduler.rules.findings import Deed
from scheduler.rules.rule import Breach, Rule, Severity
from web.i18n import N_, Language

SEVERITIES: Mapping[str, str] = {
    Severity.BLOCK: N_("blocks"),
    Severity.WARN: N_("warns"),
}
DEEDS: Mapping[str, str] = {
    Deed.KEPT: N_("%(title)s: %(rule)s (%(article)s)"),
    Deed.LEFT_OUT: N_("Left out: %(title)s. %(rule)s (%(article)s)"),
    Deed.CUT: N_("Cut short: %(title)s. %(rule)s (%(article)s)"),
    Deed.REPLACED: N_("The station's rotation airs instead of %(title)s. %(rule)s (%(article)s)"),
}
_OF_THE_DAY = N_("%(rule)s (%(article)s)")
DETAILS: Mapping[str, str] = {
    "percent": N_("%(percent)s percent, the limit is %(limit)s"),
    "number": N_("%(participant)s: spot number %(number)s, %(limit)s are allowed"),
    "windows": N_("rated %(rating)s, allowed %(windows)s"),
    "window": N_("%(participant)s, dates %(window)s"),
    "prayer": N_("too close to %(prayer)s"),
    "subject": N_("“%(subject)s” was not heard in time"),
    "minutes": N_("none within %(minutes)s minutes"),
    "time": N_("not heard at %(time)s"),
}
"""What the numbers of a breach say, by the number that only this check has."""
TERMS: Mapping[str, str] = {
    "ratings": N_("ratings"),
    "tags": N_("tags"),
    "windows": N_("hours"),
    "purposes": N_("ordered for"),
    "at_most": N_("at most, percent"),
    "at_least": N_("at least, percent"),
    "at": N_("time"),
    "zone": N_("time zone"),
    "before_s": N_("seconds before"),
    "after_s": N_("seconds after"),
    "within_minutes": N_("minutes around the hour"),
    "tv_spots": N_("TV: spots a day"),
    "tv_seconds": N_("TV: seconds"),
    "radio_spots": N_("radio: spots a day"),
    "radio_seconds": N_("radio: seconds"),
    "opens": N_("first day of the campaign"),
    "closes": N_("last day of the campaign"),
    "first": N_("first day"),
    "last": N_("last day"),
    "hours": N_("hours from the report"),
}


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The tables above in one language."""

    language: Language

    def title(self, rule: Rule) -> str:
        return rule.title.said(self.language.code)

    def advice(self, rule: Rule) -> str:
        return rule.advice.said(self.language.code)

    def severity(self, severity: str) -> str:
        return self.language.gettext(SEVERITIES[severity])

    def label(self, term: str) -> str:
        return self.language.gettext(TERMS[term]) if term in TERMS else term

    def numbers(self, rule: Rule) -> list[tuple[str, str]]:
        """Return the numbers of a rule with their names."""
        terms = rule.terms.model_dump(mode="json")
        return [
            (self.label(name), _plain(value))
            for name, value in terms.items()
            if name in TERMS and value not in (None, "", [], ())
        ]

    def detail(self, about: Mapping[str, str]) -> str:
        """Return what the numbers of a breach say; empty: nothing."""
        for name, sentence in DETAILS.items():
            if name in about:
                known = {"participant": "–", "rating": "–", "limit": "–", **about}
                return self.language.gettext(sentence, **known)
        return ""

    def breach(self, breach: Breach) -> str:
        """Return why an edit is refused or warned of, with the article and what to do."""
        detail = self.detail(breach.about)
        told = self.language.gettext(
            DEEDS[Deed.KEPT] if breach.title else _OF_THE_DAY,
            title=breach.title,
            rule=self.title(breach.rule),
            article=breach.rule.article,
        )
        return " ".join(
            filter(None, [f"{told}.", detail and f"{detail}.", self.advice(breach.rule)])
        )

    def breaches(self, found: Iterable[Breach]) -> str:
        return " ".join(self.breach(breach) for breach in found)

    def finding(self, finding: Finding) -> str:
        """Return what the planner says about a rule."""
        about = finding.about
        code = self.language.code
        title = about.get("programme") or about.get("campaign") or about.get("title", "")
        deed = about.get("deed", Deed.KEPT)
        sentence = DEEDS.get(deed, DEEDS[Deed.KEPT]) if title else _OF_THE_DAY
        told = self.language.gettext(
            sentence,
            title=title,
            rule=about.get(f"title_{code}", about.get("rule", "")),
            article=about.get("article", "–"),
        )
        numbers = {
            name.removeprefix("n_"): text for name, text in about.items() if name[:2] == "n_"
        }
        detail = self.detail(numbers)
        return f"{told}: {detail}" if detail else told


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else f"{value}"
