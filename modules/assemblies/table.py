"""The college's table: what its members chose to share, and what the web says between their species."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from modules.assemblies.data import Action, MemberRef, Role, SpeciesRef
from modules.assemblies.memberships import member_ref
from modules.assemblies.models import College, Membership, NotebookPage, NotebookPhotograph
from modules.assemblies.notebook_rules import PageKind
from modules.assemblies.rules import may
from modules.living import api as living
from modules.living.data import Tie, TieKind

# What is laid on the table, in its order; questions have a place of their own.
LAID = tuple(kind for kind in PageKind if kind is not PageKind.QUESTIONS)


@dataclass(frozen=True, slots=True)
class Contribution:
    """A page that someone shared, with its pictures."""

    kind: PageKind
    text: str
    photographs: tuple[NotebookPhotograph, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone of the college, and what they laid on the table."""

    member: MemberRef
    pages: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question for the experts, and whose species asks it."""

    text: str
    asked_by: MemberRef


@dataclass(frozen=True, slots=True)
class FoundTie:
    """A tie between two voices of the college, with both species named."""

    tie: Tie
    first: SpeciesRef
    second: SpeciesRef


@dataclass(frozen=True, slots=True)
class Table:
    """A college's table."""

    college: College
    voices: tuple[Voice, ...]
    questions: tuple[Question, ...]
    ties: dict[str, tuple[FoundTie, ...]]

    @property
    def shared(self) -> int:
        return sum(len(voice.pages) for voice in self.voices) + len(self.questions)


def may_open(*, place: Membership, college: College) -> bool:
    """Whether this person may see this college's table: a member theirs, whoever projects them every one."""
    role = Role(place.role)
    if college.assembly_id != place.assembly_id or not may(role, Action.SEE_COLLEGE_TABLE):
        return False
    return may(role, Action.PROJECT_COLLEGE_TABLE) or place.college_id == college.pk


def may_read(*, user: Any, page: NotebookPage) -> bool:
    """Whether this person may read somebody's page: it is shared, its author is still there, and so are they."""
    college = page.college
    if college is None:
        return False
    author_is_there = Membership.objects.filter(user=page.notebook.user_id, college=college).exists()
    place = Membership.objects.filter(user=user, assembly=college.assembly_id).first()
    return author_is_there and place is not None and may_open(place=place, college=college)


def colleges_to_open(*, place: Membership) -> list[College]:
    """The colleges whose table this person may see."""
    every = College.objects.filter(assembly=place.assembly_id).select_related("milieu")
    return [college for college in every if may_open(place=place, college=college)]


def table_of(*, college: College) -> Table:
    """What lies on the table of a college now; four queries, however many voices."""
    members = [member_ref(each) for each in Membership.objects.with_voice().filter(college=college)]
    pages = _shared_pages(college, members)
    every = [Voice(member, _laid(pages, member)) for member in members]
    voices = tuple(voice for voice in every if voice.member.species or voice.pages)
    asked = [page for page in pages if page.kind == PageKind.QUESTIONS]
    return Table(college, voices, _questions(asked, members), _ties(members))


def _shared_pages(college: College, members: Iterable[MemberRef]) -> list[NotebookPage]:
    """Shared with this college, by someone who is in it now, and not blank."""
    people = [member.user_id for member in members if member.user_id]
    found = NotebookPage.objects.filter(college=college, notebook__user__in=people).select_related("notebook")
    return [page for page in found.prefetch_related("photographs") if page.text.strip() or page.photographs.all()]


def _laid(pages: Iterable[NotebookPage], member: MemberRef) -> tuple[Contribution, ...]:
    own = {page.kind: page for page in pages if member.user_id and page.notebook.user_id == member.user_id}
    return tuple(
        Contribution(kind, own[kind].text.strip(), tuple(own[kind].photographs.all())) for kind in LAID if kind in own
    )


def _questions(pages: Iterable[NotebookPage], members: Iterable[MemberRef]) -> tuple[Question, ...]:
    by_user = {member.user_id: member for member in members}
    return tuple(
        Question(line.strip(" -–•\t"), by_user[page.notebook.user_id])
        for page in pages
        for line in page.text.splitlines()
        if line.strip(" -–•\t")
    )


def _ties(members: Iterable[MemberRef]) -> dict[str, tuple[FoundTie, ...]]:
    species = {member.species.slug: member.species for member in members if member.species}
    found = [
        FoundTie(tie, species[tie.first], species[tie.second]) for tie in living.ties_between(slugs=tuple(species))
    ]
    return {kind.value: tuple(one for one in found if one.tie.kind is kind) for kind in TieKind}
