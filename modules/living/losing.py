"""Loss and recovery, told: who goes, who wavers, through which interaction and on whose word, and who comes back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modules.living.data import LivingWeb, Mark, WebNode
from modules.living.drawing import draw_web
from modules.living.rules import dependence_web_of, part_of
from modules.living.wording import listed, tell
from modules.web.data import Consequence, Dependence, DependenceWeb, Fate, Help
from modules.web.loss import cascade, consequences, recovery, remaining

MARKS = {Fate.LOST: Mark.LOST, Fate.WEAKENED: Mark.WEAKENED}
MOST_DRAWN = 60
# Beyond, names without their reasons: nobody reads a thousand of them.
MOST_TOLD = 60


@dataclass(frozen=True, slots=True)
class Reason:
    """An interaction that explains a fate: its sentence, and what it is worth."""

    sentence: str
    obligate: bool
    reference: str

    @property
    def to_confirm(self) -> bool:
        return not self.reference


@dataclass(frozen=True, slots=True)
class Affected:
    """What one node lives, with its reasons; `left` lists, as in a sentence, what it can still count on."""

    node: WebNode
    fate: Fate
    step: int
    reasons: tuple[Reason, ...]
    to_confirm: bool
    left: str = ""

    @property
    def lost(self) -> bool:
        return self.fate is Fate.LOST


@dataclass(frozen=True, slots=True)
class ToldStage:
    """One loss of the series, and what it adds; `others` are touched too, more than can be told."""

    number: int
    node: WebNode
    already_lost: bool
    affected: tuple[Affected, ...]
    others: tuple[WebNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Regained:
    """A node that an act helped; `given` when the act itself gives it back, `held` when it wavers still."""

    node: WebNode
    was_lost: bool
    wavers: bool
    given: bool
    reasons: tuple[Reason, ...]
    to_confirm: bool


def cascade_view(*, web: LivingWeb, removed: Sequence[str], help: Help | None = None) -> dict[str, Any]:
    """The ordered cascade of `removed`, and its drawing; unknown names are left out."""
    losses = list(dict.fromkeys(slug for slug in removed if slug in web.nodes))
    needs = dependence_web_of(web)
    found = consequences(needs, losses, help=help or Help())
    others = [one for one in found if one.node not in losses]
    return {
        "losses": [web.nodes[slug] for slug in losses],
        "stages": _stages(web, needs, losses, help or Help()),
        "lost_count": sum(one.fate is Fate.LOST for one in others),
        "weakened_count": sum(one.fate is Fate.WEAKENED for one in others),
        "unsure_count": sum(one.to_confirm for one in others),
        "found": found,
    }


def affected_slugs(*, web: LivingWeb, removed: Sequence[str]) -> list[str]:
    """Those whom these losses touch, the lost ones themselves left out."""
    found = consequences(dependence_web_of(web), removed)
    return [one.node for one in found if one.node not in removed]


def loss_drawing(
    *, web: LivingWeb, found: Iterable[Consequence], regained: Iterable[str] = (), key: str = "perte"
) -> Any:
    """The touched nodes, those that they lost and those they still have, each with its mark; None when too many."""
    marks = {one.node: MARKS[one.fate] for one in found} | dict.fromkeys(regained, Mark.REGAINED)
    strands = [strand for strand in web.strands if {strand.source, strand.target} & set(marks)]
    close = [one for one in strands if {one.source, one.target} <= set(marks)]
    ends = {end for one in strands for end in (one.source, one.target)} | set(marks)
    if len(ends) > MOST_DRAWN:
        ends, strands = set(marks), close
    if not marks or len(ends) > 2 * MOST_DRAWN:
        return None
    return draw_web(part_of(web, ends, strands), marks=marks, key=key)


def _stages(web: LivingWeb, needs: DependenceWeb, losses: Sequence[str], help: Help) -> list[ToldStage]:
    stages, gone = [], set[str]()
    for number, stage in enumerate(cascade(needs, losses, help=help), start=1):
        so_far = consequences(needs, losses[:number], help=help)
        affected = tuple(_affected(web, needs, one, so_far) for one in stage.touched[:MOST_TOLD])
        others = tuple(web.nodes[one.node] for one in stage.touched[MOST_TOLD:])
        stages.append(ToldStage(number, web.nodes[stage.removed], stage.removed in gone, affected, others))
        gone = {one.node for one in so_far if one.fate is Fate.LOST}
    return stages


def _affected(web: LivingWeb, needs: DependenceWeb, one: Consequence, so_far: Sequence[Consequence]) -> Affected:
    left = remaining(needs, one.node, so_far) if one.fate is Fate.WEAKENED else ()
    return Affected(
        node=web.nodes[one.node],
        fate=one.fate,
        step=one.step,
        reasons=reasons_of(web, one.reasons),
        to_confirm=one.to_confirm,
        left=listed([web.nodes[slug].name for slug in left]),
    )


def reasons_of(web: LivingWeb, needs: Iterable[Dependence]) -> tuple[Reason, ...]:
    obligate = {need.interaction: need.obligate for need in needs}
    strands = {strand.code: strand for strand in web.strands if strand.code in obligate}
    return tuple(
        Reason(tell(strands[code], web), is_obligate, strands[code].reference) for code, is_obligate in obligate.items()
    )


def recovery_view(*, web: LivingWeb, removed: Sequence[str], help: Help) -> dict[str, Any]:
    """Who regains when `help` comes after these losses, told up to `MOST_TOLD`, and what is still touched."""
    needs = dependence_web_of(web)
    regains = recovery(needs, removed, help=help)
    regained = [
        Regained(
            node=web.nodes[one.node],
            was_lost=one.before is Fate.LOST,
            wavers=one.after is Fate.WEAKENED,
            given=one.node in help.nodes,
            reasons=reasons_of(web, one.reasons),
            to_confirm=one.to_confirm,
        )
        for one in regains[:MOST_TOLD]
    ]
    return {
        "regained": regained,
        "regained_count": len(regains),
        "regained_others": [web.nodes[one.node] for one in regains[MOST_TOLD:]],
        "after": consequences(needs, removed, help=help),
    }


def confronted(
    *, web: LivingWeb, expected: Iterable[str], affected: Iterable[str], removed: Iterable[str]
) -> Mapping[str, list[WebNode]]:
    """What someone expected beside what the web says: `seen` by both, `unseen` by them, `held` by the web."""
    wanted, touched = set(expected) - set(removed), set(affected)
    return {
        "seen": [node for slug, node in web.nodes.items() if slug in wanted & touched],
        "unseen": [node for slug, node in web.nodes.items() if slug in touched - wanted],
        "held": [node for slug, node in web.nodes.items() if slug in wanted - touched],
    }
