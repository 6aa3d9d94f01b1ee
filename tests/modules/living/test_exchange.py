import io
import json
import zipfile
from datetime import date

import pytest
from django.core.management import call_command

from modules.living.exchange import darwin_core, delimited, globi, keeping, sending
from modules.living.exchange.reporting import report_of
from modules.living.exchange.shapes import FileRefused, State
from modules.living.importing import origin
from modules.living.models import Interaction, InteractionType, Species

HEADER = "sourceTaxonName,interactionTypeName,interactionTypeId,targetTaxonName,referenceCitation"
GOOD = "Lutra lutra,preysOn,http://purl.obolibrary.org/obo/RO_0002439,Garrulus glandarius,Kruuk 2006"
TODAY = date(2026, 11, 22)


def table(*lines, header=HEADER):
    return "\n".join((header, *lines)).encode()


def found_in(raw, **options):
    return keeping.check_file(raw, **options)


def problems_of(found):
    return [[problem.id for problem in line.problems] for line in found.lines]


def run(capsys, *arguments):
    code = 0
    try:
        call_command("import_interactions", *map(str, arguments))
    except SystemExit as stop:
        code = stop.code
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_new_line_is_kept_as_a_draft_with_its_provenance_and_reference(living_world, tmp_path, capsys):
    file = tmp_path / "loutre.csv"
    file.write_bytes(table(GOOD))
    code, lines = run(capsys, file, "--origin", "Carnets de terrain, CC0")
    assert code == 0
    assert lines[-1]["kept"] == 1
    kept = Interaction.objects.get(reference="Kruuk 2006")
    assert not kept.live
    assert kept.reviewed_on is None
    assert "Carnets de terrain, CC0" in kept.provenance
    assert "loutre.csv" in kept.provenance
    assert "ligne 2" in kept.provenance
    assert (kept.source.slug, kept.target.slug, kept.dependent) == ("loutre", "geai", "source")
    assert kept not in Interaction.objects.published()


def test_a_dry_run_keeps_nothing(living_world, tmp_path, capsys):
    file = tmp_path / "loutre.csv"
    file.write_bytes(table(GOOD))
    code, lines = run(capsys, file, "--dry-run")
    assert (code, lines[-1]["kept"], lines[-1]["counts"]["new"]) == (0, 0, 1)
    assert Interaction.objects.count() == 100


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Monoceros verus,preysOn,,Garrulus glandarius,", "species-unknown"),
        (",preysOn,,Garrulus glandarius,", "species-missing"),
        ("Lutra lutra,embraces,,Garrulus glandarius,", "type-unknown"),
        ("Lutra lutra,,,Garrulus glandarius,", "type-missing"),
        ("Lutra lutra,pollinates,http://purl.obolibrary.org/obo/RO_0002439,Garrulus glandarius,", "type-contradicts"),
        ("Lutra lutra,preysOn,,Lutra lutra,", "loop"),
        ("Lutra lutra,preysOn,,Garrulus glandarius,un,de trop,encore", "too-many-cells"),
        ("Lutra lutra,preysOn,,Garrulus glandarius,RÃ©union 2006", "accents-spoilt"),
    ],
)
def test_a_bad_line_is_refused_alone_and_keeps_the_whole_file_out(living_world, tmp_path, capsys, line, problem):
    file = tmp_path / "mixed.csv"
    file.write_bytes(table(GOOD, line))
    code, lines = run(capsys, file)
    assert code == 1
    assert lines[0]["line"] == 3
    assert problem in [one["id"] for one in lines[0]["problems"]]
    assert all(one["message"] for one in lines[0]["problems"])
    assert Interaction.objects.count() == 100
    code, lines = run(capsys, file, "--leave-out-refused")
    assert (code, lines[-1]["kept"]) == (0, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_usual_encodings_and_separators_are_read_alike(living_world, encoding, separator):
    text = table("Lutra lutra,preysOn,,Garrulus glandarius,Société d’études 2006").decode().replace(",", separator)
    found = found_in(text.encode(encoding))
    assert found.counts["new"] == 1
    assert found.lines[0].wanted.reference == "Société d’études 2006"
    assert report_of(found)["notes"]


def test_a_repeated_line_is_kept_once_and_a_known_one_not_at_all(living_world):
    known = Interaction.objects.select_related("source", "target", "type").get(code="I001")
    same = f"{known.source.scientific_name},{known.type.label},,{known.target.scientific_name},"
    found = found_in(table(GOOD, GOOD, same))
    assert [line.state for line in found.lines] == [State.NEW, State.DUPLICATE, State.KNOWN]
    assert problems_of(found)[1] == ["duplicate"]


def test_a_known_line_that_says_otherwise_is_told_and_changes_nothing(living_world):
    known = Interaction.objects.select_related("source", "target", "type").get(code="I001")
    line = f"{known.source.scientific_name},{known.type.label},,{known.target.scientific_name},Autre livre"
    found = found_in(table(line))
    assert found.lines[0].state is State.DIFFERENT
    assert keeping.keep(found, origin="x", user=None) == 0
    known.refresh_from_db()
    assert known.reference == ""


def test_a_reference_for_a_known_interaction_is_proposed_as_a_draft(living_world):
    known = Interaction.objects.select_related("source", "target", "type").get(code="I001")
    Interaction.objects.filter(code="I001").update(reviewed_on=TODAY)
    found = found_in(table(f"{known.source.scientific_name},{known.type.label},,{known.target.scientific_name},Kruuk"))
    assert "référence" in report_of(found)["lines"][0]["problems"][0]["message"]
    assert keeping.keep(found, origin="Biblio", user=None, propose=True) == 1
    known.refresh_from_db()
    assert (known.reference, known.live, known.has_unpublished_changes) == ("", True, True)
    draft = known.get_latest_revision_as_object()
    assert (draft.reference, draft.reviewed_on, draft.confidence) == ("Kruuk", None, known.confidence)
    assert draft.provenance.endswith("Biblio, ligne 2")
    known.latest_revision.publish()
    known.refresh_from_db()
    assert known.reference == "Kruuk"
    assert found_in(sending.globi_csv().encode()).counts["known"] == 100


def test_missing_species_are_created_as_drafts_once_when_asked(living_world):
    raw = table("Mustela putorius,preysOn,,Rana temporaria,A", "Mustela putorius,preysOn,,Garrulus glandarius,B")
    assert found_in(raw).counts["refused"] == 2
    found = found_in(raw, create_species=True)
    assert keeping.keep(found, origin="Essai", user=None) == 2
    made = Species.objects.get(scientific_name="Mustela putorius")
    assert not made.live
    assert made.provenance == "Essai"
    assert made.slug == "mustela-putorius"


def test_a_type_of_the_ontology_is_created_with_its_french_both_ways(living_world):
    found = found_in(table("Lutra lutra,,http://purl.obolibrary.org/obo/RO_0002626,Garrulus glandarius,"))
    keeping.keep(found, origin="x", user=None)
    assert InteractionType.objects.get(label="kills").inverse_wording == "meurt à cause de"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "column-missing"),
        (b"a,b\n1,2\n", "column-missing"),
        (HEADER.encode(), "no-lines"),
        (b"\x81\x8d\x00\x01", "encoding-unknown"),
        (b"PK\x03\x04 not a zip", "zip-damaged"),
    ],
)
def test_a_file_that_is_no_table_says_why(raw, code):
    with pytest.raises(FileRefused) as refused:
        found_in(raw)
    assert refused.value.code == code


def test_too_many_lines_are_refused_at_once(monkeypatch):
    monkeypatch.setattr(delimited, "MAX_LINES", 3)
    with pytest.raises(FileRefused, match="too-many-lines"):
        globi.read(table(*[GOOD] * 5))


def archive(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><archive>&x;</archive>'
BOMB = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><archive>&b;</archive>"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (archive(readme__txt="x"), "file-missing"),
        (archive(meta__xml=ENTITY), "xml-refused"),
        (archive(meta__xml=BOMB), "xml-refused"),
        (archive(meta__xml="<archive"), "xml-refused"),
        (archive(meta__xml="<archive/>"), "core-unknown"),
        (archive(meta__xml="<archive>" + " " * 2_000_000 + "</archive>"), "file-too-big"),
        (archive(**{f"f{number}": "x" for number in range(100)}), "zip-too-many-files"),
    ],
)
def test_a_hostile_archive_is_refused(raw, code):
    with pytest.raises(FileRefused) as refused:
        darwin_core.read(raw)
    assert refused.value.code == code


def test_an_archive_that_names_a_file_elsewhere_is_refused(living_world):
    good = zipfile.ZipFile(io.BytesIO(sending.darwin_core_archive(site_url="https://x.test", today=TODAY)))
    meta = good.read("meta.xml").decode().replace("taxon.tsv", "../../etc/passwd")
    with pytest.raises(FileRefused, match="file-missing"):
        darwin_core.read(archive(meta__xml=meta))


@pytest.mark.parametrize("kind", ["darwin core", "globi"])
def test_what_is_sent_comes_back_without_a_difference(living_world, kind):
    Interaction.objects.filter(code="I001").update(
        reference='Kruuk, 2006; "Otters"', season="winter", life_stage="adulte", reviewed_on=TODAY
    )
    Interaction.objects.filter(code="I002").update(refuted=True)
    Species.objects.filter(slug="brochet").update(author="Linnaeus, 1758", cd_ref=67606)
    raw = {
        "darwin core": lambda: sending.darwin_core_archive(site_url="https://x.test", today=TODAY, drafts=True),
        "globi": lambda: sending.globi_csv(drafts=True).encode(),
    }[kind]
    first = raw()
    found = found_in(first)
    assert found.counts == {"new": 0, "known": 100, "different": 0, "duplicate": 0, "refused": 0}
    Interaction.objects.all().delete()
    assert keeping.keep(found_in(first), origin="aller-retour", user=None) == 100
    if kind == "globi":
        assert raw() == first
    else:
        Interaction.objects.filter(code="I001").update(reviewed_on=TODAY)
        assert raw() == first


def test_a_world_of_nobody_takes_in_the_whole_archive(living_world):
    first = sending.darwin_core_archive(site_url="https://x.test", today=TODAY)
    Interaction.objects.all().delete()
    Species.objects.all().delete()
    InteractionType.objects.all().delete()
    found = found_in(first, create_species=True)
    assert keeping.keep(found, origin="ailleurs", user=None) == 100
    assert Species.objects.count() == 60
    assert not Species.objects.filter(live=True).exists()


def test_only_what_is_published_is_sent_to_everyone(living_world):
    Interaction.objects.filter(code="I001").update(live=False)
    Species.objects.filter(slug="geai").update(live=False)
    sent = sending.globi_csv()
    assert "I001" not in sent
    assert "Garrulus" not in sent
    assert "Garrulus" in sending.globi_csv(drafts=True)


def test_a_formula_is_disarmed_in_the_table_and_comes_back(living_world):
    Interaction.objects.filter(code="I001").update(reference="=HYPERLINK(1)")
    sent = sending.globi_csv()
    assert ",'=HYPERLINK" in sent
    assert found_in(sent.encode()).counts["different"] == 0


def test_queries_do_not_grow_with_the_lines(living_world, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        found_in(sending.globi_csv(drafts=True).encode())


def test_open_data_beside_the_checkout_is_read_whole(living_world, shared_dir):
    raw = (shared_dir / "data/tetra-eu-fr/interactions.csv").read_bytes()
    found = found_in(raw, create_species=True)
    assert found.counts["refused"] == 0
    assert found.counts["new"] + found.counts["known"] + found.counts["different"] == 443
    assert keeping.keep(found, origin="Tetra-EU 1.0, CC0", user=None) == found.counts["new"]
    assert Interaction.objects.filter(reference__contains="10.5061/dryad.jm63xsj7b").exists()


def test_the_provenance_says_the_source_the_file_and_the_day():
    said = origin("Tetra-EU 1.0, CC0", "liens.csv", date(2027, 2, 1))
    assert said == "Tetra-EU 1.0, CC0\u202f; importé de liens.csv le 1er février 2027"
