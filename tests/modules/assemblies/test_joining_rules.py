from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.assemblies.data import AssemblyRefused, InvitationFacts, InvitationState
from modules.assemblies.joining_rules import ALPHABET, Caller, Door, PlaceFacts, door_of, plain_code, shown_code
from modules.assemblies.rules import state_of_invitation

NOW = datetime(2026, 10, 1, tzinfo=UTC)
LATER, BEFORE = NOW + timedelta(days=1), NOW - timedelta(days=1)
STRANGER, SOMEBODY, THE_PERSON = Caller(), Caller(True), Caller(True, True)


def invited(*, accepted=None, withdrawn=None, expires=LATER):
    return InvitationFacts(BEFORE, None, accepted, withdrawn, expires)


@pytest.mark.parametrize(
    ("facts", "place", "caller", "door"),
    [
        (invited(), PlaceFacts(), STRANGER, Door.WELCOME),
        (invited(), PlaceFacts(), SOMEBODY, Door.CONFIRM),
        (invited(), PlaceFacts(address_known=True), STRANGER, Door.SIGN_IN_FIRST),
        (invited(), PlaceFacts(address_known=True), SOMEBODY, Door.CONFIRM),
        (invited(accepted=BEFORE), PlaceFacts(True, True), STRANGER, Door.PASSWORD),
        (invited(accepted=BEFORE, expires=BEFORE), PlaceFacts(True, True), STRANGER, Door.PASSWORD),
        (invited(), PlaceFacts(True, True), STRANGER, Door.PASSWORD),
        (invited(), PlaceFacts(True, False), STRANGER, Door.NEW_PASSWORD),
        (invited(), PlaceFacts(True, True), SOMEBODY, Door.OTHER_ACCOUNT),
        (invited(withdrawn=BEFORE), PlaceFacts(True, True), THE_PERSON, Door.HOME),
        (invited(withdrawn=BEFORE), PlaceFacts(), STRANGER, "invitation-withdrawn"),
        (invited(accepted=BEFORE, withdrawn=BEFORE), PlaceFacts(True, True), STRANGER, "invitation-withdrawn"),
        (invited(expires=NOW), PlaceFacts(), SOMEBODY, "invitation-expired"),
        (invited(expires=NOW), PlaceFacts(True, False), STRANGER, "invitation-expired"),
        (invited(accepted=BEFORE), PlaceFacts(True, False), STRANGER, "used-without-password"),
    ],
)
def test_door_that_an_invitation_opens(facts, place, caller, door):
    if isinstance(door, Door):
        assert door_of(facts, place, caller, now=NOW) is door
    else:
        with pytest.raises(AssemblyRefused) as refused:
            door_of(facts, place, caller, now=NOW)
        assert refused.value.id == door


def test_code_has_no_sign_that_is_read_for_another():
    assert len(ALPHABET) == len(set(ALPHABET)) == 30
    assert not set("01ILOU") & set(ALPHABET)


@given(st.text(ALPHABET, min_size=12, max_size=12), st.sampled_from(["", " ", "-", " – ", "\u202f"]))
def test_code_is_read_however_it_is_typed(code, between):
    typed = between.join(code[start : start + 4] for start in (0, 4, 8)).lower()
    assert plain_code(typed) == code
    assert plain_code(shown_code(code)) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKM0", "ABCD-EFGH-JKMNP", "١٢٣٤٥٦٧٨٩٠١٢", "\x00" * 12])
def test_what_cannot_be_a_code_is_none(typed):
    assert plain_code(typed) == ""


def test_email_that_did_not_leave_is_said():
    facts = InvitationFacts(None, None, None, None, LATER, failed_at=BEFORE)
    assert state_of_invitation(facts, now=NOW) is InvitationState.FAILED
