"""What the pages of a species, of a milieu and of the index show, each in a number of queries that does not grow."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue

from modules.living.blocks import TENSIONS
from modules.living.calendars import day_calendar, year_calendar
from modules.living.data import LivingWeb, WebFilters
from modules.living.drawing import draw_web
from modules.living.drawings import drawing_of
from modules.living.models import Interaction, Milieu, Species
from modules.living.models.acts import DOMAINS
from modules.living.neighbours import draw_neighbours
from modules.living.rules import busiest, filtered
from modules.living.studying import threads_of, told
from modules.living.weaving import load_web
from modules.living.wording import folded

LEVERS = dict(DOMAINS)
# Beyond, a drawing can no longer be read and a list no longer be gone through.
MOST_DRAWN, MOST_LINES, MOST_TOLD, MOST_TOLD_A_SIDE = 60, 160, 60, 40

# “la”, “de”, “d’”: no name is asked for with them.
SHORTEST_WORD = 3


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
        "depends_on": depends_on[:MOST_TOLD_A_SIDE],
        "more_depends_on": len(depends_on[MOST_TOLD_A_SIDE:]),
        "supports": supports[:MOST_TOLD_A_SIDE],
        "more_supports": len(supports[MOST_TOLD_A_SIDE:]),
        "neighbours": draw_neighbours(depends_on, supports),
        "unsourced": sum(link.to_confirm for link in links),
        "levers": levers_of(species),
        "tensions": tensions_of(species),
    }


def milieu_context(*, slug: str) -> dict[str, Any]:
    """A milieu's page: its inhabitants, and the web among them and their supports; of a large one, its busiest part."""
    milieu = Milieu.objects.published().select_related("reviewed_by", "audio").get(slug=slug)
    inhabitants = Species.objects.published().filter(milieu=milieu).select_related("milieu")
    web = _web_of(slug)
    drawn = busiest(web, nodes=MOST_DRAWN, strands=MOST_LINES)
    return {
        "milieu": milieu,
        "inhabitants": [(one, drawing_of(one.slug)) for one in inhabitants],
        "web": web,
        "drawn": drawn,
        "drawing": draw_web(drawn),
        "threads": told([strand.code for strand in web.strands[:MOST_TOLD]]),
        "levers": levers_of(milieu),
        "tensions": tensions_of(milieu),
    }


def _web_of(milieu: str) -> LivingWeb:
    """The links with an end in this milieu, both ends, and whoever lives there without a link."""
    web = load_web()
    if milieu not in web.milieus:
        return LivingWeb({}, (), web.milieus)
    return filtered(web, WebFilters(milieu=milieu))


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


def records_about(*, words: str) -> list[Species | Milieu]:
    """The published species with a page, then the milieus, whose names hold each of these words; two queries."""
    asked = [word for word in re.findall(r"\w+", folded(words)) if len(word) >= SHORTEST_WORD]
    if not asked:
        return []
    species = [one for one in Species.objects.published().spoken_for() if _named(_names(one), asked)]
    return [*species, *(one for one in Milieu.objects.published() if _named(one.name, asked))]


def _named(names: str, asked: Iterable[str]) -> bool:
    return all(word in folded(names) for word in asked)


def _names(species: Species) -> str:
    return " ".join((species.vernacular_name, species.other_names, species.scientific_name, species.group))


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
    return (
        _named(_names(species), folded(filters.words).split())
        and filters.group in {"", species.group}
        and filters.milieu in {"", species.milieu.slug if species.milieu else ""}
        and filters.red_list in {"", species.red_list}
    )
