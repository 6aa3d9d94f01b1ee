"""Which libraries a content needs, in the order in which browsers must load them."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from media.h5p.engine.names import LibraryName


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a library names in its ``library.json``."""

    preloaded: tuple[LibraryName, ...] = ()
    dynamic: tuple[LibraryName, ...] = ()
    editor: tuple[LibraryName, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The closure of some libraries.

    order: what to preload; each library comes after those it depends on, but inside a cycle.
    dynamic: what may be asked for later, with its own dependencies, in order, none of ``order`` among them.
    missing: libraries that are named and not known.
    cycles: pairs (library, dependency) left out of the ordering because they close a circle.
    """

    order: tuple[LibraryName, ...]
    dynamic: tuple[LibraryName, ...] = ()
    missing: tuple[LibraryName, ...] = ()
    cycles: tuple[tuple[LibraryName, LibraryName], ...] = ()


DependenciesOf = Callable[[LibraryName], Dependencies | None]


def resolve(roots: Iterable[LibraryName], *, dependencies_of: DependenciesOf, editor: bool = False) -> Resolution:
    """Everything that these libraries need. ``dependencies_of`` answers None for a library the host lacks.

    With ``editor`` the libraries of the authoring forms are part of ``order``. The order is that of a
    depth-first walk, so it only depends on the order of the roots and of each library's own list.
    """
    walk = _Walk(dependencies_of, editor)
    for root in roots:
        walk.visit(root)
    order = tuple(walk.done)
    walk.visit_dynamic()
    later = tuple(walk.done)[len(order) :]
    return Resolution(order, later, tuple(walk.missing), tuple(walk.cycles))


class _Walk:
    def __init__(self, dependencies_of: DependenciesOf, editor: bool) -> None:
        self.dependencies_of, self.editor = dependencies_of, editor
        self.done: dict[LibraryName, Dependencies] = {}
        self.missing: dict[LibraryName, None] = {}
        self.cycles: list[tuple[LibraryName, LibraryName]] = []

    def visit_dynamic(self) -> None:
        """Walks what the libraries done so far may ask for, then what those may ask for, and so on."""
        waiting = deque(self.done)
        while waiting:
            before = len(self.done)
            for dynamic in self.done[waiting.popleft()].dynamic:
                self.visit(dynamic)
            if len(self.done) > before:
                waiting.extend(list(self.done)[before:])

    def visit(self, root: LibraryName) -> None:
        """Walks without recursion, so that a long chain of libraries cannot exhaust the stack."""
        path: dict[LibraryName, tuple[Dependencies, list[LibraryName]]] = {}
        self._enter(root, path)
        while path:
            name, (dependencies, waiting) = next(reversed(path.items()))
            if not waiting:
                del path[name]
                self.done[name] = dependencies
            elif waiting[-1] in path:
                self.cycles.append((name, waiting.pop()))
            else:
                self._enter(waiting.pop(), path)

    def _enter(self, name: LibraryName, path: dict[LibraryName, tuple[Dependencies, list[LibraryName]]]) -> None:
        if name in self.done or name in self.missing:
            return
        dependencies = self.dependencies_of(name)
        if dependencies is None:
            self.missing[name] = None
            return
        named = dependencies.preloaded + (dependencies.editor if self.editor else ())
        path[name] = (dependencies, list(reversed(named)))
