"""What an ecologist does in the admin, and what others may not."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from modules.living.models import Interaction, InteractionImport, Milieu, Reference, Species

LISTS = [
    "wagtailsnippets_pv_living_species",
    "wagtailsnippets_pv_living_milieu",
    "wagtailsnippets_pv_living_interaction",
    "wagtailsnippets_pv_living_interactiontype",
    "wagtailsnippets_pv_living_reference",
]
HEADER = b"sourceTaxonName,interactionTypeName,targetTaxonName,referenceCitation\n"
GOOD = HEADER + b"Lutra lutra,preysOn,Garrulus glandarius,Un livre\n"
MIXED = GOOD + b"Licorne,preysOn,Garrulus glandarius,\n"


def member_of(name):
    user = get_user_model().objects.create_user(email=f"{name.lower()}@exemple.test", password="x")
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.fixture
def ecologist(client, living_world):
    user = member_of("Écologie")
    client.force_login(user)
    return user


@pytest.fixture
def trainer(client, living_world):
    user = member_of("Formation")
    client.force_login(user)
    return user


@pytest.mark.parametrize("name", LISTS)
def test_every_list_and_form_opens(client, ecologist, name):
    assert client.get(reverse(f"{name}:list")).status_code == 200
    assert client.get(reverse(f"{name}:add")).status_code == 200


def test_lists_cost_as_many_queries_for_more_records(client, ecologist, django_assert_max_num_queries):
    address = reverse("wagtailsnippets_pv_living_interaction:list")
    client.get(address)
    with django_assert_max_num_queries(40):
        client.get(address)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("unsourced=oui", 99),
        ("unsourced=non", 1),
        ("to_review=oui", 100),
        ("to_review=non", 0),
        ("live=non", 0),
        ("q=loutre&unsourced=non", 1),
    ],
)
def test_filters_keep_what_they_name(client, ecologist, query, count):
    Interaction.objects.filter(code="I001").update(reference="Kruuk 2006")
    response = client.get(reverse("wagtailsnippets_pv_living_interaction:list") + f"?{query}")
    assert response.context["paginator"].count == count


def test_a_species_is_written_as_an_ecologist_thinks(client, ecologist):
    otter = Species.objects.get(slug="loutre")
    address = reverse("wagtailsnippets_pv_living_species:edit", args=[otter.pk])
    page = client.get(address)
    form = page.context["form"]
    assert "CD_REF" in page.content.decode()
    data = form_data(form)
    data |= {
        "needs": "Une rivière\n\n  Des berges ",
        "levers_eau": "Restaurer",
        "levers_entretien": "",
        "cd_ref": "60630",
    }
    response = client.post(address, data | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    otter.refresh_from_db()
    assert otter.needs == ["Une rivière", "Des berges"]
    assert otter.levers["eau"] == "Restaurer"
    assert "entretien" not in otter.levers
    assert otter.cd_ref == 60630


def test_a_draft_does_not_show_before_it_is_published(client, ecologist):
    milieu = Milieu.objects.get(slug="riviere")
    address = reverse("wagtailsnippets_pv_living_milieu:edit", args=[milieu.pk])
    response = client.post(address, form_data(client.get(address).context["form"]) | {"name": "Le fleuve"})
    assert response.status_code == 302, response.context["form"].errors
    milieu.refresh_from_db()
    assert (milieu.name != "Le fleuve", milieu.has_unpublished_changes) == (True, True)
    assert client.get(reverse("wagtailsnippets_pv_living_milieu:history", args=[milieu.pk])).status_code == 200


def form_data(form):
    """What the browser would send of a form as it is shown, streams left empty."""
    data = {}
    for bound in form:
        value = bound.value()
        if bound.name in {"tensions", "photographs", "day", "year"}:
            data[f"{bound.name}-count"] = "0"
        elif bound.name == "levers":
            data |= {f"levers_{lever}": text for lever, text in value.items()}
        elif value is True:
            data[bound.name] = "on"
        elif value is not None and value is not False:
            data[bound.name] = bound.field.prepare_value(value) if bound.name != "field_notes" else "{}"
    return data


def mark(client, *, publish=False, ids, model="interaction"):
    address = reverse("wagtail_bulk_action", args=["pv_living", model, "mark_reviewed"])
    query = "&".join(f"id={one}" for one in ids)
    return client.post(f"{address}?{query}&next=/admin/", {"publish": "on"} if publish else {})


def test_an_ecologist_answers_for_several_records_at_once(client, ecologist):
    ids = list(Interaction.objects.values_list("pk", flat=True)[:3])
    Interaction.objects.filter(pk=ids[0]).update(live=False, has_unpublished_changes=True)
    assert (
        client.get(
            reverse("wagtail_bulk_action", args=["pv_living", "interaction", "mark_reviewed"]) + f"?id={ids[0]}"
        ).status_code
        == 200
    )
    mark(client, ids=ids)
    reviewed = Interaction.objects.filter(reviewed_by=ecologist, reviewed_on=date.today())
    assert set(reviewed.values_list("pk", flat=True)) == set(ids)
    assert not Interaction.objects.get(pk=ids[0]).live
    mark(client, ids=ids[:1], publish=True)
    assert Interaction.objects.get(pk=ids[0]).live
    assert Interaction.objects.get(pk=ids[0]).revisions.count() == 2


def test_a_waiting_draft_stays_a_draft_when_it_is_reviewed(client, ecologist):
    milieu = Milieu.objects.get(slug="riviere")
    milieu.name = "Brouillon"
    milieu.save_revision()
    mark(client, ids=[milieu.pk], model="milieu")
    milieu.refresh_from_db()
    assert milieu.name != "Brouillon"
    assert milieu.reviewed_by == ecologist
    assert milieu.get_latest_revision_as_object().name == "Brouillon"


def test_a_trainer_writes_but_does_not_answer_for_records(client, trainer):
    ids = list(Interaction.objects.values_list("pk", flat=True)[:1])
    mark(client, ids=ids)
    assert not Interaction.objects.filter(reviewed_on__isnull=False).exists()
    page = client.get(reverse("wagtailsnippets_pv_living_interaction:edit", args=ids))
    assert "reviewed_on" not in page.context["form"].fields


def test_an_interaction_takes_the_text_of_its_reference_and_follows_it(client, ecologist):
    book = Reference.objects.create(citation="Kruuk H., 2006. Otters.", doi="10.1093/x")
    one = Interaction.objects.get(code="I001")
    address = reverse("wagtailsnippets_pv_living_interaction:edit", args=[one.pk])
    data = form_data(client.get(address).context["form"]) | {"published_in": book.pk, "action-publish": "1"}
    assert client.post(address, data).status_code == 302
    one.refresh_from_db()
    assert one.reference == "Kruuk H., 2006. Otters. https://doi.org/10.1093/x"
    address = reverse("wagtailsnippets_pv_living_reference:edit", args=[book.pk])
    client.post(address, form_data(client.get(address).context["form"]) | {"citation": "Kruuk 2006b"})
    one.refresh_from_db()
    assert one.reference.startswith("Kruuk 2006b")


def test_a_species_is_not_linked_to_itself(client, ecologist):
    one = Interaction.objects.get(code="I001")
    address = reverse("wagtailsnippets_pv_living_interaction:edit", args=[one.pk])
    response = client.post(address, form_data(client.get(address).context["form"]) | {"target": one.source_id})
    assert response.context["form"].errors["target"]


def upload(client, raw, on_commit, **options):
    with on_commit(execute=True):
        response = client.post(
            reverse("living_imports"),
            {"file": SimpleUploadedFile("liens.csv", raw), "origin": "Carnets, CC0", **options},
        )
    assert response.status_code == 302
    return InteractionImport.objects.latest("pk")


def test_a_file_is_checked_then_imported_when_one_says_so(
    client, ecologist, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    sent = upload(client, GOOD, django_capture_on_commit_callbacks)
    assert (sent.state, sent.done, sent.total, sent.kept) == ("checked", 1, 1, 0)
    assert Interaction.objects.count() == 100
    page = client.get(reverse("living_import", args=[sent.pk]))
    assert "Importer 1 interaction" in page.content.decode()
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("living_import_confirm", args=[sent.pk]))
    sent.refresh_from_db()
    assert (sent.state, sent.kept, Interaction.objects.count()) == ("kept", 1, 101)
    assert "Carnets, CC0" in Interaction.objects.get(reference="Un livre").provenance


def test_a_refused_line_keeps_the_file_out_and_says_so(
    client, ecologist, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    sent = upload(client, MIXED, django_capture_on_commit_callbacks)
    page = client.get(reverse("living_import", args=[sent.pk])).content.decode()
    assert "Licorne" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("living_import_confirm", args=[sent.pk]))
    assert Interaction.objects.count() == 100
    sent = upload(client, MIXED, django_capture_on_commit_callbacks, leave_out_refused="on")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("living_import_confirm", args=[sent.pk]))
    assert Interaction.objects.count() == 101


def test_a_file_that_cannot_be_read_says_why(client, ecologist, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    sent = upload(client, b"PK\x03\x04", django_capture_on_commit_callbacks)
    assert sent.state == "refused"
    assert "endommagée" in client.get(reverse("living_import", args=[sent.pk])).content.decode()


def test_nobody_else_imports_or_exports_drafts(client, living_world):
    for user in (None, member_of("Coordination")):
        if user:
            client.force_login(user)
        assert client.get(reverse("living_imports")).status_code == 302
    client.logout()
    assert client.get(reverse("living_export_csv")).status_code == 302


def test_everyone_takes_the_published_web_with_its_licence(client, living_world):
    page = client.get("/vivant/donnees/").content.decode()
    assert "100 interactions publiées" in page
    table = client.get("/vivant/donnees/interactions.csv")
    assert "creativecommons.org/licenses/by/4.0" in table["Link"]
    assert table.content.decode().count("\r\n") == 101
    assert client.get("/vivant/donnees/interactions.zip").content.startswith(b"PK")


def test_a_coordinator_reads_a_species_in_french_without_the_machinery(client, living_world):
    species = Species.objects.filter(slug="loutre").first() or Species.objects.first()
    species.levers, species.threats = {"eclairage": "Éteindre la nuit."}, ["routes"]
    species.save()
    client.force_login(member_of("Coordination"))
    body = client.get(reverse("wagtailsnippets_pv_living_species:inspect", args=[species.pk])).content.decode()
    text = body[body.index("<dl>") : body.index("</dl>")]
    assert "<p>Éclairage\u202f: Éteindre la nuit.</p>" in text
    assert "<div>routes</div>" in text
    assert not any(word in text for word in ("None", "True", "False", "[&#x27;", "{&#x27;", "<dt>ID</dt>"))


def test_a_type_in_use_stays_and_the_page_says_why(client, ecologist):
    type_ = Interaction.objects.first().type
    address = reverse("wagtailsnippets_pv_living_interactiontype:delete", args=[type_.pk])
    assert "ne peut pas être supprimée" in client.get(address).content.decode()
    assert "rien n’a été supprimé" in client.post(address, follow=True).content.decode()
    assert type(type_).objects.filter(pk=type_.pk).exists()


def test_a_species_is_deleted_with_its_interactions_once_that_was_said(client, ecologist):
    link = Interaction.objects.first()
    address = reverse("wagtailsnippets_pv_living_species:delete", args=[link.source.pk])
    assert "cette espèce" in client.get(address).content.decode()
    client.post(address)
    assert not Interaction.objects.filter(pk=link.pk).exists()


def test_types_in_use_stay_when_many_are_deleted_at_once(client, ecologist):
    type_ = Interaction.objects.first().type
    address = reverse("wagtail_bulk_action", args=["pv_living", "interactiontype", "delete"])
    page = client.post(f"{address}?id={type_.pk}", follow=True)
    assert page.status_code == 200
    assert "rien n’a été supprimé" in page.content.decode()
    assert type(type_).objects.filter(pk=type_.pk).exists()
