"""Durations and shares in words, for the templates of learning. No query is made here."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from courses.learning.attending import SessionInfo
from courses.learning.blocks import place_of, with_anchors
from courses.learning.data import OutlineUnit, Progress, Stage
from courses.learning.session_words import entry_label, presence_label, session_label, there
from courses.learning.unlocking_words import completion_words
from courses.learning.wording import (
    count_label,
    duration_label,
    finished_label,
    kept_label,
    progress_label,
    stage_label,
)

register = template.Library()

register.filter(there)


@register.filter
def duration(minutes: int | None) -> str:
    """“12 minutes”, “4 h 20”; empty for nothing."""
    return duration_label(minutes or 0)


@register.simple_tag
def progress_words(progress: Progress) -> str:
    """“38 % · encore 4 h 20”, or when the course was finished."""
    if progress.completed_at:
        return finished_label(progress.completed_at)
    return progress_label(progress.percent, progress.minutes_left)


@register.simple_tag
def count_words(done: int, total: int) -> str:
    """“3 sur 5”."""
    return count_label(done, total)


@register.simple_tag
def stage_words(stage: Stage) -> str:
    return stage_label(stage)


@register.simple_tag
def seconds_words(seconds: float) -> str:
    """“2 minutes”; less than a minute is one."""
    return duration_label(max(round(seconds / 60), 1))


@register.filter
def out_of_100(share: float | None) -> str:
    """A share between 0 and 1 as a whole number of hundredths; empty for None."""
    return "" if share is None else str(round(100 * max(share, 0.0)))


@register.filter
def session_moments(session: SessionInfo) -> str:
    """“jeudi 3 décembre 2026, de 9 h à 12 h 30”, in the session's own time zone, said when it is another."""
    return session_label(session)


@register.simple_tag
def entry_words(kind: str) -> str:
    """What a date is: a session, an exam…"""
    return entry_label(kind)


@register.simple_tag
def presence_words(presence: str) -> str:
    return presence_label(presence)


@register.simple_tag
def completion_label(unit: OutlineUnit) -> str:
    """What is needed to complete the unit, where it is not plain."""
    return completion_words(unit)


@register.filter
def anchored(html: Any, block_id: str | None) -> SafeString:
    """Rich text as Wagtail renders it, with an anchor at each title; any other text is escaped."""
    return mark_safe(with_anchors(conditional_escape(html), str(block_id or "")))  # noqa: S308


@register.filter
def place(block_id: str | None) -> str:
    """How a block is named in an address."""
    return place_of(str(block_id or ""))


@register.filter
def kept_words(moment: datetime) -> str:
    """“Enregistré à 21 h 04”."""
    return kept_label(moment, now=timezone.now())
