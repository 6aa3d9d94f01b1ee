import base64
import copy
import gzip
import io
import json

import jwt
import pytest
from openbadgeslib import baking
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError
from PIL import Image

from courses.certification import api, badges, keys, rules
from courses.certification.models import STATUS_LIST_SIZE, Credential
from tests.courses.assessment.conftest import NOW, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def issuer(settings, tmp_path):
    settings.PV_ISSUER_URL = "https://ecole.example"
    settings.PV_KEYS_DIR = tmp_path / "keys"


def address(credential, ending):
    return f"/certificats/{credential.uuid}.{ending}"


def badge(client, credential):
    return client.get(address(credential, "json")).json()


def download(client):
    """What a verifier fetches, served by this site in place of the issuer's."""

    def fetch(url):
        assert url.startswith("https://ecole.example/")
        return client.get(url.removeprefix("https://ecole.example")).content

    return fetch


def verify(client, document, **options):
    """As a stranger would: the issuer's key comes from its DID document."""
    return OB3LdpVerifier.for_issuer_did("did:web:ecole.example").verify(document, download=download(client), **options)


def test_a_stranger_verifies_the_badge_with_the_issuers_published_key(client, credential):
    verified = verify(client, badge(client, credential))
    assert verified.issuer.id == "did:web:ecole.example"


def test_the_badge_says_what_was_earned_and_hides_the_name(client, credential):
    document = badge(client, credential)
    subject = document["credentialSubject"]
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert subject["achievement"]["name"] == "Attestation de connaissances – premiers chapitres"
    assert subject["licenseNumber"] == credential.number
    assert subject["identifier"][0]["identityHash"] == rules.holder_hash("Ana Roux", credential.uuid)
    text = json.dumps(document, ensure_ascii=False)
    for private in ("Ana", "Roux", "ana@example.org"):
        assert private not in text
    assert isinstance(document["proof"], list)
    assert len(document["proof"]) == 1


def test_a_badge_is_signed_once_and_stays_the_same(client, credential):
    assert badge(client, credential) == badge(client, credential)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda document: document["credentialSubject"]["achievement"].update(name="Autre titre"),
        lambda document: document["credentialSubject"]["identifier"][0].update(identityHash="sha256$00"),
        lambda document: document.update(validFrom="2020-01-01T00:00:00Z"),
        lambda document: document.update(inconnu="terme"),
        lambda document: document.pop("credentialStatus"),
    ],
)
def test_a_badge_that_was_changed_is_refused(client, credential, tamper):
    document = copy.deepcopy(badge(client, credential))
    tamper(document)
    with pytest.raises(OB3VerificationError):
        verify(client, document)


def test_the_jwt_form_is_verified_with_the_key_its_kid_names(client, credential):
    token = client.get(address(credential, "jwt")).content.decode()
    kid = jwt.get_unverified_header(token)["kid"]
    methods = {method["id"]: method for method in client.get("/.well-known/did.json").json()["verificationMethod"]}
    claims = jwt.decode(token, jwt.PyJWK(methods[kid]["publicKeyJwk"], "RS256"), algorithms=["RS256"])
    assert claims["iss"] == "did:web:ecole.example"
    assert claims["jti"] == claims["id"] == f"https://ecole.example{credential.url}"
    assert claims["sub"] == claims["credentialSubject"]["id"]


def test_the_picture_carries_the_badge(client, credential):
    content = client.get(address(credential, "png")).content
    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.size) == ("PNG", (640, 640))
    token = baking.extract_png(content, keyword=baking.ITXT_KEYWORD_OB3)
    assert jwt.decode(token, options={"verify_signature": False})["jti"].endswith(credential.url)


def bits_of(encoded):
    """The bits of a status list; the compressed text holds the time, so it is never compared itself."""
    return gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))


def test_a_revoked_badge_fails_its_status_at_once(client, credential):
    from openbadgeslib.ob3.status_list import encode_bitstring

    document = badge(client, credential)
    entry = document["credentialStatus"]
    assert entry["statusListCredential"] == "https://ecole.example/certificats/statuts/1"
    empty = client.get("/certificats/statuts/1").json()["credentialSubject"]["encodedList"]
    assert bits_of(empty) == bits_of(encode_bitstring([], STATUS_LIST_SIZE))
    api.revoke(uuid=credential.uuid, reason="Identité usurpée", now=NOW)
    revoked = client.get("/certificats/statuts/1").json()
    index = int(entry["statusListIndex"])
    expected = bits_of(encode_bitstring([index], STATUS_LIST_SIZE))
    assert bits_of(revoked["credentialSubject"]["encodedList"]) == expected
    assert revoked["id"] == entry["statusListCredential"]
    assert revoked["validUntil"] > revoked["validFrom"]
    assert revoked["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"


def test_there_is_one_status_list(client, db):
    assert client.get("/certificats/statuts/2").status_code == 404


def test_retired_keys_stay_published_and_verify_earlier_badges(client, credential):
    before = badge(client, credential)
    (keys.keys_dir() / "ed25519-2.pem").write_bytes(keys._new("ed25519"))
    names = [
        method["id"].partition("#")[2] for method in client.get("/.well-known/did.json").json()["verificationMethod"]
    ]
    assert names == ["key-ed25519-2", "key-ed25519-1", "key-rsa-1"]
    assert keys.signing_key("ed25519").name == "key-ed25519-2"
    verify(client, before)


def test_keys_are_made_once_and_only_their_owner_reads_them(credential):
    first = keys.signing_keys()
    assert keys.signing_keys() == first
    assert {path.stat().st_mode & 0o777 for path in keys.keys_dir().glob("*.pem")} == {0o600}


def test_an_expiry_is_signed_too(client, achievement, learner, sit):
    type(achievement).objects.update(validity_months=24)
    sit(learner)
    [info] = api.credentials_of(user=learner, now=NOW)
    assert badge(client, info)["validUntil"] == "2028-11-22T12:00:00Z"


def test_what_has_no_name_or_was_erased_has_no_badge(client, achievement, course, sit, learner, credential):
    from courses.learning import api as learning

    nameless = person("sans-nom@example.org")
    learning.enrol(user=nameless, course_id=course.pk)
    sit(nameless)
    assert client.get(address(Credential.objects.get(user=nameless), "json")).status_code == 404
    badge(client, credential)
    api.erase_personal_data(user=learner, now=NOW)
    for ending in ("json", "jwt", "png"):
        assert client.get(address(credential, ending)).status_code == 404
    assert Credential.objects.get(uuid=credential.uuid).badge is None


def test_a_verifiers_page_may_read_the_badge_from_elsewhere(client, credential):
    for path in (address(credential, "json"), "/.well-known/did.json", "/certificats/statuts/1"):
        assert client.get(path)["Access-Control-Allow-Origin"] == "*"


def test_the_issuer_is_the_did_of_its_https_address(settings):
    settings.PV_ISSUER_URL = "https://localhost:8000"
    assert badges.issuer_did() == "did:web:localhost%3A8000"
