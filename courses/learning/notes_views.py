"""HTTP in and out of notes and bookmarks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.learning import api
from courses.learning.blocks import places_in
from courses.learning.merging import SentText
from courses.learning.models import LessonPage
from courses.learning.views import visited
from courses.learning.wording import kept_label


@login_required
@require_POST
def note(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keeps a note. A script gets the text as it is kept, a form its page again."""
    page, visit = visited(request, page_id)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    try:
        saved = api.save_note(user=request.user, visit=visit, sent=SentText.from_form(request.POST))
    except api.NoteTooLong as error:
        if by_script:
            return JsonResponse({"id": error.id}, status=413)
        messages.error(
            request, _("This note is too long to be kept in one piece. What was kept before is still there.")
        )
        return redirect(f"{page.url}#mes-notes")
    words = kept_label(saved.updated_at, now=timezone.now())
    if by_script:
        told = {"text": saved.text, "version": saved.version, "merged": saved.merged, "words": words}
        return JsonResponse(told)
    if saved.merged:
        words = _("You also wrote elsewhere: both texts are kept, one under the other.")
    messages.success(request, words)
    return redirect(f"{page.url}#mes-notes")


@login_required
@require_POST
def bookmark(request: HttpRequest, page_id: int) -> HttpResponse:
    """Marks the lesson or a place in it, or takes the mark away."""
    page, visit = visited(request, page_id)
    places = places_in(page.body) if isinstance(page, LessonPage) else {}
    place = request.POST.get("place", "")
    marked = api.toggle_bookmark(user=request.user, visit=visit, place=place, places=places)
    messages.success(request, _("Marked: you will find it in your notes.") if marked else _("The mark is taken away."))
    return redirect(f"{page.url}#{f'lieu-{place}' if place else 'mes-notes'}")


@login_required
@require_safe
def notebook(request: HttpRequest) -> HttpResponse:
    """All notes and bookmarks, searched."""
    text = request.GET.get("texte", "").strip()[:100]
    context = {
        "text": text,
        "page": api.notebook_page(user=request.user, text=text, number=request.GET.get("page", 1)),
        "querystring": urlencode({"texte": text}) if text else "",
    }
    return _private(render(request, "learning/notebook.html", context))


@login_required
@require_safe
def notebook_export(request: HttpRequest) -> HttpResponse:
    """All notes and bookmarks, in a text file."""
    context: dict[str, Any] = {
        "lessons": api.notebook_of(user=request.user),
        "origin": request.build_absolute_uri("/").rstrip("/"),
    }
    response = HttpResponse(
        render_to_string("learning/notebook.md", context), content_type="text/markdown; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="mes-notes.md"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
