from hypothesis import given
from hypothesis import strategies as st

from media.h5p.engine import Dependencies, LibraryName, resolve


def name(letter):
    return LibraryName(letter, 1, 0)


def graph(**needs):
    """Libraries by letter: ``A="BC"`` needs B, then C."""
    libraries = {name(key): Dependencies(tuple(map(name, value))) for key, value in needs.items()}
    return libraries.get


def letters(names):
    return "".join(each.machine_name for each in names)


def test_a_library_comes_after_those_it_needs():
    found = resolve([name("A")], dependencies_of=graph(A="BC", B="D", C="D", D=""))

    assert letters(found.order) == "DBCA"


def test_the_order_of_the_roots_is_kept():
    found = resolve([name("B"), name("A")], dependencies_of=graph(A="C", B="", C=""))

    assert letters(found.order) == "BCA"


def test_a_library_nobody_has_is_missing_and_the_rest_loads():
    found = resolve([name("A")], dependencies_of=graph(A="BX", B=""))

    assert letters(found.order) == "BA"
    assert letters(found.missing) == "X"


def test_a_cycle_is_answered_and_everything_loads_once():
    found = resolve([name("A")], dependencies_of=graph(A="B", B="C", C="A"))

    assert letters(found.order) == "CBA"
    assert found.cycles == ((name("C"), name("A")),)


def test_a_library_that_needs_itself_is_answered():
    assert letters(resolve([name("A")], dependencies_of=graph(A="A")).order) == "A"


def test_dynamic_libraries_come_apart_with_what_they_need():
    libraries = {
        name("A"): Dependencies(preloaded=(name("B"),), dynamic=(name("D"),)),
        name("B"): Dependencies(),
        name("D"): Dependencies(preloaded=(name("B"), name("E"))),
        name("E"): Dependencies(dynamic=(name("F"),)),
        name("F"): Dependencies(),
    }
    found = resolve([name("A")], dependencies_of=libraries.get)

    assert letters(found.order) == "BA"
    assert letters(found.dynamic) == "EDF"


def test_editor_libraries_come_only_when_asked():
    libraries = {name("A"): Dependencies(editor=(name("E"),)), name("E"): Dependencies()}

    assert letters(resolve([name("A")], dependencies_of=libraries.get).order) == "A"
    assert letters(resolve([name("A")], dependencies_of=libraries.get, editor=True).order) == "EA"


def test_a_chain_of_ten_thousand_libraries_does_not_exhaust_the_stack():
    chain = {name(str(i)): Dependencies((name(str(i + 1)),)) for i in range(10_000)} | {name("10000"): Dependencies()}

    assert len(resolve([name("0")], dependencies_of=chain.get).order) == 10_001


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.text("ABCDEFGHX", max_size=5), min_size=1))
def test_any_graph_loads_each_library_once_after_its_needs_but_in_cycles(needs):
    found = resolve(map(name, needs), dependencies_of=graph(**needs))
    place = {each: index for index, each in enumerate(found.order)}

    assert set(letters(found.order)) == set(needs)
    assert len(place) == len(found.order)
    for library, wanted in needs.items():
        for need in map(name, wanted):
            later = need in place and place[need] > place[name(library)]
            assert not later or (name(library), need) in found.cycles
