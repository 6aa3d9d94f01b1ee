"""The directory's door: search, an expert's own listing, messages, personal data.

Whether someone is certified is asked of certification at each request, never copied: a revoked or expired
credential, or a withdrawn consent, takes effect at once on the page, the JSON and the sitemap.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.text import slugify

from courses.certification import api as certification
from courses.directory import rules
from courses.directory.data import (
    CredentialLine,
    DirectoryPage,
    DirectoryQuery,
    ExpertCard,
    Listing,
    Obstacle,
    TerritoryGroup,
    TerritoryKind,
    TerritoryRef,
)
from courses.directory.models import ContactMessage, Expert, Territory

__all__ = [
    "ListingView",
    "erase_personal_data",
    "listed_addresses",
    "listing_of",
    "personal_data_of",
    "public_expert",
    "restore",
    "save_listing",
    "search",
    "territory_groups",
    "withdraw",
    "withhold",
]

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class ListingView:
    """What its owner sees of a listing, and what keeps it out of the directory."""

    expert: Expert | None
    ticked: frozenset[str]
    obstacles: tuple[Obstacle, ...]
    certified: bool


def search(*, query: DirectoryQuery, page: int = 1, size: int | None = PAGE_SIZE) -> DirectoryPage:
    """One page of the experts who answer the query, whatever number there are in the same number of queries.

    A page number out of range gives the nearest page; `size=None` gives everyone.
    """
    credentials = _public_credentials()
    listings = _listings(credentials)
    regions = _region_of_departements()
    found = rules.search(listings, query, regions)
    size = size or max(len(found), 1)
    pages = max(1, -(-len(found) // size))
    number = min(max(page, 1), pages)
    shown = found[(number - 1) * size : number * size]
    return DirectoryPage(
        experts=_cards([listing.expert_id for listing in shown], credentials),
        total=len(found),
        number=number,
        pages=pages,
        covered=rules.covered(listings, regions),
    )


def public_expert(*, slug: str) -> ExpertCard | None:
    """The expert at this address, or None when nobody public is there (unknown, withdrawn, no longer certified)."""
    expert = Expert.objects.candidates().filter(slug=slug).values("pk", "user_id").first()
    if expert is None:
        return None
    valid = _valid_credentials([expert["user_id"]])
    return next(iter(_cards([expert["pk"]], valid)), None) if valid else None


def listed_addresses() -> list[tuple[str, datetime]]:
    """The slug and the last change of every public expert, for the sitemap."""
    credentials = _public_credentials()
    rows = Expert.objects.candidates().filter(user_id__in=credentials)
    return list(rows.order_by("pk").values_list("slug", "updated_at"))


def territory_groups() -> tuple[TerritoryGroup, ...]:
    """Régions and their départements, in reading order, overseas last."""
    rows = list(Territory.objects.select_related("region"))
    overseas = frozenset(row.code for row in rows if row.kind == "region" and row.zone == Territory.Zone.DROM)
    return rules.group_by_region([_territory_ref(row) for row in rows], overseas)


def listing_of(*, user: Any) -> ListingView:
    """The listing of this person, empty at first, with everything that keeps it hidden."""
    expert = Expert.objects.filter(user=user).first()
    ticked = (
        frozenset(_territory_ref(t).key for t in expert.territories.select_related("region")) if expert else frozenset()
    )
    certified = bool(_valid_credentials([user.pk]))
    if expert is None:
        nothing = Expert(listed=False).state(located=False)
        return ListingView(None, ticked, rules.obstacles(nothing, certified=certified), certified)
    state = expert.state(located=bool(ticked))
    return ListingView(expert, ticked, rules.obstacles(state, certified=certified), certified)


@transaction.atomic
def save_listing(
    *,
    user: Any,
    display_name: str,
    organisation: str,
    presentation: str,
    website: str,
    territories: Iterable[str],
    listed: bool,
    now: datetime,
) -> Expert:
    """Writes what a person says of themself; `territories` are keys such as `departement-29`.

    The address (`slug`) is chosen once, from the first name given, and does not change afterwards.
    """
    expert = Expert.objects.select_for_update().filter(user=user).first()
    if expert is None:
        expert = Expert(user=user, slug=_free_slug(display_name))
    expert.display_name, expert.organisation = display_name, organisation
    expert.presentation, expert.website = presentation, website
    expert.sort_name = rules.sort_name(display_name)
    expert.search_text = rules.normalise(f"{display_name} {organisation} {presentation}")
    expert.listed_at = (expert.listed_at or now) if listed else None
    expert.listed = listed
    expert.save()
    expert.territories.set(_territories(territories))
    return expert


def withdraw(*, user: Any) -> None:
    """Takes this person out of the directory at once; what they wrote stays theirs."""
    Expert.objects.filter(user=user).update(listed=False, listed_at=None)


def withhold(*, expert_id: int, reason: str, now: datetime) -> None:
    """The team's decision to hide someone, with its reason; their own choice is untouched."""
    Expert.objects.filter(pk=expert_id).update(withheld_at=now, withheld_reason=reason)


def restore(*, expert_id: int) -> None:
    """Ends the team's decision to hide someone."""
    Expert.objects.filter(pk=expert_id).update(withheld_at=None, withheld_reason="")


def personal_data_of(*, user: Any) -> dict[str, Any]:
    """The listing of this person and the messages they received; empty when they never opened one."""
    expert = Expert.objects.filter(user=user).first()
    if expert is None:
        return {}
    fields = ("slug", "display_name", "organisation", "presentation", "website", "listed", "listed_at")
    return {
        **{name: getattr(expert, name) for name in (*fields, "withheld_at", "withheld_reason")},
        "territories": [str(territory) for territory in expert.territories.all()],
        "messages_received": list(
            expert.messages.values("sender_name", "sender_email", "sender_organisation", "sent_at", "status")
        ),
    }


def erase_personal_data(*, user: Any) -> None:
    """Removes the listing, its messages, and the trace of the messages this person sent to others."""
    Expert.objects.filter(user=user).delete()
    address = getattr(user, user.get_email_field_name(), "")
    if address:
        ContactMessage.objects.filter(sender_email__iexact=address).delete()


def _public_credentials() -> dict[int, Sequence[CredentialLine]]:
    """The valid credentials of every candidate who has one, by user."""
    return _valid_credentials(list(Expert.objects.candidates().order_by().values_list("user_id", flat=True)))


def _valid_credentials(user_ids: Sequence[int]) -> dict[int, Sequence[CredentialLine]]:
    if not user_ids:
        return {}
    held = certification.valid_credentials(user_ids=user_ids)
    return {user_id: [_credential_line(info) for info in infos] for user_id, infos in held.items() if infos}


def _credential_line(info: Any) -> CredentialLine:
    return CredentialLine(
        title=info.title,
        number=info.number,
        url=info.url,
        partial=str(info.kind) == "partial",
        issued_at=info.issued_at,
        uuid=info.uuid,
    )


def _listings(credentials: Mapping[int, Any]) -> list[Listing]:
    rows = [
        row
        for row in Expert.objects.candidates().values_list("pk", "user_id", "sort_name", "search_text")
        if row[1] in credentials
    ]
    ticked = _ticked_codes()
    return [
        Listing(
            *row,
            departements=frozenset(ticked[row[0], TerritoryKind.DEPARTEMENT]),
            regions=frozenset(ticked[row[0], TerritoryKind.REGION]),
        )
        for row in rows
    ]


def _ticked_codes() -> dict[tuple[int, str], set[str]]:
    """The codes that each candidate ticked, by expert and kind of territory."""
    ticks = Expert.territories.through.objects.filter(expert__in=Expert.objects.candidates())
    ticked: dict[tuple[int, str], set[str]] = defaultdict(set)
    for expert_id, kind, code in ticks.values_list("expert_id", "territory__kind", "territory__code"):
        ticked[expert_id, kind].add(code)
    return ticked


def _region_of_departements() -> dict[str, str]:
    departements = Territory.objects.filter(kind=Territory.Kind.DEPARTEMENT)
    return dict(departements.values_list("code", "region__code"))


def _cards(expert_ids: Sequence[int], credentials: Mapping[int, Sequence[CredentialLine]]) -> tuple[ExpertCard, ...]:
    ticked = Prefetch("territories", queryset=Territory.objects.select_related("region"))
    experts = Expert.objects.prefetch_related(ticked).in_bulk(list(expert_ids))
    return tuple(_card(experts[pk], credentials[experts[pk].user_id]) for pk in expert_ids if pk in experts)


def _card(expert: Expert, credentials: Sequence[CredentialLine]) -> ExpertCard:
    territories = sorted((_territory_ref(row) for row in expert.territories.all()), key=lambda t: (t.kind, t.code))
    return ExpertCard(
        id=expert.pk,
        slug=expert.slug,
        name=expert.display_name,
        presentation=expert.presentation,
        organisation=expert.organisation,
        website=expert.website,
        territories=tuple(territories),
        credentials=tuple(credentials),
    )


def _territory_ref(row: Territory) -> TerritoryRef:
    region = row.code if row.region is None else row.region.code
    return TerritoryRef(kind=TerritoryKind(row.kind), code=row.code, name=row.name, region=region)


def _territories(keys: Iterable[str]) -> list[Territory]:
    wanted = set(keys)
    return [row for row in Territory.objects.select_related("region") if _territory_ref(row).key in wanted]


def _free_slug(display_name: str) -> str:
    base = slugify(display_name)[:70].strip("-") or "expert"
    taken = set(Expert.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
