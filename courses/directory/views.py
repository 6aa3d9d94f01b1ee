"""The public directory, an expert's own listing, and the message form."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.directory import api, rules
from courses.directory.data import ExpertCard, MessageVerdict
from courses.directory.forms import ListingForm, MessageForm, SearchForm
from courses.directory.messages import DeliveryFailed, Letter, new_token, relay, renewed_token, verdict
from media.addresses import visitor_address


def _page_number(request: HttpRequest) -> int:
    given = request.GET.get("page", "1")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1


def _filters(form: SearchForm) -> str:
    """The query string of the filters alone, for the links to other pages."""
    given = {name: form.cleaned_data.get(name, "") for name in ("departement", "region", "q")}
    return urlencode({name: value for name, value in given.items() if value})


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    groups = api.territory_groups()
    form = SearchForm(request.GET, groups=groups)
    found = api.search(query=form.query(), page=_page_number(request))
    page_obj = Paginator(range(found.total), api.PAGE_SIZE).get_page(found.number)
    context = {
        "form": form,
        "groups": groups,
        "found": found,
        "filters": _filters(form),
        "page_obj": page_obj,
    }
    return render(request, "directory/index.html", context)


@require_GET
def experts_json(request: HttpRequest) -> JsonResponse:
    """The same filters as the page; everyone at once, and never an e-mail address."""
    form = SearchForm(request.GET, groups=api.territory_groups())
    found = api.search(query=form.query(), size=None)
    experts = [_expert_json(request, expert) for expert in found.experts]
    return JsonResponse({"total": found.total, "experts": experts}, json_dumps_params={"ensure_ascii": False})


def _expert_json(request: HttpRequest, expert: ExpertCard) -> dict[str, Any]:
    return {
        "name": expert.name,
        "organisation": expert.organisation,
        "presentation": expert.presentation,
        "website": expert.website,
        "url": request.build_absolute_uri(reverse("directory:expert", args=[expert.slug])),
        "territories": [{"kind": str(ref.kind), "code": ref.code, "name": ref.name} for ref in expert.territories],
        "certificates": [
            {
                "title": line.title,
                "number": line.number,
                "partial": line.partial,
                "issued_at": line.issued_at.isoformat(),
                "url": request.build_absolute_uri(line.url),
            }
            for line in expert.credentials
        ],
    }


def _expert_or_404(slug: str) -> ExpertCard:
    expert = api.public_expert(slug=slug)
    if expert is None:
        raise Http404
    return expert


@require_GET
@never_cache
def expert(request: HttpRequest, slug: str) -> HttpResponse:
    card = _expert_or_404(slug)
    form = MessageForm(initial={"token": new_token(expert_id=card.id, now=timezone.now())})
    return render(request, "directory/expert.html", {"expert": card, "form": form})


# What a visitor is told when the message did not leave; their text is still in the form.
REFUSALS = {
    MessageVerdict.ROBOT: gettext_lazy(
        "Your message looks automatic, so it has not left. Leave the hidden field empty and send it again."
    ),
    MessageVerdict.TOO_FAST: gettext_lazy(
        "That was very fast. Your message has not left yet: read it once more, then send it again."
    ),
    MessageVerdict.STALE: gettext_lazy(
        "This page had been open for more than a day. Your message is still here: send it again."
    ),
    MessageVerdict.TOO_MANY: gettext_lazy(
        "Several messages have left from your connection within the hour. Yours is still here: send it again later."
    ),
    MessageVerdict.EXPERT_BUSY: gettext_lazy(
        "This person has received many messages today. Yours is still here: send it again tomorrow."
    ),
}


@require_POST
@never_cache
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Relays a message; on any refusal the page comes back with the text and the reason."""
    card = _expert_or_404(slug)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _write_again(request, card, form)
    reason = _send(card, form, visitor_address(request))
    if reason:
        form.add_error(None, reason)
        return _write_again(request, card, form)
    messages.success(
        request, _("Your message is on its way to %(name)s, who will answer you by e-mail.") % {"name": card.name}
    )
    return redirect("directory:expert", slug=slug)


def _send(card: ExpertCard, form: MessageForm, connection: str) -> str:
    """Sends the letter; the reason why it did not leave, or nothing when it did."""
    given, now = form.cleaned_data, timezone.now()
    decision = verdict(expert_id=card.id, trap=given["site"], token=given["token"], connection=connection, now=now)
    if decision is not MessageVerdict.ACCEPTED:
        return str(REFUSALS[decision])
    letter = Letter(given["name"], given["email"], given["organisation"], given["text"])
    try:
        relay(expert_id=card.id, letter=letter, connection=connection, now=now)
    except DeliveryFailed:
        return _("Our mail is out of order for the moment. Your message is still here: send it again in a few minutes.")
    return ""


def _write_again(request: HttpRequest, card: ExpertCard, form: MessageForm) -> HttpResponse:
    """The expert's page with the form as it was typed, and a token that will be accepted next time."""
    data = request.POST.copy()
    data["token"] = renewed_token(data.get("token", ""), expert_id=card.id, now=timezone.now())
    form.data = data
    return render(request, "directory/expert.html", {"expert": card, "form": form}, status=422)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The listing of the person signed in: what they write, where they work, whether they appear."""
    view, groups = api.listing_of(user=request.user), api.territory_groups()
    form = ListingForm(
        request.POST if request.method == "POST" else None,
        groups=groups,
        certified=view.certified,
        initial=_initial(request, view),
    )
    if request.method == "POST" and form.is_valid():
        saved = api.save_listing(user=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("You appear in the directory.") if saved.listed else _("Your listing is saved."))
        return redirect("directory:listing")
    ticked = frozenset(form["territories"].value() or ())
    opened = [(group, rules.is_ticked(group, ticked)) for group in groups]
    context = {"form": form, "groups": opened, "listing": view, "ticked": ticked}
    return render(request, "directory/listing.html", context, status=422 if form.errors else 200)


def _initial(request: HttpRequest, view: api.ListingView) -> dict[str, Any]:
    if view.expert is None:
        user: Any = request.user
        return {"display_name": user.get_full_name(), "organisation": getattr(user, "organisation", "")}
    names = ("display_name", "organisation", "presentation", "website", "listed")
    return {**{name: getattr(view.expert, name) for name in names}, "territories": sorted(view.ticked)}


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """One click, no question: out of the directory at once."""
    api.withdraw(user=request.user)
    messages.success(request, _("You no longer appear in the directory. Your listing stays here, for you alone."))
    return redirect("directory:listing")
