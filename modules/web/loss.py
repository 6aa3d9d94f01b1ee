"""What is lost when nodes go, and what comes back when someone acts, by what each one needs.

Topological extinction (`modules.web.robustness`) is false on a partial web, where a diet lacks most of its
items. Here, links that are obligatory join by AND and alternatives by OR (the demand of each consumer for its
essential resources, as in the Boolean dependences of Dunne et al. 2002 refined by necessity); "lost" needs
proof: an obligatory support that is gone, or a diet known to be complete and all gone. Whatever else was
touched is weakened, with the reasons.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from modules.web.data import Consequence, Dependence, DependenceWeb, Fate, Help, Regain, Stage

NO_HELP = Help()
RANK = {Fate.SAFE: 0, Fate.WEAKENED: 1, Fate.LOST: 2}


def consequences(web: DependenceWeb, removed: Sequence[str], *, help: Help = NO_HELP) -> list[Consequence]:
    """What each touched node lives when `removed` are gone: the removed first, then wave by wave.

    A node is lost when an obligate support is lost, or when its diet is exhaustive and all gone (a link to
    oneself feeds nobody). It is weakened when any support it has is lost. A result that rests on an interaction
    without a reference, or on a result that does, is marked `to_confirm`. Nodes that `help` gives back are not
    removed; the interactions that it holds count as kept. Raises `KeyError` for an unknown node.
    """
    _check_known(web, [*removed, *help.nodes])
    needs = _needs(web, help.held)
    gone = dict.fromkeys(name for name in removed if name not in help.nodes)
    found = {name: Consequence(name, Fate.LOST, 0) for name in gone}
    step = 0
    while wave := _next_losses(web, needs, found, step := step + 1):
        found.update({consequence.node: consequence for consequence in wave})
    weakened = [_weakened(node, needs[node], found) for node in web.nodes if node not in found]
    return [*found.values(), *sorted(filter(None, weakened), key=lambda one: one.step)]


def cascade(web: DependenceWeb, removed: Sequence[str], *, help: Help = NO_HELP) -> tuple[Stage, ...]:
    """The losses in the order given, each with what it adds to those before: nodes newly touched or worse off.

    The end does not depend on the order: the last stage closes on `consequences` of them all. Among nodes that
    fall in the same wave, the order is the web's own. A removal of a node already lost adds nothing.
    """
    before: dict[str, Consequence] = {}
    stages = []
    for count, name in enumerate(removed, start=1):
        after = consequences(web, removed[:count], help=help)
        fresh = tuple(one for one in after if _is_worse(one, before.get(one.node)))
        stages.append(Stage(name, tuple(one for one in fresh if one.node != name)))
        before = {one.node: one for one in after}
    return tuple(stages)


def recovery(web: DependenceWeb, removed: Sequence[str], *, help: Help) -> tuple[Regain, ...]:
    """Who regains when `help` comes after `removed`: what was given back first, then the others in the web's order.

    A node that is given back and cannot hold, because what it needs is still missing, does not regain.
    """
    before = {one.node: one for one in consequences(web, removed)}
    after = {one.node: one for one in consequences(web, removed, help=help)}
    order = [*(name for name in removed if name in help.nodes), *web.nodes]
    regains = []
    for name in dict.fromkeys(order):
        was, now = _fate(before.get(name)), _fate(after.get(name))
        if RANK[now] < RANK[was]:
            regains.append(Regain(name, was, now, before[name].reasons, before[name].to_confirm))
    return tuple(regains)


def remaining(web: DependenceWeb, node: str, touched: Iterable[Consequence]) -> tuple[str, ...]:
    """The supports that `node` still has, in the web's order, when the losses among `touched` are gone."""
    gone = {one.node for one in touched if one.fate is Fate.LOST}
    own = {one.support for one in web.dependences if one.dependent == node and one.support != node}
    return tuple(name for name in web.nodes if name in own - gone)


def _fate(consequence: Consequence | None) -> Fate:
    return consequence.fate if consequence else Fate.SAFE


def _is_worse(now: Consequence, before: Consequence | None) -> bool:
    return before is None or RANK[now.fate] > RANK[before.fate] or set(now.reasons) > set(before.reasons)


def _check_known(web: DependenceWeb, names: Collection[str]) -> None:
    known = set(web.nodes)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise KeyError(unknown[0])


def _needs(web: DependenceWeb, held: Collection[str]) -> dict[str, list[Dependence]]:
    """What each node may miss. A held interaction stays, met by something that is not in the web: it still counts
    as food of an exhaustive diet, and nothing takes it away."""
    needs: dict[str, list[Dependence]] = {node: [] for node in web.nodes}
    for dependence in web.dependences:
        if dependence.interaction in held:
            dependence = _kept(dependence)
        needs[dependence.dependent].append(dependence)
    return needs


def _kept(dependence: Dependence) -> Dependence:
    return Dependence(
        dependent=dependence.dependent,
        support="",
        need=dependence.need,
        obligate=dependence.obligate,
        interaction=dependence.interaction,
        sourced=dependence.sourced,
    )


def _next_losses(
    web: DependenceWeb, needs: Mapping[str, list[Dependence]], found: Mapping[str, Consequence], step: int
) -> list[Consequence]:
    wave = []
    for node in web.nodes:
        reasons = () if node in found else _fatal(node, needs[node], found, node in web.exhaustive)
        if reasons:
            wave.append(Consequence(node, Fate.LOST, step, reasons, _to_confirm(reasons, found)))
    return wave


def _fatal(
    node: str, needs: Sequence[Dependence], found: Mapping[str, Consequence], exhaustive: bool
) -> tuple[Dependence, ...]:
    obligate = tuple(need for need in needs if need.obligate and need.support in found and need.support != node)
    if obligate:
        return obligate
    food = [need for need in needs if need.need == "food" and need.support != node]
    if exhaustive and food and all(need.support in found for need in food):
        return tuple(food)
    return ()


def _weakened(node: str, needs: Sequence[Dependence], found: Mapping[str, Consequence]) -> Consequence | None:
    reasons = tuple(need for need in needs if need.support in found)
    if not reasons:
        return None
    step = 1 + min(found[need.support].step for need in reasons)
    return Consequence(node, Fate.WEAKENED, step, reasons, _to_confirm(reasons, found))


def _to_confirm(reasons: Iterable[Dependence], found: Mapping[str, Consequence]) -> bool:
    return any(not need.sourced or found[need.support].to_confirm for need in reasons)
