"""The spokespeople's course, and an invented assembly whose members follow it."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from cms.demo import reading
from cms.demo.accounts import user_of
from cms.demo.courses import lesson_blocks
from cms.demo.ledger import Ledger, alive, model
from cms.demo.publishing import seed_page
from courses.learning import api as learning
from modules.assemblies import api as assemblies

UNITS = {
    "species": "pv_assemblies.MySpeciesPage",
    "milieu": "pv_assemblies.MyMilieuPage",
    "ties": "pv_assemblies.OurTiesPage",
    "lesson": "pv_learning.LessonPage",
}


def seed_spokespeople_course(ledger: Ledger) -> None:
    content = reading.spokesperson()
    index = ledger.ids.get("page:formations")
    course = seed_page(ledger, f"course:{content['slug']}", index, lambda: _course_page(content))
    chapter = seed_page(ledger, f"chapter:{content['chapter']['slug']}", course, lambda: _chapter_page(content))
    for unit in content["units"]:
        seed_page(ledger, f"unit:{unit['slug']}", chapter, partial(_unit_page, ledger, unit))


def _course_page(content: dict[str, Any]) -> Any:
    return model("pv_learning.CoursePage")(
        slug=content["slug"],
        title=content["title"],
        introduction=content["tagline"],
        audience=content["audience"],
        milieu=content["milieu"],
        presentation=content["description"],
        credits=content["credits"],
    )


def _chapter_page(content: dict[str, Any]) -> Any:
    chapter = content["chapter"]
    return model("pv_learning.ChapterPage")(
        slug=chapter["slug"], title=chapter["title"], introduction=chapter["summary"], milieu=chapter["milieu"]
    )


def _unit_page(ledger: Ledger, unit: dict[str, Any]) -> Any:
    return model(UNITS[unit["kind"]])(
        slug=unit["slug"],
        title=unit["title"],
        introduction=unit["intro"],
        minutes=unit["minutes"],
        body=lesson_blocks(ledger, unit),
    )


def seed_assembly(ledger: Ledger, *, now: datetime) -> None:
    """Opens the assembly once: colleges first, then its people, the draw, the dates."""
    content = reading.assembly()
    version = hashlib.sha256(repr(content["run_sheets"]).encode()).hexdigest()[:16]
    ledger.once(f"run-sheets:{version}", lambda: assemblies.load_run_sheets(sheets=content["run_sheets"]))
    ledger.once(f"assembly:{content['slug']}", partial(_open_assembly, ledger, content, now))


def _open_assembly(ledger: Ledger, content: dict[str, Any], now: datetime) -> int:
    course_id = ledger.ids.get(f"course:{reading.spokesperson()['slug']}")
    course = course_id if alive("pv_learning.CoursePage", course_id) else None
    assembly_id = assemblies.open_assembly(
        content={**content, "course_id": course},
        people=list(_people(ledger, content)),
        dates=[_date(row, now) for row in content["dates"]],
        now=now,
    )
    voice = user_of(ledger, content["voice"]["account"])
    if voice and course:
        learning.enrol(user=voice, course_id=course, now=now - timedelta(days=3))
    return assembly_id


def _people(ledger: Ledger, content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in [*content["roles"], {**content["voice"], "role": "member"}]:
        user = user_of(ledger, row["account"]) if "account" in row else None
        yield {
            "name": (user.get_full_name() if user else "") or row["name"],
            "email": user.email if user else row.get("email", ""),
            "phone": row.get("phone", ""),
            "user": user,
            "role": row["role"],
            "species": row.get("species", ""),
            "speaks": row["role"] in {"member", "garant"},
        }
    for name in content["members"]:
        phone = content["phones"].get(name, "")
        yield {"name": name, "email": "", "phone": phone, "user": None, "role": "member", "species": "", "speaks": True}


def _date(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    start = timezone.localtime(now + timedelta(days=row["days"])).replace(
        hour=row["hour"], minute=0, second=0, microsecond=0
    )
    return {**row, "starts_at": start, "ends_at": start + timedelta(minutes=row["minutes"])}
