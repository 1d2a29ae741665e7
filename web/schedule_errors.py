"""Refusals of schedule and settings: JSON for the API, a notice on the page one came from."""

from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from scheduler.problem import NotInSchedule, ScheduleInvalid
from station.config import ConfigInvalid
from web.desk import desk_of
from web.errors import local_path, wants_json
from web.pages import Page
from web.repetition import SeriesCannotMove
from web.rule_watch import RuleBroken
from web.rule_words import RuleWords
from web.rundown_editing import ItemGone
from web.schedule_words import ScheduleWords
from web.transition_editing import RulesChanged
from web.undo import NothingToUndo

_CODES: dict[type[Exception], tuple[int, str]] = {
    NotInSchedule: (404, "not_found"),
    SeriesCannotMove: (422, "series_cannot_move"),
    ItemGone: (409, "item_gone"),
    NothingToUndo: (409, "nothing_to_undo"),
    RulesChanged: (409, "rules_changed"),
    ConfigInvalid: (409, "settings_broken"),
}


def add_handlers(app: FastAPI) -> None:
    app.add_exception_handler(ScheduleInvalid, _invalid)
    app.add_exception_handler(RuleBroken, _rule_broken)
    for kind in _CODES:
        app.add_exception_handler(kind, _coded)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, ScheduleInvalid)
    return _answer(request, 422, error.problem, field=error.field)


def _coded(request: Request, error: Exception) -> Response:
    return _answer(request, *_CODES[type(error)])


def _rule_broken(request: Request, error: Exception) -> Response:
    """Name the rule and its article; what was asked for is not stored."""
    assert isinstance(error, RuleBroken)
    page = Page(request, desk_of(request))
    text = RuleWords(page.language).breaches(error.breaches)
    if wants_json(request):
        rules = [{"rule": each.rule.name, "article": each.rule.article} for each in error.breaches]
        return JSONResponse({"code": "rule_broken", "message": text, "rules": rules}, 422)
    return page.redirect(_came_from(request), text)


def _answer(request: Request, status: int, code: str, **details: object) -> Response:
    page = Page(request, desk_of(request))
    text = ScheduleWords(page.language).problem(code)
    if wants_json(request):
        return JSONResponse({"code": code, "message": text, **details}, status)
    return page.redirect(_came_from(request), text)


def _came_from(request: Request) -> str:
    """Return the page that sent the form; a page that cannot be shown leads to the week."""
    referer = urlsplit(request.headers.get("referer", ""))
    if request.method == "GET" or referer.netloc != request.headers.get("host", ""):
        return "/admin/system" if request.url.path.startswith("/admin/") else "/schedule"
    query = f"?{referer.query}" if referer.query else ""
    return local_path(referer.path + query)
