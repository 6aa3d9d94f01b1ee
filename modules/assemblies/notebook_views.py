"""HTTP in and out of the notebook. Nobody but its owner opens it; a picture of a shared page, their college too."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.learning import api as learning
from media.library.api import send_file
from modules.assemblies import notebook as keeping
from modules.assemblies.booklet import booklet_pdf, imposed
from modules.assemblies.models import NotebookPhotograph
from modules.assemblies.notebook import NotebookRefused
from modules.assemblies.notebook_rules import PageKind, measure_of
from modules.assemblies.notebook_wording import GUIDES, length_text, measure_text, refused_text
from modules.assemblies.photographs import PhotographRefused
from modules.assemblies.table import may_read
from modules.living import api as living
from modules.living.data import TieKind

NEIGHBOURS = {PageKind.ALLIES: TieKind.HELPS, PageKind.CONFLICTS: TieKind.OPPOSES}


@login_required
@require_safe
def notebook(request: HttpRequest) -> HttpResponse:
    """The notebook: one's species, the guided pages, the booklet."""
    book = keeping.notebook_of(user=request.user)
    context = {
        "book": book,
        "pages": [(kind, GUIDES[kind], page) for kind, page in book.pages.items()],
        "species_to_choose": () if book.species else living.spoken_for_species(),
        "in_assembly": bool(book.place and book.place.species),
    }
    return _private(render(request, "assemblies/notebook/notebook.html", context))


@login_required
@require_POST
def choose_species(request: HttpRequest) -> HttpResponse:
    """Chooses a species, for whoever has none from an assembly; an empty one lets choose again."""
    try:
        keeping.choose_species(user=request.user, slug=request.POST.get("species", ""))
    except NotebookRefused as error:
        messages.error(request, refused_text(error))
    return redirect("notebook:notebook")


@login_required
def page(request: HttpRequest, kind: PageKind) -> HttpResponse:
    """A guided page. A script gets the text as it is kept, a form its page again."""
    if request.method == "POST":
        return _save(request, kind)
    book = keeping.notebook_of(user=request.user)
    kinds = list(PageKind)
    index = kinds.index(kind)
    written = book.pages[kind]
    context = {
        "book": book,
        "kind": kind,
        "guide": GUIDES[kind],
        "page": written,
        "saved": learning.kept_label(written.updated_at, now=timezone.now()) if written and written.version else "",
        "photographs": list(written.photographs.all()) if written and kind is PageKind.OBSERVE else [],
        "next": (kinds[index + 1], GUIDES[kinds[index + 1]].title) if index + 1 < len(kinds) else None,
        "previous": (kinds[index - 1], GUIDES[kinds[index - 1]].title) if index else None,
        "neighbours": _neighbours(book.species.slug, kind) if book.species else [],
        **_measured(kind, written.text if written else ""),
    }
    return _private(render(request, "assemblies/notebook/page.html", context))


def _neighbours(slug: str, kind: PageKind) -> list[Any]:
    """What the web already knows, beside the pages on allies and conflicts."""
    wanted = NEIGHBOURS.get(kind)
    return [link for found, link in living.links_of(slug=slug) if found is wanted] if wanted else []


def _measured(kind: PageKind, text: str) -> dict[str, Any]:
    if kind is not PageKind.SPEECH:
        return {}
    measure = measure_of(text)
    return {"measure": measure, "measure_text": measure_text(measure), "length_text": length_text(measure.length)}


def _save(request: HttpRequest, kind: PageKind) -> HttpResponse:
    by_script = request.headers.get("X-Requested-With") == "fetch"
    try:
        kept, merged = keeping.save_page(user=request.user, kind=kind, sent=learning.SentText.from_form(request.POST))
    except NotebookRefused as error:
        if by_script:
            return JsonResponse({"id": error.id}, status=413)
        messages.error(request, refused_text(error))
        return redirect("notebook:page", kind=kind)
    words = learning.kept_label(kept.updated_at, now=timezone.now())
    if by_script:
        return JsonResponse({"text": kept.text, "version": kept.version, "merged": merged, "words": words})
    if merged:
        words = _("You also wrote elsewhere: both texts are kept, one under the other.")
    messages.success(request, words)
    return redirect("notebook:page", kind=kind)


@login_required
@require_POST
def share(request: HttpRequest, kind: PageKind) -> HttpResponse:
    """Shares a page with one's college, or takes it back."""
    shared = request.POST.get("shared") == "1"
    try:
        keeping.share_page(user=request.user, kind=kind, shared=shared)
    except NotebookRefused as error:
        messages.error(request, refused_text(error))
    else:
        said = _("Your college can read this page.") if shared else _("This page is yours alone again.")
        messages.success(request, said)
    return redirect("notebook:page", kind=kind)


@login_required
@require_POST
def add_photograph(request: HttpRequest) -> HttpResponse:
    """Adds a picture to the observation page."""
    file = request.FILES.get("photograph")
    if file is not None:
        try:
            keeping.add_photograph(user=request.user, file=file, caption=request.POST.get("caption", "").strip())
        except (NotebookRefused, PhotographRefused) as error:
            messages.error(request, refused_text(error))
        else:
            messages.success(request, _("The photograph is in your notebook. Its place and its date were taken out."))
    return redirect("notebook:page", kind=PageKind.OBSERVE)


@login_required
@require_POST
def remove_photograph(request: HttpRequest, photograph: uuid.UUID) -> HttpResponse:
    """Forgets a picture."""
    keeping.remove_photograph(user=request.user, photograph=photograph)
    return redirect("notebook:page", kind=PageKind.OBSERVE)


@login_required
@require_safe
def photograph(request: HttpRequest, photograph: uuid.UUID) -> HttpResponseBase:
    """A picture, for its owner and for whoever may read the shared page that holds it; 404 for anybody else."""
    found = get_object_or_404(
        NotebookPhotograph.objects.select_related("page__notebook", "page__college__assembly"), uuid=photograph
    )
    own = found.page.notebook.user_id == request.user.pk
    if not own and not may_read(user=request.user, page=found.page):
        raise Http404
    try:
        file = found.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = send_file(request=request, file=file, size=found.file.size, name="photo.jpg", content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def booklet(request: HttpRequest) -> HttpResponse:
    """The notebook as a small book: A5 pages, or with `?pliage=1` sheets of A4 to fold and staple."""
    book = keeping.notebook_of(user=request.user)
    user: Any = request.user
    pdf = booklet_pdf(book=book, name=user.get_full_name())
    if request.GET.get("pliage"):
        pdf = imposed(pdf)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="mon-carnet.pdf"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
