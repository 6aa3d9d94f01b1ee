from collections import Counter
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from modules.assemblies.lots import Basket, Entrant, Entry, draw, fingerprint, seed_of, ticket

seeds = st.text(min_size=1, max_size=30)


@st.composite
def entries(draw_from):
    count = draw_from(st.integers(1, 5))
    baskets = tuple(
        Basket(
            college=college,
            key=f"milieu-{college}",
            species=tuple(f"espece-{college}-{number}" for number in range(draw_from(st.integers(0, 5)))),
            voices=draw_from(st.integers(0, 2)),
        )
        for college in range(1, count + 1)
    )
    numbers = draw_from(st.lists(st.integers(1, 60), unique=True, max_size=30))
    colleges = st.none() | st.integers(1, count)
    entrants = tuple(Entrant(number, draw_from(colleges)) for number in numbers)
    return Entry(entrants, baskets, draw_from(st.integers(0, 30)))


@given(entries(), seeds)
def test_everybody_is_a_voice_or_a_substitute_and_nobody_twice(entry, seed):
    outcome = draw(entry, seed=seed)
    called = [lot.number for lot in outcome.lots]
    assert sorted([*called, *outcome.spares]) == sorted(each.number for each in entry.entrants)
    assert len({lot.species for lot in outcome.lots}) == len(outcome.lots) <= entry.places


@given(entries(), seeds)
def test_each_receives_a_species_of_their_own_college(entry, seed):
    baskets = {basket.college: basket.species for basket in entry.baskets}
    fixed = {each.number: each.college for each in entry.entrants}
    for lot in draw(entry, seed=seed).lots:
        assert lot.species in baskets[lot.college]
        assert fixed[lot.number] in (None, lot.college)


@given(entries(), seeds, st.randoms())
def test_same_seed_gives_the_same_outcome_in_whatever_order_the_list_is(entry, seed, random):
    people, baskets = list(entry.entrants), list(entry.baskets)
    random.shuffle(people)
    random.shuffle(baskets)
    shuffled = Entry(tuple(people), tuple(baskets), entry.places)
    assert draw(shuffled, seed=seed) == draw(entry, seed=seed)
    assert fingerprint(shuffled) == fingerprint(entry)


@given(entries(), seeds)
def test_no_place_is_left_empty_while_someone_could_take_it(entry, seed):
    outcome = draw(entry, seed=seed)
    fixed = {each.number: each.college for each in entry.entrants}
    given_in = Counter(lot.college for lot in outcome.lots)
    left = {basket.college: len(basket.species) - given_in[basket.college] for basket in entry.baskets}
    if outcome.spares and len(outcome.lots) < entry.places and any(left.values()):
        assert all(fixed[number] is not None and not left[fixed[number]] for number in outcome.spares)


@given(st.integers(0, 24), seeds)
def test_milieus_are_balanced_when_nobody_has_a_college_yet(people, seed):
    baskets = tuple(Basket(c, f"m{c}", tuple(f"e{c}{n}" for n in range(4))) for c in range(1, 7))
    entry = Entry(tuple(Entrant(number) for number in range(1, people + 1)), baskets, people)
    counts = Counter(lot.college for lot in draw(entry, seed=seed).lots)
    assert max((counts[c] for c in range(1, 7)), default=0) - min(counts[c] for c in range(1, 7)) <= 1


@settings(max_examples=5)
@given(st.integers(0, 10_000))
def test_no_number_is_favoured(start):
    entry = Entry(tuple(Entrant(number) for number in range(1, 9)), (Basket(1, "m", ("loutre",)),), 1)
    chosen = Counter(draw(entry, seed=f"graine {start + step}").lots[0].number for step in range(400))
    assert set(chosen) == set(range(1, 9))
    assert max(chosen.values()) < 100


def test_ticket_can_be_redone_with_any_tool():
    seed = seed_of(day="2026-10-03", phrase="  La haie |  nous regarde ")
    assert seed == "2026-10-03 La haie nous regarde"
    assert seed_of(day="2026-10-03", phrase="L'eau") == "2026-10-03 L’eau"
    assert ticket(seed, "personne", 7) == sha256(b"2026-10-03 La haie nous regarde|personne|7").hexdigest()


def test_outcome_of_a_known_seed_never_changes():
    entry = Entry(
        tuple(Entrant(number) for number in range(1, 6)),
        (Basket(1, "riviere", ("loutre", "vairon")), Basket(2, "foret", ("geai", "chene"))),
        4,
    )
    outcome = draw(entry, seed="2026-10-03 La haie nous regarde")
    assert [(lot.number, lot.species) for lot in outcome.lots] == KNOWN
    assert outcome.spares == KNOWN_SPARES


KNOWN = [(2, "chene"), (1, "vairon"), (3, "geai"), (5, "loutre")]
KNOWN_SPARES = (4,)
