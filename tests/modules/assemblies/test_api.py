from django.contrib.auth.models import AnonymousUser

from modules.assemblies import api
from modules.assemblies.data import Role


def test_member_is_known_with_college_and_species(make_member, colleges, species):
    member = make_member(college=colleges[0], species=species[0])
    place = api.membership_of(user=member.user)
    assert (place.name, place.college.name, place.species.slug) == ("Odile Garnier", "Rivière", "riviere-0")
    assert api.college_of(membership=place) == place.college
    assert api.species_of(user=member.user).short_name == "l’espèce 0"
    assert [each.id for each in api.members_of(college_id=colleges[0].pk)] == [member.pk]
    assert api.members_of(college_id=colleges[1].pk) == ()


def test_stranger_has_no_place_and_costs_no_query(django_assert_num_queries, make_user):
    with django_assert_num_queries(0):
        assert api.membership_of(user=AnonymousUser()) is None
    assert api.membership_of(user=make_user("autre")) is None
    assert api.species_of(user=make_user("autre2")) is None


def test_members_of_a_college_cost_one_query(django_assert_num_queries, make_member, colleges, species):
    for each in species:
        make_member(college=colleges[0], species=each, joined=False)
    with django_assert_num_queries(1):
        assert len(api.members_of(college_id=colleges[0].pk)) == 9


def test_table_of_roles_names_every_action_and_leaves_notebooks_to_voices():
    from modules.assemblies.data import Action
    from modules.assemblies.rules import PERMISSIONS

    assert set(PERMISSIONS) == set(Action)
    assert {role for role in Role if api.may(role, Action.WRITE_NOTEBOOK)} == {
        Role.MEMBER,
        Role.COORDINATOR,
        Role.GARANT,
    }
    assert not api.may(Role.ELECTED, Action.SEE_CALLS)
