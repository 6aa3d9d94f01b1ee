"""The college's table: only what is shared, only for those the table of roles lets in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modules.assemblies.data import Role
from modules.assemblies.models import Assembly, College, Membership, Notebook, NotebookPage
from modules.assemblies.notebook_rules import PageKind
from modules.living import api as living
from modules.living.data import TieKind
from modules.living.models import Interaction, Milieu, Species


@pytest.fixture
def riverside(assembly, living_world):
    return College.objects.create(assembly=assembly, milieu=Milieu.objects.get(slug="riviere"), name="Rivière")


@pytest.fixture
def voices(riverside, make_member):
    names = ("loutre", "brochet", "castor", "martin-pecheur")
    return [make_member(f"Voix {n}", college=riverside, species=Species.objects.get(slug=n)) for n in names]


def share(member, kind, text, college=None):
    book, _made = Notebook.objects.get_or_create(user=member.user)
    return NotebookPage.objects.create(
        notebook=book, kind=kind.value, text=text, college=college or member.college, updated_at=timezone.now()
    )


def address(college):
    return f"/assemblees/{college.assembly.slug}/tables/{college.pk}/"


def test_the_table_shows_what_is_shared_and_nothing_else(client, riverside, voices):
    share(voices[0], PageKind.LETTER, "Chers voisins de la berge")
    private = share(voices[1], PageKind.LETTER, "À moi seul")
    NotebookPage.objects.filter(pk=private.pk).update(college=None)
    share(voices[2], PageKind.QUESTIONS, "- Combien de barrages ?\n\n- Et l’été ?")
    client.force_login(voices[3].user)
    page = client.get(address(riverside)).content.decode()
    assert "Chers voisins de la berge" in page
    assert "À moi seul" not in page
    assert "Combien de barrages ?" in page
    assert "Et l’été ?" in page


def test_whoever_leaves_the_college_takes_their_pages_away(client, riverside, voices):
    share(voices[0], PageKind.LETTER, "Chers voisins de la berge")
    Membership.objects.filter(pk=voices[0].pk).update(college=None)
    client.force_login(voices[3].user)
    assert "Chers voisins de la berge" not in client.get(address(riverside)).content.decode()


@pytest.mark.parametrize(
    ("role", "same_college", "table", "projection"),
    [
        (Role.MEMBER, True, 200, 403),
        (Role.MEMBER, False, 403, 403),
        (Role.FACILITATOR, False, 200, 200),
        (Role.COORDINATOR, False, 200, 200),
        (Role.GARANT, False, 200, 200),
        (Role.ADMINISTRATION, False, 403, 403),
        (Role.ELECTED, False, 403, 403),
    ],
)
def test_each_role_opens_what_the_table_of_roles_says(
    client, riverside, voices, make_member, role, same_college, table, projection
):
    member = make_member("Quelqu’un", role, college=riverside if same_college else None)
    client.force_login(member.user)
    assert client.get(address(riverside)).status_code == table
    assert client.get(f"{address(riverside)}projection/").status_code == projection


def test_another_assembly_sees_nothing(client, riverside, voices, make_user):
    other = Assembly.objects.create(slug="ailleurs", name="Ailleurs", territory="Ailleurs")
    stranger = make_user("stranger")
    Membership.objects.create(assembly=other, number=1, user=stranger, name="S", role=Role.COORDINATOR.value)
    client.force_login(stranger)
    assert client.get(address(riverside)).status_code == 404
    assert client.get(f"/assemblees/ailleurs/tables/{riverside.pk}/").status_code == 404
    client.logout()
    assert client.get(address(riverside)).status_code == 302


def test_the_web_says_who_helps_and_who_opposes(voices):
    ties = living.ties_between(slugs=["loutre", "brochet", "castor", "martin-pecheur"])
    told = {(tie.kind, tie.first, tie.second) for tie in ties}
    assert (TieKind.OPPOSES, "loutre", "brochet") in told
    assert all(tie.to_confirm for tie in ties)
    shared = [tie for tie in ties if tie.kind is TieKind.SHARES]
    assert shared
    assert all(tie.via not in (tie.first, tie.second) for tie in shared)
    pairs = [frozenset((tie.first, tie.second)) for tie in ties if tie.kind is not TieKind.CHAIN]
    assert not [tie for tie in ties if tie.kind is TieKind.CHAIN and frozenset((tie.first, tie.second)) in pairs]
    assert all(2 <= len(tie.links) <= 3 for tie in ties if tie.kind is TieKind.CHAIN)


def test_a_sourced_tie_shows_its_reference(client, riverside, voices):
    Interaction.objects.filter(source__slug="loutre", target__slug="brochet").update(reference="Kruuk 2006")
    client.force_login(voices[0].user)
    page = client.get(address(riverside)).content.decode()
    assert "La loutre chasse le brochet." in page
    assert "Kruuk 2006" in page


def test_refuted_and_draft_interactions_join_nobody(living_world):
    Interaction.objects.filter(source__slug="loutre").update(live=False)
    ties = living.ties_between(slugs=["loutre", "brochet"])
    assert not [tie for tie in ties if tie.kind is TieKind.OPPOSES]


def test_one_voice_or_none_makes_an_empty_table(client, riverside, make_member):
    lone = make_member("Seule", college=riverside)
    client.force_login(lone.user)
    page = client.get(address(riverside)).content.decode()
    assert "Aucune question" in page
    assert living.ties_between(slugs=["loutre"]) == ()


def test_the_table_costs_as_many_queries_for_more_voices(client, riverside, voices, make_member):
    client.force_login(voices[0].user)
    with CaptureQueriesContext(connection) as few:
        client.get(address(riverside))
    for number, one in enumerate(Species.objects.spoken_for().exclude(milieu__slug="riviere")[:10]):
        share(make_member(f"Voix {number}", college=riverside, species=one), PageKind.LETTER, "Bonjour")
    with CaptureQueriesContext(connection) as many:
        client.get(address(riverside))
    assert len(many) <= len(few) + 1
    assert len(many) <= 12
