"""The queries of this room. A store takes a session and returns frozen objects; rows stay inside.

The caller owns the transaction.
"""

from scheduler.stores.agencies import AgencyStore
from scheduler.stores.airings import AiringStore
from scheduler.stores.attachments import AttachmentStore
from scheduler.stores.calendars import CalendarStore
from scheduler.stores.campaigns import CampaignStore
from scheduler.stores.channel_planning import ChannelPlanningStore
from scheduler.stores.episodes import EpisodeStore
from scheduler.stores.event_modes import EventModeStore
from scheduler.stores.grid import GridStore
from scheduler.stores.hour_templates import HourTemplateStore
from scheduler.stores.live_readings import LiveReadingStore
from scheduler.stores.overrides import OverrideStore
from scheduler.stores.owed import OwedStore
from scheduler.stores.pins import PinStore
from scheduler.stores.prayer_tables import PrayerTableStore
from scheduler.stores.preflights import PreflightStore
from scheduler.stores.programmes import ProgrammeStore
from scheduler.stores.published import PublishedStore
from scheduler.stores.rules import RuleStore
from scheduler.stores.schedule_settings import ScheduleSettingStore
from scheduler.stores.seasons import SeasonStore
from scheduler.stores.transitions import TransitionStore

__all__ = [
    "AgencyStore",
    "AiringStore",
    "AttachmentStore",
    "CalendarStore",
    "CampaignStore",
    "ChannelPlanningStore",
    "EpisodeStore",
    "EventModeStore",
    "GridStore",
    "HourTemplateStore",
    "LiveReadingStore",
    "OverrideStore",
    "OwedStore",
    "PinStore",
    "PrayerTableStore",
    "PreflightStore",
    "ProgrammeStore",
    "PublishedStore",
    "RuleStore",
    "ScheduleSettingStore",
    "SeasonStore",
    "TransitionStore",
]
