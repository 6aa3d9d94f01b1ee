import pytest

from modules.assemblies import lots
from modules.assemblies.data import AssemblyRefused, Given
from modules.assemblies.giving import cancel_draw, draw_lots, entry_of, give_by_choice, redone
from modules.assemblies.models import Draw, Membership
from modules.living.models import Species
from tests.modules.assemblies.conftest import NOW


@pytest.fixture
def drawn(coordinator, colleges, species, make_member):
    for number in range(5):
        make_member(f"Personne {number}", joined=False)
    return draw_now(coordinator, places=4)


def draw_now(coordinator, phrase="La haie nous regarde", places=None, shown=None):
    entry = entry_of(assembly_id=coordinator.assembly_id)
    shown = shown or lots.fingerprint(entry)
    return draw_lots(place=coordinator, phrase=phrase, shown=shown, places=places, now=NOW)


def test_draw_gives_species_and_colleges_and_names_the_substitutes(drawn):
    voices = Membership.objects.filter(species__isnull=False)
    assert voices.count() == 4
    assert {each.given for each in voices} == {Given.LOT}
    assert all(each.species.milieu_id == each.college.milieu_id for each in voices)
    assert Membership.objects.filter(spare=True).count() == 1
    assert drawn.seed == "2026-10-01 La haie nous regarde"


def test_draw_is_kept_without_a_name_and_can_be_redone(drawn):
    drawn.refresh_from_db()
    assert "Personne" not in str(drawn.entry) + str(drawn.result)
    assert redone(drawn)
    drawn.result["lots"][0]["species"] = "autre"
    assert not redone(drawn)


def test_draw_is_refused_when_the_list_changed_since_it_was_printed(coordinator, colleges, species, make_member):
    make_member(joined=False)
    shown = lots.fingerprint(entry_of(assembly_id=coordinator.assembly_id))
    make_member("Tard venue", joined=False)
    with pytest.raises(AssemblyRefused) as refused:
        draw_now(coordinator, shown=shown)
    assert refused.value.id == "list-changed"
    assert not Draw.objects.exists()


@pytest.mark.parametrize("what", ["no-phrase", "nobody-to-draw", "no-species"])
def test_draw_says_what_is_missing(coordinator, colleges, species, make_member, what):
    if what != "nobody-to-draw":
        make_member(joined=False)
    if what == "no-species":
        Species.objects.update(live=False)
    with pytest.raises(AssemblyRefused) as refused:
        draw_now(coordinator, phrase=" " if what == "no-phrase" else "Une phrase")
    assert refused.value.id == what


def test_second_click_draws_nobody_twice(drawn, coordinator):
    before = dict(Membership.objects.values_list("pk", "species"))
    again = draw_now(coordinator)
    after = dict(Membership.objects.values_list("pk", "species"))
    assert {pk: each for pk, each in after.items() if before[pk]} == {pk: each for pk, each in before.items() if each}
    assert len(again.result["lots"]) == 1


def test_cancelled_draw_stays_with_its_reason_and_takes_back_its_species(drawn):
    with pytest.raises(AssemblyRefused):
        cancel_draw(draw=drawn, reason=" ", now=NOW)
    cancel_draw(draw=drawn, reason="Deux personnes manquaient à la liste", now=NOW)
    assert not Membership.objects.filter(species__isnull=False).exists()
    assert not Membership.objects.filter(college__isnull=False).exists()
    assert Draw.objects.get().cancel_reason
    with pytest.raises(AssemblyRefused):
        cancel_draw(draw=drawn, reason="encore", now=NOW)


def test_species_given_by_choice_brings_its_college_and_nobody_else_gets_it(make_member, colleges, species):
    one, other = make_member(joined=False), make_member("Autre", joined=False)
    give_by_choice(member=one, species_id=species[4].pk)
    one.refresh_from_db()
    assert (one.college, one.given) == (colleges[1], Given.CHOICE)
    with pytest.raises(AssemblyRefused) as refused:
        give_by_choice(member=other, species_id=species[4].pk)
    assert refused.value.id == "species-taken"
    give_by_choice(member=one, species_id=None)
    give_by_choice(member=Membership.objects.get(pk=other.pk), species_id=species[4].pk)


def test_draft_species_is_never_given(make_member, colleges, species):
    species[0].live = False
    species[0].save()
    with pytest.raises(AssemblyRefused):
        give_by_choice(member=make_member(joined=False), species_id=species[0].pk)
    assert species[0].slug not in str(entry_of(assembly_id=colleges[0].assembly_id))
