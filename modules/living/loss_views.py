"""A loss, lived through: foresee it, see it, explain it, try an act. The address holds it all but one's own words."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from courses.learning import api as learning
from modules.living import predicting
from modules.living.data import Scenario
from modules.living.predicting import MOST_WORDS, Foreseen, TooManyWords
from modules.living.scenarios import foreseen_address, kept_losses, loss_context, scenario_in
from modules.living.weaving import load_web


@never_cache
def loss_page(request: HttpRequest) -> HttpResponse:
    """Never from a cache: whoever goes back must write over what is kept, not over what it was before."""
    if request.method == "POST":
        return _foresee(request)
    context = loss_context(asked=request.GET)
    if context["step"] == "choose":
        context["kept"] = kept_losses(web=context["web"], foreseen=_all_foreseen(request))
    return render(request, "living/loss_page.html", context | _foreseen_context(request, context["scenario"]))


def _foresee(request: HttpRequest) -> HttpResponse:
    """Keeps what was foreseen, then shows; a word or a name is asked for, never more."""
    sent = _sent(request)
    scenario = scenario_in(request.POST, load_web().nodes)
    if not scenario.losses:
        return redirect("living:loss")
    if not sent.text and not scenario.expected and "personne" not in request.POST:
        error = _("Write a word, tick a name, or say that nobody would be touched: then the web answers.")
        return _asked_again(request, sent, error)
    try:
        kept = _keep(request, scenario, sent)
    except TooManyWords as refused:
        return _asked_again(request, sent, _too_many(refused.length))
    if sent.text and kept.words != sent.text:
        messages.info(
            request,
            _("You had also written elsewhere about this loss: both texts are kept, one under the other."),
        )
    seen = foreseen_address(scenario=replace(scenario, expected=kept.expected))
    return redirect(reverse("living:loss") + seen + "#ce-qui-arrive")


def _sent(request: HttpRequest) -> learning.SentText:
    form = {name: request.POST.get(name, "") for name in ("version", "writer")}
    return learning.SentText.from_form(form | {"text": request.POST.get("mots", "").strip()})


def _asked_again(request: HttpRequest, sent: learning.SentText, error: str) -> HttpResponse:
    """The same form, with all that was typed: nothing is kept and nothing is lost."""
    context = loss_context(asked=request.POST)
    typed = {
        "words": sent.text,
        "version": sent.known,
        "error": error,
        "nobody": "personne" in request.POST,
        "most_words": MOST_WORDS,
    }
    return render(request, "living/loss_page.html", context | typed, status=422)


def _too_many(length: int) -> str:
    over = length - MOST_WORDS
    return ngettext(
        "Your text is %(over)s character too long: %(most)s at most. It is still here, but not kept yet: shorten it.",
        "Your text is %(over)s characters too long: %(most)s at most. It is still here, but not kept yet: shorten it.",
        over,
    ) % {"over": over, "most": number_format(MOST_WORDS, force_grouping=True)}


def _keep(request: HttpRequest, scenario: Scenario, sent: learning.SentText) -> Foreseen:
    wanted: dict[str, Any] = {
        "losses": scenario.losses,
        "expected": scenario.expected,
        "sent": sent,
        "now": timezone.now(),
    }
    if request.user.is_authenticated:
        return predicting.keep_prediction(user=request.user, **wanted)
    return predicting.keep_in_session(request.session, **wanted)


def _all_foreseen(request: HttpRequest) -> list[Foreseen]:
    if request.user.is_authenticated:
        return predicting.predictions_of(user=request.user)
    return predicting.session_predictions(request.session)


def _foreseen_context(request: HttpRequest, scenario: Scenario) -> dict[str, Any]:
    """What was foreseen of these losses; names in the address come before those that are kept."""
    if not scenario.losses:
        return {}
    kept = (
        predicting.prediction_of(user=request.user, losses=scenario.losses)
        if request.user.is_authenticated
        else predicting.session_prediction(request.session, losses=scenario.losses)
    )
    return {
        "words": kept.words,
        "version": kept.note.version,
        "foreseen_on": kept.made_at,
        "ticked": scenario.expected or kept.expected,
        "nobody": bool(kept.made_at) and not kept.expected,
        "most_words": MOST_WORDS,
    }
