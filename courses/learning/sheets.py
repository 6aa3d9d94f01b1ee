"""The tables of trainers as sheets: one function a table."""

from django.utils.translation import gettext as _

from courses.learning.calling import CallTable
from courses.learning.data import CohortRow, CohortTable
from courses.learning.question_following import QuestionTable
from courses.learning.spreadsheets import Sheet, percent
from courses.learning.unit_following import UnitTable
from courses.learning.wording import call_label, flag_label, halt_label, stage_label


def cohort_sheet(table: CohortTable) -> Sheet:
    """A line for each learner of the table."""
    header = (
        _("Name"),
        _("E-mail"),
        _("Cohort"),
        _("Enrolled on"),
        _("Last seen"),
        _("Where they stand"),
        _("Progress (%)"),
        _("Done"),
        _("Out of"),
        _("Minutes left"),
        _("Stands before"),
        _("Stuck because"),
        _("Stuck since"),
        _("Attempts"),
        _("Mean score (%)"),
        _("Finished on"),
    )
    return Sheet(_("Learners"), header, [_learner(row) for row in table.rows])


def _learner(row: CohortRow) -> tuple[object, ...]:
    return (
        row.name,
        row.email,
        row.cohort,
        row.started_at,
        row.last_seen_at,
        stage_label(row.stage),
        row.standing.percent,
        row.standing.done,
        row.standing.total,
        row.standing.minutes_left,
        row.where,
        halt_label(row.halt) if row.halt else "",
        row.halt.since if row.halt else None,
        row.attempts,
        percent(row.mean_score),
        row.completed_at,
    )


def unit_sheet(table: UnitTable) -> Sheet:
    """A line for each unit of the table."""
    header = (
        _("Chapter"),
        _("Unit"),
        _("Learners"),
        _("Opened"),
        _("Finished"),
        _("Median time (minutes)"),
        _("Attempts that succeed (%)"),
        _("Mean score (%)"),
        _("Stopped here"),
    )
    rows = [
        (
            one.chapter.title,
            one.unit.title,
            one.learners,
            one.opened,
            one.done,
            None if one.median_seconds is None else round(one.median_seconds / 60, 1),
            percent(one.success_rate),
            percent(one.mean_score),
            one.stopped,
        )
        for one in table.units
    ]
    return Sheet(_("Units"), header, rows)


def question_sheet(table: QuestionTable) -> Sheet:
    """A line for each question of the table."""
    header = (
        _("Activity"),
        _("Question"),
        _("First answers"),
        _("Right (%)"),
        _("Discrimination"),
        _("Right answer"),
        _("Wrong answer chosen most"),
        _("How often"),
        _("To look at"),
    )
    rows = [
        (
            one.activity,
            one.text,
            one.answers,
            percent(one.facility),
            None if one.discrimination is None else round(one.discrimination, 2),
            one.right,
            one.wrong,
            one.wrong_count,
            ", ".join(flag_label(flag) for flag in one.flags),
        )
        for one in table.questions
    ]
    return Sheet(_("Questions"), header, rows)


def call_sheet(table: CallTable) -> Sheet:
    """A line for each person of the table: dates only."""
    header = (
        _("Name"),
        _("E-mail"),
        _("Phone"),
        _("Cohort"),
        _("Enrolled on"),
        _("Last activity"),
        _("Finished on"),
        _("To call because"),
    )
    rows = [
        (
            row.name,
            row.email,
            row.phone,
            row.cohort,
            row.start.enrolled_at,
            row.start.last_activity_at,
            row.start.completed_at,
            call_label(row.call) if row.call else "",
        )
        for row in table.rows
    ]
    return Sheet(_("Calls"), header, rows)
