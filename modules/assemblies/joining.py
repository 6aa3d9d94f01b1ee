"""Entering an assembly by an invitation. Reading one consumes nothing; accepting one does, once."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from courses.learning import api as learning
from modules.assemblies.accounts import site_accounts
from modules.assemblies.data import AssemblyRefused, Channel, Role
from modules.assemblies.joining_rules import (
    CODES_IN_A_WINDOW,
    PASSWORDS_IN_A_WINDOW,
    WINDOW,
    Caller,
    Door,
    PlaceFacts,
    door_of,
    plain_code,
)
from modules.assemblies.models import CodeAttempt, Invitation, Membership
from modules.assemblies.rules import speaks
from modules.assemblies.secrets_of_invitations import hash_of

MARK_SALT = "pv_assemblies.connection"
ATTEMPTS_KEPT = timedelta(days=1)


def invitation_of_code(*, typed: str, connection: str, now: datetime) -> Invitation:
    """The invitation whose short code was typed. Raises `AssemblyRefused`: "unknown-code" whatever is wrong with the
    code, "too-many-codes" after too many wrong ones from this connection (its network address)."""
    mark = salted_hmac(MARK_SALT, connection, algorithm="sha256").hexdigest()
    attempt = _attempt(mark, CODES_IN_A_WINDOW, now)
    found = _invitations().filter(code_hash=hash_of(plain_code(typed))).first()
    if found is None:
        raise AssemblyRefused("unknown-code")
    attempt.delete()
    return found


def invitation_of_token(*, token: str) -> Invitation | None:
    """The invitation that a link or a QR code opens."""
    return _invitations().filter(token_hash=hash_of(token)).first()


def invitation_by_id(*, invitation_id: object) -> Invitation | None:
    """The invitation a visitor came with; None when it is no longer there."""
    return _invitations().filter(pk=invitation_id).first() if isinstance(invitation_id, int) else None


def note_opened(*, invitation: Invitation, now: datetime) -> None:
    """Remembers the first time that its page was read."""
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=now)


def door_for(*, invitation: Invitation, user: Any, now: datetime) -> Door:
    """What the invitation opens to this visitor, signed in or not. Raises `AssemblyRefused`."""
    place = invitation.membership
    taken = place.user
    facts = PlaceFacts(
        taken=taken is not None,
        has_password=taken is not None and taken.has_usable_password(),
        address_known=taken is None and site_accounts().knows(email=proven_address(invitation)),
    )
    caller = Caller(user.is_authenticated, user.is_authenticated and user.pk == place.user_id)
    return door_of(invitation.facts(), facts, caller, now=now)


def proven_address(invitation: Invitation) -> str:
    """The address that the invitation proves: the one its e-mail was sent to; a letter proves none."""
    return invitation.address if invitation.channel == Channel.EMAIL.value else ""


@transaction.atomic
def accept_as_new(*, invitation_id: int, name: str, password: str | None, now: datetime) -> Any:
    """Makes the account of the person invited and gives it their place; the account. Raises `AssemblyRefused`.

    Two at once make one account: the second is told "code-used".
    """
    invitation = _locked(invitation_id, Door.WELCOME, None, now)
    email = proven_address(invitation)
    try:
        with transaction.atomic():
            user = site_accounts().new_account(name=name, password=password, email=email)
    except IntegrityError as error:
        raise AssemblyRefused("address-taken") from error
    invitation.membership.name = name
    _take(invitation, user, now)
    return user


@transaction.atomic
def accept_as(*, invitation_id: int, user: Any, now: datetime) -> None:
    """Gives the place to someone who has an account. Raises `AssemblyRefused`."""
    invitation = _locked(invitation_id, Door.CONFIRM, user, now)
    if Membership.objects.filter(assembly=invitation.membership.assembly_id, user=user.pk).exists():
        raise AssemblyRefused("already-here")
    try:
        with transaction.atomic():
            _take(invitation, user, now)
    except IntegrityError as error:
        raise AssemblyRefused("already-here") from error


def enter_with_password(*, invitation_id: int, password: str, now: datetime) -> Any:
    """The account that a code names, once its password is right; the code may be a new one.

    Raises `AssemblyRefused`: "wrong-password", "too-many-codes" after too many of them for this place.
    """
    invitation = _found(invitation_id)
    attempt = _attempt(hash_of(f"password|{invitation.membership_id}"), PASSWORDS_IN_A_WINDOW, now)
    _ask(invitation, Door.PASSWORD, None, now)
    user: Any = invitation.membership.user
    if not (user.is_active and user.check_password(password)):
        raise AssemblyRefused("wrong-password")
    attempt.delete()
    _note_accepted(invitation, now)
    return user


@transaction.atomic
def choose_password(*, invitation_id: int, password: str | None, now: datetime) -> Any:
    """Lets in again someone who came without a password, by a new letter; they may choose one now."""
    invitation = _locked(invitation_id, Door.NEW_PASSWORD, None, now)
    user: Any = invitation.membership.user
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
    _note_accepted(invitation, now)
    return user


def _take(invitation: Invitation, user: Any, now: datetime) -> None:
    take_place(place=invitation.membership, user=user, now=now)
    _note_accepted(invitation, now)


def take_place(*, place: Membership, user: Any, now: datetime) -> None:
    """Gives someone's account their place, and the spokespeople's course to whoever speaks."""
    place.user, place.joined_at = user, now
    place.save(update_fields=["user", "joined_at", "name"])
    course_id = place.assembly.course_id
    if course_id and speaks(Role(place.role)):
        try:
            learning.enrol(user=user, course_id=course_id, now=now)
        except learning.CourseClosed:
            # The place is theirs all the same; whoever opens the course enrols them.
            return


def _note_accepted(invitation: Invitation, now: datetime) -> None:
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=now)


def _locked(invitation_id: int, door: Door, user: Any, now: datetime) -> Invitation:
    """The invitation, its place locked so that two acceptances take turns, and the door it must open."""
    place = Invitation.objects.filter(pk=invitation_id).values("membership")
    if not Membership.objects.select_for_update().filter(pk__in=place).exists():
        raise AssemblyRefused("unknown-code")
    invitation = _found(invitation_id)
    _ask(invitation, door, user, now)
    return invitation


def _found(invitation_id: int) -> Invitation:
    found = invitation_by_id(invitation_id=invitation_id)
    if found is None:
        raise AssemblyRefused("unknown-code")
    return found


def _ask(invitation: Invitation, door: Door, user: Any, now: datetime) -> None:
    if door_for(invitation=invitation, user=user or AnonymousUser(), now=now) is not door:
        raise AssemblyRefused("address-taken" if invitation.membership.user_id is None else "code-used")


def _attempt(mark: str, most: int, now: datetime) -> CodeAttempt:
    """Counts this try before it is judged, so that a hundred at once are counted too; a right one is deleted."""
    CodeAttempt.objects.filter(tried_at__lt=now - ATTEMPTS_KEPT).delete()
    attempt = CodeAttempt.objects.create(mark=mark, tried_at=now)
    if CodeAttempt.objects.filter(mark=mark, tried_at__gt=now - WINDOW).count() > most:
        attempt.delete()
        raise AssemblyRefused("too-many-codes")
    return attempt


def _invitations() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("membership__assembly", "membership__user", "membership__species")
