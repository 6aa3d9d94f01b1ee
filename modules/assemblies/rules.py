"""Decides who sees and does what in an assembly. No clock, no database."""

from collections.abc import Mapping
from datetime import datetime

from modules.assemblies.data import Action, InvitationFacts, InvitationState, Progress, Role, Step

_EVERYBODY = frozenset(Role)
_TRIO = frozenset({Role.COORDINATOR, Role.GARANT})
_SPEAKING = frozenset({Role.MEMBER, Role.GARANT, Role.COORDINATOR})

# The whole table, shown to everybody in the assembly and asked by every view.
PERMISSIONS: Mapping[Action, frozenset[Role]] = {
    Action.SEE_ASSEMBLY: _EVERYBODY,
    Action.SEE_ROLES: _EVERYBODY,
    Action.SEE_VOICES: _EVERYBODY,
    Action.SEE_DRAW: _EVERYBODY,
    Action.READ_DOCUMENTS: _EVERYBODY,
    Action.WRITE_NOTEBOOK: _SPEAKING,
    Action.SEE_COLLEGE_TABLE: _SPEAKING | {Role.FACILITATOR},
    Action.PROJECT_COLLEGE_TABLE: _TRIO | {Role.FACILITATOR},
    Action.SEE_RUN_SHEETS: _TRIO | {Role.FACILITATOR},
    Action.SEE_INVITATIONS: _TRIO | {Role.ADMINISTRATION},
    Action.SEE_CONTACTS: frozenset({Role.COORDINATOR, Role.ADMINISTRATION}),
    Action.MANAGE_MEMBERS: frozenset({Role.COORDINATOR, Role.ADMINISTRATION}),
    Action.MANAGE_COLLEGES: frozenset({Role.COORDINATOR}),
    Action.GIVE_SPECIES: frozenset({Role.COORDINATOR}),
    Action.ASK_SPECIES: frozenset({Role.COORDINATOR}),
    Action.INVITE: frozenset({Role.COORDINATOR, Role.ADMINISTRATION}),
    Action.SEND_DOCUMENTS: frozenset({Role.COORDINATOR, Role.ADMINISTRATION, Role.FACILITATOR}),
    Action.SEE_READING: frozenset({Role.COORDINATOR}),
    Action.SEE_CALLS: _TRIO,
    Action.NOTE_CALLS: _TRIO,
    Action.SET_MANDATE: frozenset({Role.COORDINATOR, Role.ADMINISTRATION}),
    Action.SET_DATES: frozenset({Role.COORDINATOR, Role.FACILITATOR}),
}


def may(role: Role, action: Action) -> bool:
    """Whether someone with this role may see or do this."""
    return role in PERMISSIONS[action]


def speaks(role: Role) -> bool:
    """Whether someone with this role may be the voice of a species: members, and the trio, who are members too."""
    return role in _SPEAKING


def state_of_invitation(facts: InvitationFacts | None, *, now: datetime) -> InvitationState:
    """Where an invitation stands; once accepted it stays so, even past its date."""
    if facts is None:
        return InvitationState.NONE
    if facts.accepted_at:
        return InvitationState.ACCEPTED
    if facts.withdrawn_at:
        return InvitationState.WITHDRAWN
    if now >= facts.expires_at:
        return InvitationState.EXPIRED
    if facts.opened_at:
        return InvitationState.OPENED
    if facts.sent_at:
        return InvitationState.SENT
    return InvitationState.FAILED if facts.failed_at else InvitationState.TO_SEND


def steps_done(progress: Progress) -> Mapping[Step, bool]:
    """Which of the coordinator's steps are done; calls are when everybody is invited and nobody needs one today."""
    return {
        Step.COLLEGES: progress.colleges > 0,
        Step.MEMBERS: progress.speaking > 0,
        Step.INVITATIONS: progress.speaking > 0 and progress.to_invite == 0,
        Step.DRAW: progress.speaking > 0 and progress.voices + progress.substitutes >= progress.speaking,
        Step.DATES: progress.dates_to_come > 0,
        Step.DOCUMENTS: progress.documents > 0,
        Step.CALLS: progress.speaking > 0 and progress.to_invite == 0 and progress.calls == 0,
    }


def next_step(progress: Progress) -> Step | None:
    """The first step that is not done; None when there is nothing to do today."""
    return next((step for step, done in steps_done(progress).items() if not done), None)
