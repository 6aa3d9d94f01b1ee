"""The links of an assembly's space, those this role may follow, and the French of what pages show."""

from dataclasses import dataclass

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from modules.assemblies.calling_rules import Why
from modules.assemblies.data import Action, InvitationState, Role
from modules.assemblies.inviting import InvitationLine, invitation_lines
from modules.assemblies.models import Assembly, Membership
from modules.assemblies.rules import may
from modules.assemblies.wording import INVITATION_STATES, LINE_PROBLEMS, ROLE_NAMES, call_reason

register = template.Library()

PAGES: tuple[tuple[str, Promise, Action], ...] = (
    ("overview", _("The assembly"), Action.SEE_ASSEMBLY),
    ("colleges", _("Colleges"), Action.MANAGE_COLLEGES),
    ("members", _("Members"), Action.MANAGE_MEMBERS),
    ("invitations", _("Invitations"), Action.SEE_INVITATIONS),
    ("prepare_draw", _("Species and lots"), Action.GIVE_SPECIES),
    ("dates", _("Dates"), Action.SET_DATES),
    ("documents", _("Documents"), Action.READ_DOCUMENTS),
    ("calls", _("Calls"), Action.SEE_CALLS),
    ("tables", _("The colleges’ tables"), Action.SEE_COLLEGE_TABLE),
    ("roles", _("Who sees what"), Action.SEE_ROLES),
)


@dataclass(frozen=True, slots=True)
class SpaceLink:
    """A link of the assembly's space, with the mark of the page one is in."""

    label: str
    url: str
    current: bool


@register.simple_tag(takes_context=True)
def space_links(context: Context, place: Membership) -> list[SpaceLink]:
    """The pages of the assembly that this person may open."""
    path = context["request"].path
    role = Role(place.role)
    links = [
        (label, reverse(f"assemblies:{name}", args=[place.assembly.slug]))
        for name, label, action in PAGES
        if may(role, action)
    ]
    home = links[0][1]
    return [SpaceLink(str(label), url, path == url or (url != home and path.startswith(url))) for label, url in links]


@register.simple_tag
def coordinators(assembly: Assembly) -> list[InvitationLine]:
    """Those who coordinate an assembly, with where their invitation stands; three queries, none before it is kept."""
    if assembly.pk is None:
        return []
    charged = set(assembly.memberships.filter(role=Role.COORDINATOR.value).values_list("pk", flat=True))
    lines = invitation_lines(assembly_id=assembly.pk, now=timezone.now())
    return [line for line in lines if line.id in charged]


@register.filter
def can(place: Membership | None, action: str) -> bool:
    """Whether this person may do what `action` names."""
    return place is not None and may(Role(place.role), Action(action))


@register.filter
def role_name(role: str) -> str:
    """A role's French name."""
    return str(ROLE_NAMES[role])


@register.filter
def invitation_name(state: str) -> str:
    """Where an invitation stands, in French."""
    return str(INVITATION_STATES[InvitationState(state)])


@register.filter
def dialled(phone: str) -> str:
    """A telephone number as a `tel:` link takes it: its figures, and a leading plus sign."""
    figures = "".join(sign for sign in phone if sign in "0123456789")
    return f"+{figures}" if phone.strip().startswith("+") else figures


@register.filter
def why_called(why: Why) -> str:
    """Why someone needs a call, with its dates, in French."""
    return call_reason(why)


@register.filter
def problem_text(problem: tuple[str, str]) -> str:
    """What keeps a line of a list out, in French."""
    id, said = problem
    return str(LINE_PROBLEMS[id]) % {"said": said}
