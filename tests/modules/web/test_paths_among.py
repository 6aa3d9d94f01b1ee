from time import process_time

from modules.web.paths import path_between, paths_among

CHAIN = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")]


def test_chains_longer_than_asked_are_left_out():
    assert paths_among(CHAIN, ["a", "c", "e"], longest=2) == [["a", "b", "c"], ["c", "d", "e"]]
    assert ["a", "b", "c", "d", "e"] in paths_among(CHAIN, ["a", "e"], longest=4)


def test_each_chain_is_the_one_that_two_nodes_have_alone():
    square = [("a", "x"), ("a", "w"), ("x", "b"), ("w", "b")]
    assert paths_among(square, ["a", "b"], longest=3) == [path_between(square, "a", "b")] == [["a", "w", "b"]]


def test_nodes_that_nothing_joins_have_no_chain():
    assert paths_among(CHAIN, ["a", "z"], longest=9) == []


def test_thirty_voices_in_a_web_of_500_nodes_and_2000_links_take_less_than_a_second():
    links = [(f"n{number % 500}", f"n{(number * 37 + number // 500) % 500}") for number in range(2000)]
    start = process_time()
    paths_among(links, [f"n{number}" for number in range(30)], longest=3)
    assert process_time() - start < 1
