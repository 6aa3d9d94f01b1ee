"""Decides what an invitation opens, and what its short code looks like. No clock, no database.

A code is twelve signs of thirty, 58 bits: with `CODES_IN_A_WINDOW` tries a quarter of an hour from each connection,
guessing one is out of reach. Signs that are read for one another (0 and O, 1, I and L, U and V) are left out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from modules.assemblies.data import AssemblyRefused, Channel, InvitationFacts

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
GROUP = 4
VALIDITY = {Channel.EMAIL: timedelta(days=30), Channel.LETTER: timedelta(days=60)}
WINDOW = timedelta(minutes=15)
# A whole room may type its codes behind one connection.
CODES_IN_A_WINDOW = 20
PASSWORDS_IN_A_WINDOW = 8


class Door(StrEnum):
    """What someone who holds an invitation finds."""

    WELCOME = "welcome"
    CONFIRM = "confirm"
    SIGN_IN_FIRST = "sign_in_first"
    PASSWORD = "password"  # noqa: S105
    NEW_PASSWORD = "new_password"  # noqa: S105
    OTHER_ACCOUNT = "other_account"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who stands at the door: signed in or not, as the very person of the place or not."""

    signed_in: bool = False
    is_the_person: bool = False


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """The place that is offered: taken or not, by an account with a password or not, its address already known."""

    taken: bool = False
    has_password: bool = False
    address_known: bool = False


def door_of(invitation: InvitationFacts, place: PlaceFacts, caller: Caller, *, now: datetime) -> Door:
    """What opens. Raises `AssemblyRefused`: "invitation-withdrawn", "invitation-expired", "used-without-password".

    Once accepted, an invitation has no date: its code names the account whose password is asked for.
    """
    if caller.is_the_person:
        return Door.HOME
    if invitation.withdrawn_at:
        raise AssemblyRefused("invitation-withdrawn")
    if not invitation.accepted_at and now >= invitation.expires_at:
        raise AssemblyRefused("invitation-expired")
    return _taken(invitation, place, caller) if place.taken else _free(place, caller)


def _taken(invitation: InvitationFacts, place: PlaceFacts, caller: Caller) -> Door:
    if caller.signed_in:
        return Door.OTHER_ACCOUNT
    if place.has_password:
        return Door.PASSWORD
    if invitation.accepted_at:
        raise AssemblyRefused("used-without-password")
    return Door.NEW_PASSWORD


def _free(place: PlaceFacts, caller: Caller) -> Door:
    if caller.signed_in:
        return Door.CONFIRM
    return Door.SIGN_IN_FIRST if place.address_known else Door.WELCOME


def plain_code(typed: str) -> str:
    """A code as it is hashed: capitals, without the spaces and dashes that people add; empty when it cannot be one."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""


def shown_code(code: str) -> str:
    """A code in groups of four, as it is printed and read aloud."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
