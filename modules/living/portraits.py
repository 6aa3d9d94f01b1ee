"""What the pages of a species, of a milieu and of the index show, each in a number of queries that does not grow."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue

from modules.living.blocks import TENSIONS
from modules.living.calendars import day_calendar, year_calendar
from modules.living.drawing import draw
from modules.living.drawings import drawing_of
from modules.living.models import Interaction, Milieu, Species
from modules.living.models.acts import DOMAINS
from modules.living.neighbours import draw_neighbours
from modules.living.studying import ends_of, published_links, thread_of, threads_of
from modules.living.wording import folded

LEVERS = dict(DOMAINS)


@dataclass(frozen=True, slots=True)
class IndexFilters:
    """What the index of species is asked to show; empty keeps everything."""

    words: str = ""
    group: str = ""
    milieu: str = ""
    red_list: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.group or self.milieu or self.red_list)


def species_context(*, slug: str) -> dict[str, Any]:
    """A species' page; `Species.DoesNotExist` when it is not published."""
    species = Species.objects.published().select_related("milieu", "reviewed_by", "audio").get(slug=slug)
    links = list(Interaction.objects.published().touching(species.pk).with_ends())
    depends_on, supports = threads_of(links, species, depends=True), threads_of(links, species, depends=False)
    return {
        "species": species,
        "drawn": drawing_of(slug),
        "day": day_calendar(_values(species.day)),
        "year": year_calendar(_values(species.year)),
        "depends_on": depends_on,
        "supports": supports,
        "neighbours": draw_neighbours(depends_on, supports),
        "unsourced": sum(link.to_confirm for link in links),
        "levers": levers_of(species),
        "tensions": tensions_of(species),
    }


def milieu_context(*, slug: str) -> dict[str, Any]:
    """A milieu's page: its inhabitants, and the web among them and their supports."""
    milieu = Milieu.objects.published().select_related("reviewed_by", "audio").get(slug=slug)
    milieus = Milieu.objects.published()
    inhabitants = list(Species.objects.published().filter(milieu=milieu).select_related("milieu"))
    ids = {one.pk for one in inhabitants}
    links = [link for link in published_links() if link.source_id in ids or link.target_id in ids]
    return {
        "milieu": milieu,
        "inhabitants": [(one, drawing_of(one.slug)) for one in inhabitants],
        "drawing": draw(ends_of(links, inhabitants), links, milieus=[one.slug for one in milieus]),
        "threads": [thread_of(link, link.source) for link in links],
        "levers": levers_of(milieu),
        "tensions": tensions_of(milieu),
    }


def index_context(*, filters: IndexFilters) -> dict[str, Any]:
    """The species that someone may speak for and that answer the filters, by milieu, with what can be asked."""
    every = list(Species.objects.published().spoken_for().select_related("milieu"))
    milieus = list(Milieu.objects.published())
    found = [one for one in every if _answers(one, filters)]
    return {
        "filters": filters,
        "found": len(found),
        "milieus": milieus,
        "kinds": sorted({one.group for one in every if one.group}, key=folded),
        "categories": [(code, label) for code, label in _categories() if code in {one.red_list for one in every}],
        "groups": [
            (milieu, [(one, drawing_of(one.slug)) for one in found if one.milieu_id == milieu.pk])
            for milieu in milieus
            if any(one.milieu_id == milieu.pk for one in found)
        ],
    }


def levers_of(record: Species | Milieu) -> list[tuple[Any, str]]:
    """What a local authority can do, in the order of `Lever`; a key we do not know is said as it is."""
    known = [(label, record.levers[lever]) for lever, label in LEVERS.items() if record.levers.get(lever)]
    return [*known, *((key, act) for key, act in record.levers.items() if key not in LEVERS)]


def tensions_of(record: Species | Milieu) -> list[tuple[Any, str]]:
    labels = dict(TENSIONS)
    return [(labels.get(row["tension"], row["tension"]), row["text"]) for row in _values(record.tensions)]


def _values(stream: StreamValue) -> Iterable[Any]:
    return [child.value for child in stream]


def _categories() -> list[tuple[str, Any]]:
    return list(Species._meta.get_field("red_list").choices or [])


def _answers(species: Species, filters: IndexFilters) -> bool:
    names = folded(" ".join((species.vernacular_name, species.other_names, species.scientific_name, species.group)))
    return (
        all(word in names for word in folded(filters.words).split())
        and filters.group in {"", species.group}
        and filters.milieu in {"", species.milieu.slug if species.milieu else ""}
        and filters.red_list in {"", species.red_list}
    )
