"""A loss, lived through: foresee it, see it, explain it, try an act. The address holds it all but one's own words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.living.data import Scenario
from modules.living.predicting import keep_prediction, prediction_of
from modules.living.scenarios import foreseen_address, loss_context, scenario_in
from modules.living.weaving import load_web

MOST_WORDS = 4000
# Words of visitors without an account stay in their session: a few losses, no more.
KEPT_IN_SESSION = 5
SESSION_KEY = "pv_living_predictions"


def loss_page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _foresee(request)
    context = loss_context(asked=request.GET)
    words = _words_of(request, context["scenario"])
    return render(request, "living/loss_page.html", context | words)


def _foresee(request: HttpRequest) -> HttpResponse:
    """Keeps what was foreseen, then shows; a word or a name is asked for, never more."""
    # PostgreSQL refuses the NUL character in a text.
    words = request.POST.get("mots", "").replace("\x00", "").strip()[:MOST_WORDS]
    scenario = scenario_in(request.POST, load_web().nodes)
    if not scenario.losses:
        return redirect("living:loss")
    if not words and not scenario.expected and "personne" not in request.POST:
        context = loss_context(asked=request.POST)
        error = _("Write a word, tick a name, or say that nobody would be touched: then the web answers.")
        return render(request, "living/loss_page.html", context | {"words": words, "error": error}, status=422)
    _keep(request, scenario, words)
    return redirect(reverse("living:loss") + foreseen_address(scenario=scenario) + "#ce-qui-arrive")


def _keep(request: HttpRequest, scenario: Scenario, words: str) -> None:
    if request.user.is_authenticated:
        keep_prediction(
            user=request.user,
            losses=scenario.losses,
            expected=scenario.expected,
            words=words,
            now=timezone.now(),
        )
        return
    kept = {**request.session.get(SESSION_KEY, {}), scenario.key: words}
    request.session[SESSION_KEY] = dict(list(kept.items())[-KEPT_IN_SESSION:])


def _words_of(request: HttpRequest, scenario: Scenario) -> dict[str, Any]:
    if not scenario.losses:
        return {"words": ""}
    if request.user.is_authenticated:
        known = prediction_of(user=request.user, losses=scenario.losses)
        return {"words": known.words if known else "", "foreseen_on": known.made_at if known else None}
    return {"words": request.session.get(SESSION_KEY, {}).get(scenario.key, "")}
