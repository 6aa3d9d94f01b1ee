"""Someone in front of a page of a course: what they may see, where they are, what comes next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, Site

from courses.learning.data import Access, CourseRef, Outline, OutlineChapter, Visit
from courses.learning.enrolments import enrolment_of
from courses.learning.models.enrolments import Enrolment
from courses.learning.models.following import UnitOpening
from courses.learning.models.units import Unit
from courses.learning.outlines import (
    UnitRow,
    course_at,
    outlines_from,
    page_of,
    personal,
    rows_at,
    rows_under,
    url_of,
)
from courses.learning.rules import access_to, neighbours

SEEN_AGAIN_AFTER = timedelta(minutes=5)
CATALOGUE_SLUG = "formations"
STAFF_PERMISSION = "wagtailadmin.access_admin"


def find_page(*, request: HttpRequest, slugs: Sequence[str]) -> Page | None:
    """The course (one slug) or unit page (three) under the catalogue at `/formations/`: two queries where
    Wagtail's own routing takes two a level. None when its outline is not published: Wagtail then decides."""
    root = _root_path()
    if root is None:
        return None
    course_url_path = f"{root}{CATALOGUE_SLUG}/{slugs[0]}/"
    if len(slugs) == 1:
        return course_at(course_url_path)
    rows = rows_at(course_url_path)
    row = next((row for row in rows if row.url_path == f"{course_url_path}{'/'.join(slugs[1:])}/"), None)
    if row is None:
        return None
    request.learning_rows = rows  # type: ignore[attr-defined]
    return page_of(row)


def _root_path() -> str | None:
    """The tree path of the site that answers, when there is no doubt which: no query once Wagtail has cached it."""
    roots = Site.get_site_root_paths()
    return roots[0].root_path if len(roots) == 1 else None


def visit_of(*, request: HttpRequest, page: Page) -> Visit:
    """What the person of `request` may see of a unit page; asked twice, it costs one time."""
    if not hasattr(page, "learning_visit"):
        page.learning_visit = _visit(request, page)
    return page.learning_visit  # type: ignore[no-any-return]


def _visit(request: HttpRequest, page: Page) -> Visit:
    bare = _outline_around(request, page)
    is_preview = getattr(request, "is_preview", False)
    enrolment = None if is_preview else enrolment_of(user=request.user, course_id=bare.course.id)
    outline = personal(bare, enrolment)
    chapter, unit = _place(outline, page)
    if unit is None:
        return Visit(outline=outline, access=Access.PREVIEW if is_preview else Access.INVITATION)
    access = access_to(unit, enrolled=enrolment is not None, is_staff=is_preview)
    if access in {Access.INVITATION, Access.LOCKED} and may_read_everything(request.user):
        access = Access.PREVIEW
    before, after = neighbours(outline.units, unit.id)
    return Visit(
        outline=outline,
        access=access,
        unit=unit,
        chapter=chapter,
        previous_unit=before,
        next_unit=after,
        enrolment=enrolment,
        looked_at=hasattr(request, "looking"),
    )


def may_read_everything(user: Any) -> bool:
    """Whether the person works on the courses: they read every unit, and nothing of it is recorded."""
    return bool(user.is_authenticated and user.has_perm(STAFF_PERMISSION))


def _outline_around(request: HttpRequest, page: Page) -> Outline:
    course_path = page.path[: -2 * page.steplen]
    rows: list[UnitRow] = getattr(request, "learning_rows", None) or rows_under(course_path)
    return outline_or_empty(rows, course_path)


def outline_or_empty(rows: list[UnitRow], course_path: str) -> Outline:
    """The outline of `rows`; without any, that of a course which has nothing published yet."""
    if rows:
        return next(iter(outlines_from(rows).values()))
    course = Page.objects.filter(path=course_path).first()
    if course is None:
        return Outline(course=CourseRef(id=0, title="", url=""))
    return Outline(course=CourseRef(id=course.pk, title=course.title, url=url_of(course.url_path)))


def _place(outline: Outline, page: Page) -> tuple[OutlineChapter | None, Any]:
    for chapter in outline.chapters:
        for unit in chapter.units:
            if unit.page_id == page.pk:
                return chapter, unit
    return None, None


def may_open(*, user: Any, unit: int) -> bool:
    """Whether `user` may open the unit of this id as a learner (not as staff, not as a preview)."""
    row = Unit.objects.filter(pk=unit).select_related("course").first()
    if row is None:
        return False
    enrolment = enrolment_of(user=user, course_id=row.course_id)
    if enrolment is None:
        return False
    bare = outlines_from(rows_under(row.course.path)).get(row.course_id)
    found = [known for known in personal(bare, enrolment).units if known.id == unit] if bare else []
    return bool(found) and access_to(found[0], enrolled=True, is_staff=False) is Access.OPEN


def remember_visit(*, visit: Visit, now: datetime | None = None) -> None:
    """Keeps the place to come back to: at most one write in five minutes on the same unit."""
    enrolment, unit, now = visit.enrolment, visit.unit, now or timezone.now()
    if enrolment is None or unit is None:
        return
    seen = enrolment.last_seen_at
    if enrolment.last_unit_id == unit.id and seen is not None and now - seen < SEEN_AGAIN_AFTER:
        return
    Enrolment.objects.filter(pk=enrolment.id).update(
        last_unit_id=unit.id, last_seen_at=now, **({} if enrolment.last_unit_id == unit.id else {"last_place": ""})
    )
    if enrolment.last_unit_id != unit.id:
        opening = UnitOpening(enrolment_id=enrolment.id, unit_id=unit.id, opened_at=now)
        UnitOpening.objects.bulk_create([opening], ignore_conflicts=True)
