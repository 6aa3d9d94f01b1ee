"""Dates for other calendars (RFC 5545): one session, or all of a learner's dates at a private address."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from courses.learning.agenda import AHEAD, Entry, entries_of
from courses.learning.attending import SessionInfo
from courses.learning.iris import session_iri
from courses.learning.models.sessions import CalendarFeed, new_key
from media.addresses import record_url, site_url

BACK = timedelta(days=90)


def calendar_of_session(session: SessionInfo, *, now: datetime) -> bytes:
    """One session, as a file."""
    return _calendar(session.title, [_session_event(session, now)])


def calendar_of_key(key: str, *, now: datetime | None = None) -> bytes | None:
    """Everything that is dated for whoever this key belongs to; None for a key that is not (or no longer) known."""
    users = get_user_model()._default_manager.filter(is_active=True)
    user = users.filter(pk__in=CalendarFeed.objects.filter(key=key).values("user_id")).first()
    if user is None:
        return None
    moment = now or timezone.now()
    entries = entries_of(user=user, start=moment - BACK, end=moment + AHEAD)
    return _calendar(_("Porte-Voix: my dates"), [_entry_event(entry, moment) for entry in entries])


def feed_key(*, user: Any, renew: bool = False) -> str:
    """The secret of the person's calendar address, made the first time; renewed, the former address closes."""
    feed, created = CalendarFeed.objects.get_or_create(user_id=user.pk)
    if renew and not created:
        feed.key = new_key()
        feed.save(update_fields=["key"])
    return feed.key


def _calendar(name: str, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Porte-Voix//agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(uid: str, title: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("summary", title)
    return event


def _session_event(session: SessionInfo, now: datetime) -> Event:
    event = _event(session_iri(session.uuid), session.title, now)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("location", session.place or session.link)
    event.add("url", site_url() + session.url)
    event.add(
        "description", "\n".join(text for text in (session.course_title, session.description, session.link) if text)
    )
    if session.cancelled:
        event.add("status", "CANCELLED")
    return event


def _entry_event(entry: Entry, now: datetime) -> Event:
    name = f"{entry.kind} {entry.url or entry.title}"
    event = _event(f"{uuid5(NAMESPACE_URL, name)}@{urlsplit(record_url()).hostname}", entry.title, now)
    if entry.whole_day:
        event.add("dtstart", entry.day)
    else:
        event.add("dtstart", entry.at)
        event.add("dtend", entry.ends_at or entry.at + timedelta(minutes=30))
    if entry.detail:
        event.add("location", entry.detail)
    if entry.url:
        event.add("url", site_url() + entry.url)
    if entry.cancelled:
        event.add("status", "CANCELLED")
    return event
