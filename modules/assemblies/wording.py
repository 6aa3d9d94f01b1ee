"""The French of what the rules say: actions, refusals, states, ready for a page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from media.dates import day_label
from modules.assemblies.calling_rules import Reason, Why
from modules.assemblies.data import Action, InvitationState, Role
from modules.assemblies.models.memberships import ROLES

ROLE_NAMES: dict[str, Promise | str] = dict(ROLES)

ROLE_TASKS = {
    Role.MEMBER: _("Speaks for a species, in the college of its milieu."),
    Role.COORDINATOR: _("Keeps people together: news, documents, invitations, calls."),
    Role.GARANT: _("One of two members who lead the assembly with the coordinator."),
    Role.ADMINISTRATION: _("Supports the trio from inside the local authority."),
    Role.ELECTED: _("Carries the assembly among the elected officials, and says what they commit to."),
    Role.FACILITATOR: _("Comes from outside, runs the meetings, watches that nobody uses the assembly for other ends."),
}

ACTIONS = {
    Action.SEE_ASSEMBLY: _("See the assembly, its mandate, its dates"),
    Action.SEE_ROLES: _("Read this table"),
    Action.SEE_VOICES: _("See who speaks for whom"),
    Action.SEE_DRAW: _("See the drawings of lots and check them"),
    Action.READ_DOCUMENTS: _("Read the documents sent to them"),
    Action.WRITE_NOTEBOOK: _("Keep a notebook, that nobody else reads"),
    Action.SEE_COLLEGE_TABLE: _("See what a college's members chose to share"),
    Action.PROJECT_COLLEGE_TABLE: _("Project and print what a college shared"),
    Action.SEE_RUN_SHEETS: _("Read the run sheets of the collective times"),
    Action.SEE_INVITATIONS: _("See where each invitation stands"),
    Action.SEE_CONTACTS: _("See e-mail and postal addresses, telephones"),
    Action.MANAGE_MEMBERS: _("Add people, import a list, change a place"),
    Action.MANAGE_COLLEGES: _("Set the colleges"),
    Action.GIVE_SPECIES: _("Draw lots, give a species"),
    Action.ASK_SPECIES: _("Ask for a local species"),
    Action.INVITE: _("Send, print, renew or withdraw invitations"),
    Action.SEND_DOCUMENTS: _("Send documents"),
    Action.SEE_READING: _("See who received and opened a document"),
    Action.SEE_CALLS: _("See who needs a call, and their telephone"),
    Action.NOTE_CALLS: _("Note a call"),
    Action.SET_MANDATE: _("Write the mandate, its limits, the tensions at stake"),
    Action.SET_DATES: _("Set the dates"),
}

REFUSALS = {
    "no-phrase": _("Write the phrase said in public: without it nobody could redo the draw."),
    "no-college": _("Set the colleges first: the draw balances the voices between them."),
    "nobody-to-draw": _("Everybody on the list already has a species."),
    "no-species": _("There is no species left to give in these colleges."),
    "list-changed": _("The list has changed since you opened this page. Nothing was drawn: read it again, then draw."),
    "no-reason": _("Say why the draw is cancelled: it will be written beside it."),
    "not-the-last-draw": _("Only the last draw can be cancelled, and only once."),
    "species-not-here": _("This species lives in no college of the assembly."),
    "species-taken": _("Someone here already speaks for this species."),
    "college-not-empty": _("People are in this college: move them first."),
    "already-asked": _("This species has already been asked for."),
    "not-invitable": _("This person has already accepted."),
    "no-address": _("This person has no e-mail address: print a letter."),
    "not-pending": _("This invitation is no longer waiting."),
    "unknown-code": _(
        "This code opens nothing. Read it again: it has twelve signs, never a 0 or a 1, nor the letters I, L, O and U."
    ),
    "unknown-link": _(
        "This link opens nothing. It may have been cut on its way: open it again from the e-mail or the letter, whole."
    ),
    "too-many-codes": _("Too many tries. Nothing is lost: wait a quarter of an hour, then try again."),
    "invitation-withdrawn": _(
        "This invitation no longer works: a newer one was sent, or it was withdrawn. Look for the latest letter or "
        "e-mail, or call the coordinator."
    ),
    "invitation-expired": _("This invitation is past its date. Ask the coordinator for a new one: it takes a minute."),
    "used-without-password": _(
        "This code has already let someone in, on a telephone and without a password: it opens nothing more. If it was "
        "you, ask the coordinator for a new letter."
    ),
    "code-used": _("This invitation has just been used. If it was you, type your code again to come in."),
    "address-taken": _("An account already has this e-mail address: sign in first, then come back to your invitation."),
    "already-here": _("You are already in this assembly, under another line of the list. Tell the coordinator."),
    "wrong-password": _("This is not the password of this place. Try again, slowly."),
    "just-invited": _("They have just been invited: nothing more was sent. Open this page again to invite them anew."),
    "nobody-chosen": _("Tick at least one person."),
    "file-too-big": _("This file is too big for a list of people: 300 KB at most."),
    "file-not-csv": _("This file is no CSV list. In your spreadsheet, choose File, Save as, then CSV."),
    "file-empty": _("This file holds nobody: a line of titles, then one line a person."),
    "file-without-names": _("No column is called “nom”: write the titles on the first line, then send the file again."),
    "file-too-long": _("This list is longer than 1,000 lines: send it in several files."),
    "file-with-problems": _("Nobody was added: some lines are to put right first."),
    "document-empty": _("This file is empty: choose another."),
    "document-too-heavy": _("This file is heavier than 20 MB: make it lighter, or send a link in the message."),
    "document-kind": _(
        "Only PDF, images (JPEG, PNG), office documents (ODT, DOCX, ODS, XLSX, ODP, PPTX), MP3 and plain "
        "text are taken, and the content must be of the kind that its name says."
    ),
    "own-place": _("You cannot remove yourself: ask the team of the site."),
}

INVITATION_STATES = {
    InvitationState.NONE: _("not invited yet"),
    InvitationState.TO_SEND: _("being sent"),
    InvitationState.FAILED: _("e-mail not sent"),
    InvitationState.SENT: _("invited"),
    InvitationState.OPENED: _("opened"),
    InvitationState.ACCEPTED: _("accepted"),
    InvitationState.EXPIRED: _("expired"),
    InvitationState.WITHDRAWN: _("withdrawn"),
}


LINE_PROBLEMS = {
    "no-name": _("no name"),
    "bad-email": _("“%(said)s” is no e-mail address"),
    "unknown-role": _("the role “%(said)s” is unknown"),
    "unknown-college": _("the college “%(said)s” does not exist here"),
    "twice": _("already on line %(said)s of the file"),
    "too-long": _("too long: “%(said)s…”"),
}


def call_reason(why: Why) -> str:
    """Why someone needs a call, with its dates."""
    parts = {"since": day_label(why.since), "meeting": day_label(why.meeting_at), "title": why.title}
    return {
        Reason.NOT_ACCEPTED: _("Invited on %(since)s, has not come yet."),
        Reason.NOT_STARTED: _("Came on %(since)s, has opened nothing since."),
        Reason.MEETING_NEAR: _("No activity since %(since)s, and a meeting on %(meeting)s."),
        Reason.SILENT: _("No activity since %(since)s."),
        Reason.UNREAD: _("“%(title)s”, given on %(since)s and to read before %(meeting)s, is not opened."),
    }[why.reason] % parts


def refusal_text(error: Exception) -> str:
    """The sentence of an `AssemblyRefused`."""
    return str(REFUSALS[getattr(error, "id", "")])
