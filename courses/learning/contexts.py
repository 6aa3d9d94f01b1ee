"""What each page shows, from the fewest queries: the pages' `get_context` calls one of these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from courses.learning.data import EnrolmentInfo, Outline, Progress, SavedState, Visit
from courses.learning.enrolments import enrolment_of, enrolments_of
from courses.learning.notes import margin_of
from courses.learning.outlines import outlines_from, personal, published, rows_of, rows_under, url_of
from courses.learning.recording import states_of
from courses.learning.reflecting import reflections_of
from courses.learning.visits import outline_or_empty, visit_of
from media.h5p import api as h5p
from media.h5p.data import ContentInfo, Player


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A course in the catalogue; `progress` is None for whoever is not enrolled."""

    page: Page
    url: str
    lessons: int
    minutes: int
    progress: Progress | None


def catalogue_context(*, request: HttpRequest, pages: QuerySet[Any]) -> dict[str, Any]:
    """`entries`: every course, its size, and how far the person is."""
    courses = list(pages)
    ids = [course.pk for course in courses]
    enrolments = {info.course_id: info for info in enrolments_of(user=request.user, course_ids=ids)}
    outlines = personal_outlines(enrolments.values())
    sizes = _sizes(ids)
    return {
        "entries": [
            CatalogueEntry(
                page=course,
                url=url_of(course.url_path),
                lessons=sizes.get(course.pk, (0, 0))[0],
                minutes=sizes.get(course.pk, (0, 0))[1],
                progress=progress_from(outlines.get(course.pk), enrolments.get(course.pk)),
            )
            for course in courses
        ]
    }


def _sizes(course_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    rows = (
        published()
        .filter(course_id__in=course_ids)
        .values_list("course_id")
        .annotate(lessons=Count("pk"), length=Sum("minutes", filter=Q(optional=False)))
        .order_by()
    )
    return {course_id: (count, minutes or 0) for course_id, count, minutes in rows}


def personal_outlines(enrolments: Iterable[EnrolmentInfo]) -> dict[int, Outline]:
    """The outlines of these enrolments, by course id, in one query."""
    by_course = {info.course_id: info for info in enrolments}
    if not by_course:
        return {}
    bare = outlines_from(rows_of(by_course))
    return {course_id: personal(outline, by_course[course_id]) for course_id, outline in bare.items()}


def progress_from(outline: Outline | None, enrolment: EnrolmentInfo | None) -> Progress | None:
    if outline is None or enrolment is None:
        return None
    return Progress(
        course=outline.course,
        percent=outline.percent,
        done=outline.done,
        total=outline.total,
        minutes_left=outline.minutes_left,
        next_unit=outline.resume_unit,
        completed_at=enrolment.completed_at,
    )


def course_page_context(*, request: HttpRequest, page: Page) -> dict[str, Any]:
    """`outline` as the person sees it, and their `enrolment` or None."""
    is_preview = getattr(request, "is_preview", False)
    enrolment = None if is_preview else enrolment_of(user=request.user, course_id=page.pk)
    outline = personal(outline_or_empty(rows_under(page.path), page.path), enrolment)
    return {
        "outline": outline,
        "enrolment": enrolment,
        "progress": progress_from(outline, enrolment),
        "is_preview": is_preview,
    }


def chapter_page_context(*, request: HttpRequest, page: Page) -> dict[str, Any]:
    """The course's `outline` and, in it, this `chapter` (None while it has no published unit)."""
    course_path = page.path[: -page.steplen]
    bare = outline_or_empty(rows_under(course_path), course_path)
    is_preview = getattr(request, "is_preview", False)
    enrolment = None if is_preview else enrolment_of(user=request.user, course_id=bare.course.id)
    outline = personal(bare, enrolment)
    chapter = next((known for known in outline.chapters if known.id == page.pk), None)
    return {"outline": outline, "chapter": chapter, "enrolment": enrolment}


def unit_page_context(*, request: HttpRequest, page: Page) -> dict[str, Any]:
    """For any `UnitPage`: who is in front of it, the outline around it, what comes before and after, and the
    `margin` where the learner writes (None for whoever is not enrolled)."""
    visit = visit_of(request=request, page=page)
    return {
        "visit": visit,
        "outline": visit.outline,
        "unit": visit.unit,
        "chapter": visit.chapter,
        "previous_unit": visit.previous_unit,
        "next_unit": visit.next_unit,
        "enrolment": visit.enrolment,
        "progress": progress_from(visit.outline, visit.enrolment),
        "margin": margin_of(user=request.user, visit=visit),
    }


def lesson_context(
    *, request: HttpRequest, visit: Visit, prompts: Mapping[str, str], content_ids: Sequence[int]
) -> dict[str, Any]:
    """`reflections`: what the learner wrote, by block id; `h5p_players`: a player for each content, by id.

    Outside enrolment, and in a preview, the contents play and nothing is recorded.
    """
    reflections = reflections_of(user=request.user, block_ids=prompts) if visit.records else {}
    return {"reflections": reflections, "h5p_players": _players(request, visit, content_ids)}


def _players(request: HttpRequest, visit: Visit, content_ids: Sequence[int]) -> dict[int, Player]:
    infos = h5p.content_info(content_ids=content_ids) if content_ids else {}
    if not visit.records:
        return {id_: h5p.player_payload(info=info) for id_, info in infos.items()}
    states = states_of(user=request.user, content_ids=content_ids)
    return {id_: _followed(request, info, states.get(id_)) for id_, info in infos.items()}


def _followed(request: HttpRequest, info: ContentInfo, saved: SavedState | None) -> Player:
    by, turn = saved.last if saved and saved.last else ("", 0)
    return h5p.player_payload(
        info=info,
        statements_url=reverse("learning:statements", args=[info.id]),
        state_url=reverse("learning:state", args=[info.id]),
        state=saved.state if saved else None,
        state_version=saved.version if saved else None,
        state_mark=(saved.count if saved else 0, by, turn),
        owner=str(request.user.pk),
    )


def known_contents(*, content_ids: Sequence[int]) -> frozenset[int]:
    """Which of these H5P contents still exist; no query without one."""
    return frozenset(h5p.content_info(content_ids=content_ids)) if content_ids else frozenset()
