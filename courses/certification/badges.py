"""Certificates as Open Badges 3.0: signed documents that any wallet reads, away from this site.

The only module that knows `openbadgeslib`. Sources: Open Badges 3.0 (1EdTech), sections 2, 8 and B;
Verifiable Credentials 2.0; Bitstring Status List 1.0 (W3C).
"""

import copy
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import jwt
from django.conf import settings
from django.urls import reverse
from openbadgeslib import baking
from openbadgeslib.keys import public_jwk_from_pem
from openbadgeslib.ob3.did import did_web_from_url, multikey_from_pem
from openbadgeslib.ob3.ldp import OB3LdpVerifier, add_data_integrity_proof
from openbadgeslib.ob3.status_list import build_status_list_credential, status_entry

from courses.certification import rules
from courses.certification.keys import signing_key, signing_keys
from courses.certification.models import STATUS_LIST_SIZE, Credential
from media.addresses import site_url

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
ISSUER_NAME = "Porte-Voix"
STATUS_LIST_LASTS = timedelta(days=7)


def issuer_url() -> str:
    """The https address that issues; without a final slash."""
    return str(getattr(settings, "PV_ISSUER_URL", "") or site_url()).rstrip("/")


def issuer_did() -> str:
    return did_web_from_url(issuer_url())


def did_document() -> dict[str, Any]:
    """The issuer's keys, the retired ones included, as eddsa-rdfc-2022 and VC-JWT verifiers want them."""
    did = issuer_did()
    methods = [_method(did, key.kind, f"{did}#{key.name}", key.public_pem) for key in signing_keys()]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _method(did: str, kind: str, id: str, public_pem: bytes) -> dict[str, Any]:
    base = {"id": id, "controller": did}
    if kind == "ed25519":
        return {**base, "type": "Multikey", "publicKeyMultibase": multikey_from_pem(public_pem)}
    return {**base, "type": "JsonWebKey", "publicKeyJwk": public_jwk_from_pem(public_pem)}


def status_list_url(number: int = 1) -> str:
    return issuer_url() + reverse("certification:status_list", args=[number])


def unsigned(credential: Credential) -> dict[str, Any]:
    """The credential as it is signed. The name is there only as a salted digest of type `name`."""
    address = issuer_url() + credential.get_absolute_url()
    document = {
        "@context": CONTEXTS,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": credential.snapshot["title"],
        "issuer": {"id": issuer_did(), "type": ["Profile"], "name": ISSUER_NAME, "url": issuer_url()},
        "validFrom": _iso(credential.issued_at),
        "awardedDate": _iso(credential.issued_at),
        "credentialSubject": _subject(credential),
        "credentialStatus": status_entry(status_list_url(), "revocation", credential.status_index or 0),
    }
    if credential.expires_at:
        document["validUntil"] = _iso(credential.expires_at)
    return document


def _subject(credential: Credential) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{uuid5(credential.uuid, 'holder')}",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": rules.holder_hash(credential.holder_name, credential.uuid),
                "identityType": "name",
                "salt": str(credential.uuid),
            }
        ],
        "licenseNumber": credential.number,
        "achievement": _achievement(credential.snapshot),
    }


def _achievement(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The achievement as it was; its id changes with its words, so that it never changes meaning."""
    words = "\n".join(str(snapshot[name]) for name in ("title", "description", "criteria", "kind"))
    return {
        "id": f"urn:uuid:{uuid5(UUID(snapshot['achievement']), words)}",
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": snapshot["title"],
        "description": snapshot["description"],
        "criteria": {"narrative": snapshot["criteria"]},
        "inLanguage": "fr",
    }


def signed(credential: Credential) -> dict[str, Any]:
    """The credential with its embedded proof (eddsa-rdfc-2022), checked before it leaves.

    The proof is an array of one, the form that the strictest schema, openbadgeslib and digitalbazaar's
    library all accept.
    """
    return _with_proof(unsigned(credential), check=True)


def _with_proof(document: dict[str, Any], *, check: bool) -> dict[str, Any]:
    key = signing_key("ed25519")
    proved = add_data_integrity_proof(document, key.pem, f"{issuer_did()}#{key.name}")
    proved["proof"] = [proved["proof"]]
    if check:
        # Signing alone leaves unknown terms unsigned; verifying refuses them.
        OB3LdpVerifier(key.public_pem).verify(copy.deepcopy(proved))
    return proved


def as_jwt(credential: Credential) -> str:
    """The credential as a VC-JWT (RS256), whose `kid` leads to the key in the DID document."""
    document, key = unsigned(credential), signing_key("rsa")
    claims = {
        **document,
        "iss": issuer_did(),
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": int(credential.issued_at.timestamp()),
    }
    if credential.expires_at:
        claims["exp"] = int(credential.expires_at.timestamp())
    headers = {"kid": f"{issuer_did()}#{key.name}"}
    return jwt.encode(claims, key.pem, algorithm="RS256", headers=headers)


def baked(credential: Credential, picture: bytes) -> bytes:
    """`picture` (PNG) with the VC-JWT inside (Open Badges 3.0, section 5.3)."""
    return bytes(baking.bake_png(picture, as_jwt(credential), keyword=baking.ITXT_KEYWORD_OB3))


def status_list(revoked: Iterable[int], *, number: int, now: datetime) -> dict[str, Any]:
    """The signed list of revoked indexes; it lasts a week, so that an old copy revives nothing for long."""
    document = build_status_list_credential(
        issuer_did(),
        status_list_url(number),
        "revocation",
        revoked,
        size_bits=STATUS_LIST_SIZE,
        issued=now,
        valid_until=now + STATUS_LIST_LASTS,
    )
    return _with_proof(document, check=False)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
