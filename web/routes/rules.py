"""/schedule/rules: what the law and the station demand of the air, on and off, and packs."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from scheduler import ruling
from scheduler.planner.plan import Note
from scheduler.rules.book import decided
from scheduler.rules.pack import LARGEST, PackUnreadable
from scheduler.rules.rule import Severity
from scheduler.stores import PublishedStore, RuleStore
from station.config import Channel
from web.accounts import Role
from web.channels import TheChannel
from web.deps import Database, Staff
from web.pages import Page, ThePage
from web.rule_editing import Editing, settable
from web.rule_words import RuleWords
from web.schedule_words import ScheduleWords

router = APIRouter(prefix="/schedule/rules", include_in_schema=False)

Name = Annotated[str, Form(max_length=100)]
_SHOWN = 200


async def _typed(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: str(text)[:64] for name, text in form.items()}


TheTyped = Annotated[dict[str, str], Depends(_typed)]


@router.get("")
def rules(page: ThePage, account: Staff, session: Database, channel: TheChannel) -> Response:
    """Every rule with its article, who has set it, and what the published plan breaks."""
    packs = ruling.packs(page.desk.paths)
    settings = {each.name: each for each in RuleStore(session).settings()}
    versions = PublishedStore(session).versions(channel.slug, limit=1)
    version = versions[0].version if versions else 0
    findings = [
        found
        for found in RuleStore(session).findings(channel.slug, version)
        if found.note is Note.RULE
    ]
    broadcaster = page.desk.config.broadcaster
    return page.render(
        "schedule/rules.html",
        channel=channel,
        packs=[
            (
                pack,
                [
                    rule
                    for rule in decided(pack, settings)
                    if rule.concerns(channel.kind, broadcaster)
                ],
            )
            for pack in packs.packs
        ],
        broken=packs.broken,
        settings=settings,
        settable=settable,
        findings=findings[:_SHOWN],
        found=len(findings),
        version=version,
        rule_words=RuleWords(page.language),
        said=ScheduleWords(page.language),
        severities=list(Severity),
        may_edit=account.has(Role.ADMIN),
    )


@router.post("/switch")
def switch(
    page: ThePage,
    editing: Editing,
    channel: TheChannel,
    name: Name,
    enabled: Annotated[bool, Form()],
) -> Response:
    editing.switch(name, enabled=enabled)
    return _back(page, channel, page.gettext("The rules are changed. The plan is made anew."))


@router.post("/weigh")
def weigh(
    page: ThePage,
    editing: Editing,
    channel: TheChannel,
    name: Name,
    severity: Annotated[Severity, Form()],
) -> Response:
    editing.weigh(name, severity)
    return _back(page, channel, page.gettext("The rules are changed. The plan is made anew."))


@router.post("/terms")
def set_terms(
    page: ThePage, editing: Editing, channel: TheChannel, name: Name, typed: TheTyped
) -> Response:
    try:
        editing.set_terms(name, typed)
    except PackUnreadable as error:
        return _back(page, channel, page.gettext("That is not taken: %(why)s", why=error))
    return _back(page, channel, page.gettext("The rules are changed. The plan is made anew."))


@router.post("/packs")
def add_pack(
    page: ThePage, editing: Editing, channel: TheChannel, file: Annotated[UploadFile, File()]
) -> Response:
    """Take a pack of the station's own, or say why not."""
    name = (file.filename or "")[:100]
    try:
        text = file.file.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise PackUnreadable(name, [f"> {LARGEST}"])
        pack = editing.add_pack(text.decode(), name)
    except (PackUnreadable, UnicodeDecodeError) as error:
        return _back(page, channel, page.gettext("The pack is not taken: %(why)s", why=error))
    told = page.gettext("%(name)s is there.", name=pack.title.said(page.language.code))
    return _back(page, channel, told)


@router.post("/packs/{pack}/remove")
def remove_pack(page: ThePage, editing: Editing, channel: TheChannel, pack: str) -> Response:
    editing.remove_pack(pack)
    return _back(page, channel, page.gettext("The pack is deleted."))


def _back(page: Page, channel: Channel, notice: str) -> Response:
    return page.redirect(f"/schedule/rules?channel={channel.slug}", notice)
