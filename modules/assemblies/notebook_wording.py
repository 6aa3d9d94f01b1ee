"""What guides the pages of a notebook, and what the notebook refuses, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from modules.assemblies.notebook_rules import PageKind, SpeechLength, SpeechMeasure


@dataclass(frozen=True, slots=True)
class Guide:
    """A page's title, what it is for, and the questions that start it."""

    title: Promise
    lead: Promise
    prompts: Sequence[Promise]
    label: Promise


GUIDES = {
    PageKind.OBSERVE: Guide(
        _("Twenty minutes outdoors"),
        _(
            "Sit where your species could live, or where it is missing. Put the telephone away: a pencil and paper "
            "do very well, and you will copy them here afterwards."
        ),
        (
            _("Five minutes with your eyes closed: what do you hear, near, then far?"),
            _("Five minutes at its height: on the ground, in the water, in the air. What does it see of the place?"),
            _("Five minutes of traces: holes, feathers, bitten leaves, paths. Who passed here?"),
            _("Five minutes of need: what would it look for here, and what would it flee?"),
        ),
        _("What I saw, heard, smelt"),
    ),
    PageKind.LETTER: Guide(
        _("A letter from my species"),
        _("It writes to the people of the territory. It says “I”. There is no wrong way to lend it your voice."),
        (
            _("Where do I wake, and what is the first thing I do?"),
            _("What has changed since my grandparents’ time?"),
            _("What do I give you without your knowing?"),
            _("What would I like you to understand before you decide anything?"),
        ),
        _("Its letter"),
    ),
    PageKind.NEEDS: Guide(
        _("What I need"),
        _("A place, food, quiet, company, time: what it cannot do without, and what only helps."),
        (
            _("Without what do I die, or leave?"),
            _("What do I need only one month of the year?"),
            _("What am I short of here, today?"),
        ),
        _("Its needs"),
    ),
    PageKind.ALLIES: Guide(
        _("My allies"),
        _("Those it depends on, those it helps, and those who need the same thing."),
        (
            _("Who feeds me, shelters me, carries my seeds?"),
            _("Who would miss me?"),
            _("Which other voice of the assembly needs what I need?"),
        ),
        _("Its allies"),
    ),
    PageKind.CONFLICTS: Guide(
        _("Conflicts with other voices"),
        _("Nobody lives without bothering anybody. Naming it calmly helps the assembly more than hiding it."),
        (
            _("Whom do I eat, and who eats me?"),
            _("With which human use do I share a place badly?"),
            _("What could I give up, and what never?"),
        ),
        _("Its conflicts"),
    ),
    PageKind.REQUESTS: Guide(
        _("What I will ask"),
        _("Few things, and exact ones: a place, someone who can act, a season."),
        (
            _("If a single thing changed this year, which one?"),
            _("Who can do it: the commune, a farmer, a neighbour?"),
            _("How will one see that it is done?"),
        ),
        _("My requests"),
    ),
    PageKind.QUESTIONS: Guide(
        _("My questions for the experts"),
        _("What you do not know is worth as much as what you know: the experts come to answer it."),
        (
            _("What did I read that seems uncertain to me?"),
            _("What changes from one place to another?"),
        ),
        _("My questions, one a line"),
    ),
    PageKind.SPEECH: Guide(
        _("My speech"),
        _("Two minutes, standing, in front of the assembly. About 260 words, said calmly."),
        (
            _("Begin with a scene: a place, an hour, a gesture."),
            _("Say one need, one conflict, one request."),
            _("End with what you want people to remember on their way home."),
        ),
        _("What I will say"),
    ),
}

REFUSALS = {
    "page-too-long": _("This page is too long to be kept in one piece. What was kept before is still there."),
    "no-college": _("You are in no college: this page stays yours alone."),
    "species-unknown": _("This species cannot be chosen."),
    "too-many-photographs": _("The notebook holds twelve photographs. Take one out to add another."),
    "photograph-too-heavy": _("This picture is heavier than 15 MB. Send a lighter one."),
    "photograph-too-large": _("This picture has too many pixels. Make it smaller, then send it again."),
    "photograph-unreadable": _("This file is not a picture that we can read. Send a JPEG, a PNG or a WebP."),
}


def refused_text(error: Exception) -> str:
    """The sentence of a `NotebookRefused` or a `PhotographRefused`."""
    return str(REFUSALS[getattr(error, "id", "")])


def measure_text(measure: SpeechMeasure) -> str:
    """“212 mots, environ 1 min 40.”"""
    minutes, seconds = measure.minutes
    words = ngettext("%(count)d word", "%(count)d words", measure.words) % {"count": measure.words}
    lasting = gettext("%(minutes)d min %(seconds)02d") % {"minutes": minutes, "seconds": seconds}
    return gettext("%(words)s, about %(lasting)s aloud.") % {"words": words, "lasting": lasting}


def length_text(length: SpeechLength) -> str:
    return {
        SpeechLength.EMPTY: gettext("Nothing is written yet."),
        SpeechLength.SHORT: gettext("There is room left: add a scene, or a silence."),
        SpeechLength.RIGHT: gettext("That is two minutes. Read it aloud, standing."),
        SpeechLength.LONG: gettext("That is more than two minutes: take out what someone else will say."),
    }[length]
