"""Signed statements: the JSON web signature that is attached to one (xAPI-Data 2.6)."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from courses.records import parsing
from courses.records.data import StatementInvalid

USAGE_TYPE = "http://adlnet.gov/expapi/attachments/signature"
CONTENT_TYPE = "application/octet-stream"
ALGORITHMS = ("RS256", "RS384", "RS512")


def check_signature(statement: Mapping[str, Any], attachment: Mapping[str, Any], signature: bytes) -> None:
    """Raises `StatementInvalid` unless the signature is well formed and signs this very statement."""
    if attachment["contentType"].partition(";")[0].strip() != CONTENT_TYPE:
        raise StatementInvalid("signature-content-type", "attachments")
    token = signature.decode("ascii", "replace").strip()
    header = _header_of(token)
    if header.get("alg") not in ALGORITHMS:
        raise StatementInvalid("signature-algorithm", "attachments")
    if not parsing.same_statement(_payload_of(token), statement):
        raise StatementInvalid("signature-of-another-statement", "attachments")
    if "x5c" in header:
        _verify(token, header)


def _header_of(token: str) -> dict[str, Any]:
    try:
        return jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise StatementInvalid("signature-malformed", "attachments") from error


def _payload_of(token: str) -> dict[str, Any]:
    encoded = token.split(".")[1]
    try:
        content = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    except (binascii.Error, ValueError) as error:
        raise StatementInvalid("signature-malformed", "attachments") from error
    payload = parsing.load_json(content)
    parsing.parse_statement(payload)
    return payload


def _verify(token: str, header: Mapping[str, Any]) -> None:
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise StatementInvalid("signature-key", "attachments")
        jwt.api_jws.decode(token, key, algorithms=list(ALGORITHMS))
    except (jwt.PyJWTError, ValueError, TypeError, IndexError, KeyError) as error:
        raise StatementInvalid("signature-wrong", "attachments") from error
