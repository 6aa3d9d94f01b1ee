from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.learning.data import (
    Access,
    CompletionKind,
    CourseRef,
    Outline,
    OutlineActivity,
    OutlineChapter,
    OutlineUnit,
    UnitState,
)
from courses.learning.rules import (
    access_to,
    done_after,
    is_course_complete,
    is_unit_complete,
    neighbours,
    outline_for,
    standing_of,
)

NOW = datetime(2026, 3, 4, tzinfo=UTC)


def unit(id, **fields):
    return OutlineUnit(
        id=id,
        uuid=uuid4(),
        page_id=id,
        iri=f"u{id}",
        kind="lessonpage",
        title=f"L{id}",
        url=f"/{id}/",
        minutes=10,
        **fields,
    )


def outline(*chapters, **fields):
    return Outline(
        course=CourseRef(1, "Cours", "/c/"),
        chapters=tuple(
            OutlineChapter(id=number, title=f"C{number}", url="/", units=tuple(units), **fields)
            for number, units in enumerate(chapters, start=1)
        ),
    )


def states(outline):
    return [unit.state for unit in outline.units]


def test_nothing_done_begins_with_the_first_unit():
    seen = outline_for(outline([unit(1), unit(2)]), done=())
    assert states(seen) == [UnitState.CURRENT, UnitState.OPEN]
    assert (seen.percent, seen.minutes_left, seen.resume_unit.id) == (0, 20, 1)


def test_the_last_unit_opened_is_resumed_until_it_is_done():
    course = outline([unit(1), unit(2), unit(3)])
    assert outline_for(course, done=(), last_unit_id=2).resume_unit.id == 2
    assert outline_for(course, done={2}, last_unit_id=2).resume_unit.id == 3
    assert outline_for(course, done={2, 3}, last_unit_id=3).resume_unit.id == 1
    assert outline_for(course, done={1, 2, 3}, last_unit_id=3).resume_unit is None


def test_optional_units_count_for_nothing_and_block_nobody():
    course = outline([unit(1, optional=True), unit(2), unit(3, requires_previous=True)])
    seen = outline_for(course, done={2})
    assert (seen.done, seen.total, seen.percent) == (1, 2, 50)
    assert states(seen)[2] is UnitState.CURRENT


def test_a_unit_that_requires_the_previous_ones_says_what_is_left():
    seen = outline_for(outline([unit(1), unit(2)], [unit(3, requires_previous=True)]), done={1})
    assert seen.units[2].state is UnitState.LOCKED
    assert seen.units[2].locked_by == ("L2",)


def test_a_chapter_that_requires_the_previous_ones_opens_whole():
    chapters = outline([unit(1)], [unit(2), unit(3)], requires_previous=True)
    assert states(outline_for(chapters, done=()))[1:] == [UnitState.LOCKED, UnitState.LOCKED]
    assert UnitState.LOCKED not in states(outline_for(chapters, done={1}))


def test_what_is_done_is_never_locked_again():
    seen = outline_for(outline([unit(1), unit(2, requires_previous=True)]), done={2})
    assert states(seen)[1] is UnitState.DONE


@pytest.mark.parametrize(
    ("kind", "activities", "completed", "expected"),
    [
        (CompletionKind.AUTOMATIC, (), set(), False),
        (CompletionKind.AUTOMATIC, (), {"u1"}, True),
        (CompletionKind.AUTOMATIC, ("a", "b"), {"a"}, False),
        (CompletionKind.AUTOMATIC, ("a", "b"), {"a", "b"}, True),
        (CompletionKind.MARKED, ("a",), {"a"}, False),
        (CompletionKind.RECORDED, ("a",), {"a"}, False),
        (CompletionKind.RECORDED, (), {"u1"}, True),
    ],
)
def test_what_completes_a_unit(kind, activities, completed, expected):
    one = unit(1, completion_kind=kind, activities=tuple(OutlineActivity(1, iri) for iri in activities))
    assert is_unit_complete(one, completed) is expected


@pytest.mark.parametrize(
    ("state", "open_to_all", "enrolled", "staff", "expected"),
    [
        (UnitState.OPEN, False, True, False, Access.OPEN),
        (UnitState.DONE, False, True, True, Access.OPEN),
        (UnitState.LOCKED, False, True, False, Access.LOCKED),
        (UnitState.LOCKED, True, True, False, Access.LOCKED),
        (UnitState.LOCKED, False, True, True, Access.PREVIEW),
        (UnitState.OPEN, False, False, False, Access.INVITATION),
        (UnitState.OPEN, True, False, False, Access.PREVIEW),
        (UnitState.OPEN, False, False, True, Access.PREVIEW),
    ],
)
def test_who_may_see_a_unit(state, open_to_all, enrolled, staff, expected):
    one = unit(1, state=state, open_to_all=open_to_all)
    assert access_to(one, enrolled=enrolled, is_staff=staff) is expected


def test_neighbours_cross_chapters_and_stop_at_the_ends():
    units = outline([unit(1)], [unit(2)]).units
    assert neighbours(units, 1) == (None, units[1])
    assert neighbours(units, 2) == (units[0], None)
    assert neighbours(units, 9) == (None, None)


def test_a_course_without_required_units_is_never_complete():
    assert not is_course_complete(outline([unit(1, optional=True)]), {1})
    assert is_course_complete(outline([unit(1), unit(2, optional=True)]), {1})


@settings(deadline=None)
@given(
    optional=st.lists(st.booleans(), min_size=1, max_size=12),
    done=st.sets(st.integers(0, 14)),
    more=st.sets(st.integers(0, 14)),
    last=st.integers(0, 14),
)
def test_progress_stays_within_bounds_agrees_everywhere_and_never_moves_back(optional, done, more, last):
    course = outline([unit(number, optional=flag) for number, flag in enumerate(optional)])
    seen = outline_for(course, done=done, last_unit_id=last)
    standing = standing_of(course, done)
    assert (standing.done, standing.total, standing.percent) == (seen.done, seen.total, seen.percent)
    assert standing.minutes_left == seen.minutes_left
    assert 0 <= seen.percent <= 100
    assert outline_for(course, done=done | more).percent >= seen.percent
    assert done_after(course.units, done, {f"u{number}" for number in more}) >= done
    assert [one.state for one in seen.units].count(UnitState.CURRENT) == (seen.resume_unit is not None)
