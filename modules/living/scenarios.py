"""The page of losses: what its address asks for, step by step; nothing is shown before it was foreseen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from modules.living.acting import help_of, load_remedies
from modules.living.data import LivingWeb, Remedy, Scenario, WebNode
from modules.living.losing import affected_slugs, cascade_view, confronted, loss_drawing, recovery_view
from modules.living.predicting import Foreseen
from modules.living.rules import dependence_web_of
from modules.living.weaving import load_web
from modules.living.wording import listed
from modules.web.data import Consequence, DependenceWeb, Fate, Help
from modules.web.loss import consequences, recovery

MOST_LOSSES = 3
MOST_OFFERED = 120
MOST_LISTED = 20
MOST_COMPARED = 100
FATES = {Fate.SAFE: _("holds"), Fate.WEAKENED: _("wavers"), Fate.LOST: _("disappears")}
SIGNS = {Fate.SAFE: "●", Fate.WEAKENED: "◌", Fate.LOST: "✕"}


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that may be tried, and how many it would help after these losses."""

    remedy: Remedy
    helped: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What becomes of a node in one scenario, its `column`; `removed` when the scenario itself takes it away."""

    column: str
    sign: str
    label: Any
    removed: bool


@dataclass(frozen=True, slots=True)
class KeptLoss:
    """Losses that someone already foresaw; without an address when one of these pages is no longer published."""

    names: str
    words: str
    made_at: datetime | None
    address: str


def scenario_in(asked: QueryDict, known: Iterable[str]) -> Scenario:
    """What the address asks for, among nodes that exist; repeated or too many names are left out."""
    slugs = set(known)

    def chosen(name: str, most: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slug for slug in asked.getlist(name) if slug in slugs))[:most]

    return Scenario(
        losses=chosen("perte", MOST_LOSSES),
        expected=chosen("prevu", MOST_OFFERED),
        seen=asked.get("vu") == "1",
        act=asked.get("geste", ""),
        others=chosen("autre", MOST_LOSSES),
    )


def address_of(scenario: Scenario) -> str:
    """The query that shows this scenario to whoever opens it."""
    pairs = [("perte", slug) for slug in scenario.losses]
    pairs += [("prevu", slug) for slug in scenario.expected]
    pairs += [("vu", "1")] if scenario.seen else []
    pairs += [("geste", scenario.act)] if scenario.act else []
    pairs += [("autre", slug) for slug in scenario.others]
    return "?" + urlencode(pairs)


def loss_context(*, asked: QueryDict) -> dict[str, Any]:
    """What the step that is asked for needs; six queries at most."""
    web = load_web()
    scenario = scenario_in(asked, web.nodes)
    wanted = list(dict.fromkeys(slug for slug in asked.getlist("perte") if slug))
    context = {
        "web": web,
        "scenario": scenario,
        "most_losses": MOST_LOSSES,
        "unknown": any(slug not in web.nodes for slug in wanted),
        "left_out": _in_words(web, [slug for slug in wanted if slug in web.nodes][MOST_LOSSES:]),
        "losses": [web.nodes[slug] for slug in scenario.losses],
        "ranks": _ranks(scenario.losses),
        **_choices(web),
    }
    if not scenario.losses:
        return context | {"step": "choose"}
    if not scenario.seen:
        return context | {"step": "predict", **_offered(web, scenario.losses)}
    return context | {"step": "see", **_seen(web, scenario)}


def kept_losses(*, web: LivingWeb, foreseen: Sequence[Foreseen]) -> dict[str, Any]:
    """The last losses that someone foresaw, each with the address that goes on from there; how many more there are."""
    return {
        "losses": [_kept_loss(web, one) for one in foreseen[:MOST_LISTED]],
        "more": len(foreseen[MOST_LISTED:]),
    }


def _kept_loss(web: LivingWeb, one: Foreseen) -> KeptLoss:
    known = all(slug in web.nodes for slug in one.losses)
    expected = tuple(slug for slug in one.expected if slug in web.nodes)
    return KeptLoss(
        names=", ".join(web.nodes[slug].title if slug in web.nodes else slug for slug in one.losses),
        words=one.words,
        made_at=one.made_at,
        address=address_of(Scenario(one.losses, expected, seen=True)) if known else "",
    )


def _in_words(web: LivingWeb, slugs: Iterable[str]) -> str:
    return listed([web.nodes[slug].name for slug in slugs])


def _ranks(losses: Sequence[str]) -> list[tuple[Any, str]]:
    names = (_("First"), _("Then"), _("And then"))
    return [(name, losses[index] if index < len(losses) else "") for index, name in enumerate(names)]


def _choices(web: LivingWeb) -> dict[str, Any]:
    nodes = sorted(web.nodes.values(), key=lambda node: slugify(node.title))
    return {
        "spoken_for": [node for node in nodes if node.spoken_for],
        "supporting": [node for node in nodes if not node.spoken_for],
    }


def _offered(web: LivingWeb, losses: Sequence[str]) -> dict[str, Any]:
    """Whom one may tick, by milieu: those someone speaks for first; a large web offers its first names only."""
    nodes = [node for node in web.nodes.values() if node.slug not in losses]
    kept = sorted(nodes, key=lambda node: (not node.spoken_for, slugify(node.title)))[:MOST_OFFERED]
    groups: list[tuple[Any, list[WebNode]]] = [
        (name, [one for one in kept if one.milieu == slug]) for slug, name in web.milieus.items()
    ]
    groups.append((_("Those who hold them"), [one for one in kept if not one.spoken_for]))
    return {
        "offered": [(name, found) for name, found in groups if found],
        "offered_count": len(kept),
        "not_offered": len(nodes) - len(kept),
    }


def _seen(web: LivingWeb, scenario: Scenario) -> dict[str, Any]:
    remedies = load_remedies()
    remedy = next((one for one in remedies if one.slug == scenario.act), None)
    view = cascade_view(web=web, removed=scenario.losses)
    touched = affected_slugs(web=web, removed=scenario.losses)
    return {
        **view,
        "foreseen": confronted(web=web, expected=scenario.expected, affected=touched, removed=scenario.losses),
        "drawing": loss_drawing(web=web, found=view["found"]),
        "offers": _offers(web, scenario, remedies),
        "again": address_of(Scenario(scenario.losses, scenario.expected)),
        **_after(web, scenario, remedy),
        **_compared(web, scenario, remedy),
    }


def _offers(web: LivingWeb, scenario: Scenario, remedies: Iterable[Remedy]) -> list[Offer]:
    """Every act, those that help these losses first."""
    needs = dependence_web_of(web)
    offers = [
        Offer(
            remedy=remedy,
            helped=len(recovery(needs, scenario.losses, help=help_of(remedy, web))),
            chosen=remedy.slug == scenario.act,
        )
        for remedy in remedies
    ]
    return sorted(offers, key=lambda one: not one.helped)


def _after(web: LivingWeb, scenario: Scenario, remedy: Remedy | None) -> dict[str, Any]:
    if remedy is None:
        return {"remedy": None}
    view = recovery_view(web=web, removed=scenario.losses, help=help_of(remedy, web))
    back = [one.slug for one in (*(regained.node for regained in view["regained"]), *view["regained_others"])]
    return {
        "remedy": remedy,
        **view,
        "drawing_after": loss_drawing(web=web, found=view["after"], regained=back, key="geste"),
    }


def _compared(web: LivingWeb, scenario: Scenario, remedy: Remedy | None) -> dict[str, Any]:
    """Scenarios side by side: the loss, the loss then the act, another loss; nothing when there is but one."""
    needs = dependence_web_of(web)
    columns = [(_names(web, scenario.losses), scenario.losses, Help())]
    if remedy:
        columns.append((remedy.name, scenario.losses, help_of(remedy, web)))
    if scenario.others:
        columns.append((_names(web, scenario.others), scenario.others, Help()))
    if len(columns) == 1:
        return {"compared": None}
    fates = [(name, _fates(needs, losses, help)) for name, losses, help in columns]
    touched = [slug for slug in web.nodes if any(slug in found for _name, found in fates)]
    lines = [(web.nodes[slug], [_cell(name, found, slug) for name, found in fates]) for slug in touched]
    if len(lines) > MOST_COMPARED:
        lines.sort(key=lambda line: len({cell.sign for cell in line[1]}) == 1)
    names = [name for name, _losses, _help in columns]
    return {"compared": {"columns": names, "lines": lines[:MOST_COMPARED], "every": len(lines)}}


def _names(web: LivingWeb, slugs: Iterable[str]) -> str:
    return ", ".join(web.nodes[slug].title for slug in slugs)


def _fates(needs: DependenceWeb, losses: Sequence[str], help: Help) -> Mapping[str, Consequence]:
    return {one.node: one for one in consequences(needs, losses, help=help)}


def _cell(column: str, found: Mapping[str, Consequence], slug: str) -> Cell:
    one = found.get(slug)
    fate = one.fate if one else Fate.SAFE
    return Cell(column, SIGNS[fate], FATES[fate], removed=bool(one and one.step == 0))


def foreseen_address(*, scenario: Scenario) -> str:
    """Where someone goes once they have foreseen."""
    return address_of(replace(scenario, seen=True))
