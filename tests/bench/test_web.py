"""Loss and metrics of a web, on 60 and on 500 nodes."""

import random

from modules.web.data import Dependence, DependenceWeb, FoodWeb, Link
from modules.web.loss import consequences
from modules.web.metrics import measure


def dependence_web(nodes, links):
    chance = random.Random(1)
    names = [f"n{number}" for number in range(nodes)]
    rows = [
        Dependence(*chance.sample(names, 2), "food", chance.random() < 0.1, f"i{number}", True)
        for number in range(links)
    ]
    return DependenceWeb(tuple(names), tuple(rows), frozenset(names[::3]))


def test_loss_simulation(figure, median_ms):
    small, large = dependence_web(60, 120), dependence_web(500, 2000)
    small_ms = median_ms(lambda: consequences(small, ["n0"]))
    large_ms = median_ms(lambda: consequences(large, ["n0", "n1", "n2"]))
    figure("loss on 60 nodes (bar 20 ms)", f"{small_ms} ms")
    figure("loss on 500 nodes and 2,000 links (bar 300 ms)", f"{large_ms} ms")
    assert small_ms < 20
    assert large_ms < 300


def test_metrics_of_a_large_web(figure, median_ms):
    chance = random.Random(2)
    names = [f"n{number}" for number in range(500)]
    web = FoodWeb.of([Link(*chance.sample(names, 2)) for _ in range(2000)], nodes=names)
    figure("metrics of 500 nodes and 2,000 links", f"{median_ms(lambda: measure(web))} ms")
