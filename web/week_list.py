"""The list of a week: its lines of HTML are made here, as a week may have thousands."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

from markupsafe import Markup

from web.i18n import Language
from web.repetition import sentence
from web.times import Times
from web.week import Airtime


class WeekList:
    """The lines of one page. What many of them say is written once."""

    def __init__(self, language: Language, times: Times, *, may_edit: bool) -> None:
        self._language = language
        self._times = times
        self._may_edit = may_edit
        self._clocks: dict[datetime, str] = {}
        self._texts: dict[str, str] = {}

    def __call__(
        self, airtimes: Iterable[Airtime], marks: Mapping[str, str], categories: Mapping[str, str]
    ) -> Markup:
        """Return a line for each; `marks` (`edit`, `warning`) and `categories` are HTML."""
        lines = [self._line(each, marks, categories[each.programme.category]) for each in airtimes]
        return Markup("\n".join(lines))

    def _line(self, each: Airtime, marks: Mapping[str, str], category: str) -> str:
        occurrence, name = each.occurrence, self._text(each.programme.name)
        return (
            f'<li data-category="{each.programme.category}"><span class="span mono">'
            f"{self._clock(occurrence.begins)}–{self._clock(occurrence.ends)}</span>"
            f'<span class="what">{self._name(each, name)} <span class="small quiet">'
            f"{self._repeats(each)}</span>{self._overlap(each, marks) if each.loses_to else ''}"
            f"</span>{category}{self._edit(each, name, marks)}</li>"
        )

    def _name(self, each: Airtime, name: str) -> str:
        if not self._may_edit:
            return f"<strong>{name}</strong>"
        rule, occurrence = each.rule_id, each.occurrence
        if rule:
            return f'<a href="/schedule/calendar/rules/{rule}">{name}</a>'
        return f'<a href="/schedule/slots/{occurrence.slot.id}/{occurrence.day}">{name}</a>'

    def _repeats(self, each: Airtime) -> str:
        _ = self._language.gettext
        if each.rule_id:
            text = _("brought by the calendar")
        else:
            text = sentence(each.occurrence.slot, self._language)
        moved = f" · {_('this one is moved')}" if each.occurrence.moved else ""
        return self._text(text + moved)

    def _overlap(self, each: Airtime, marks: Mapping[str, str]) -> str:
        text = self._language.gettext("overlaps: %(name)s takes its time", name=each.loses_to)
        return f'<span class="small warn">{marks["warning"]}{self._text(text)}</span>'

    def _edit(self, each: Airtime, name: str, marks: Mapping[str, str]) -> str:
        if not self._may_edit or each.rule_id:
            return ""
        address = f"/schedule/slots/{each.occurrence.slot.id}"
        return (
            f'<a class="button small plain no-print" href="{address}">'
            f'{marks["edit"]}<span class="unseen"> {name}</span></a>'
        )

    def _clock(self, at: datetime) -> str:
        if at not in self._clocks:
            written = f'<time datetime="{at.isoformat()}">{self._times.short(at)}</time>'
            self._clocks[at] = written
        return self._clocks[at]

    def _text(self, text: str) -> str:
        if text not in self._texts:
            self._texts[text] = escape(text)
        return self._texts[text]
