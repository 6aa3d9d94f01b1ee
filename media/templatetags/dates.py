"""`media.dates` for templates: `{% load dates %}`, in those of every app."""

from datetime import date

from django import template

from media.dates import day_label, hour_label, moment_label

register = template.Library()

register.filter("day", day_label)
register.filter("hour", hour_label)
register.filter("moment", moment_label)


@register.filter
def weekday(at: date | None) -> str:
    """“lundi 1er février 2027”."""
    return day_label(at, weekday=True)


@register.filter
def near_day(at: date | None) -> str:
    """“1er février”, of a day whose year goes without saying."""
    return day_label(at, year=False)


@register.filter
def near_weekday(at: date | None) -> str:
    """“lundi 1er février”, of a day whose year goes without saying."""
    return day_label(at, weekday=True, year=False)
