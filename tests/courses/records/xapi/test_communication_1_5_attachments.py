"""xAPI-Communication 1.5.2 and xAPI-Data 2.4.11 and 2.6: attachments and signatures."""

import hashlib
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from courses.records.models import Attachment
from courses.records.xapi import multipart
from tests.courses.records.xapi.conftest import MAP, SIGNED_BY, statement, sub_statement

TEXT = b"here is a simple attachment"
MIXED = "multipart/mixed; boundary=-------314159265358979323846"
BOUNDARY = b"-------314159265358979323846"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def described(content=TEXT, **parts):
    return {
        "usageType": "http://example.org/usage",
        "display": MAP,
        "contentType": "text/plain",
        "length": len(content),
        "sha2": hashlib.sha256(content).hexdigest(),
        **parts,
    }


def part(content, content_type="text/plain", **headers):
    sent = {"Content-Type": content_type, "Content-Transfer-Encoding": "binary", **headers}
    sent.setdefault("X-Experience-API-Hash", hashlib.sha256(content).hexdigest())
    lines = "".join(f"{name}:{value}\r\n" for name, value in sent.items() if value)
    return lines.encode() + b"\r\n" + content


def body(*parts, first=None, first_type="application/json"):
    head = f"Content-Type:{first_type}\r\n\r\n".encode() + json.dumps(first).encode()
    return b"".join(b"\r\n--" + BOUNDARY + b"\r\n" + one for one in (head, *parts)) + b"\r\n--" + BOUNDARY + b"--"


def test_an_attachment_comes_back_with_its_statement(lrs):
    one = statement(attachments=[described()])
    response = lrs.post("statements", body(part(TEXT), first=[one]), content_type=MIXED)
    assert response.status_code == 200, response.content
    (statement_id,) = response.json()
    for params in ({"statementId": statement_id}, {"limit": 1}):
        plain = lrs.get("statements", params)
        assert plain["Content-Type"] == "application/json"
        mixed = lrs.get("statements", {**params, "attachments": "true"})
        assert mixed["Content-Type"].startswith("multipart/mixed; boundary=")
        first, second = multipart.parts_of(mixed.content, multipart.boundary_of(mixed["Content-Type"]))
        assert first.headers["content-type"] == "application/json"
        assert "attachments" in json.dumps(json.loads(first.content))
        assert second.content == TEXT
        assert second.headers["x-experience-api-hash"] == hashlib.sha256(TEXT).hexdigest()
        assert second.headers["content-transfer-encoding"] == "binary"


def test_binary_content_is_kept_byte_for_byte(lrs):
    content = bytes(range(256)) + b"\r\n--not a boundary\r\n"
    one = sub_statement(attachments=[described(content, contentType="image/jpeg")])
    response = lrs.post("statements", body(part(content, "image/jpeg"), first=one), content_type=MIXED)
    assert response.status_code == 200, response.content
    assert bytes(Attachment.objects.get().content) == content


def test_put_takes_attachments_too(lrs, new_id):
    sent = body(part(TEXT), first=statement(attachments=[described()]))
    response = lrs.put("statements", {"statementId": new_id}, sent, content_type=MIXED)
    assert response.status_code == 204


def test_json_takes_attachments_that_are_elsewhere(lrs):
    elsewhere = described(fileUrl="http://example.org/file.txt")
    assert lrs.post("statements", statement(attachments=[elsewhere])).status_code == 200
    assert lrs.post("statements", statement(attachments=[elsewhere, described(b"x")])).status_code == 400


@pytest.mark.parametrize("name", ["sha224", "sha256", "sha384", "sha512"])
def test_a_part_is_found_by_the_sha_2_of_its_bytes(lrs, name):
    sha2 = hashlib.new(name, TEXT).hexdigest()
    one = statement(attachments=[described(sha2=sha2)])
    assert lrs.post("statements", body(part(TEXT, **{"X-Experience-API-Hash": sha2}), first=one), content_type=MIXED)
    assert Attachment.objects.get().sha2 == sha2


def test_two_statements_share_the_attachment_that_was_sent_once_or_twice(lrs):
    two = [statement(attachments=[described()]), statement(attachments=[described()])]
    for parts in ([part(TEXT)], [part(TEXT), part(TEXT)]):
        assert lrs.post("statements", body(*parts, first=two), content_type=MIXED).status_code == 200
    assert Attachment.objects.count() == 4


def test_multipart_may_hold_no_attachment(lrs):
    assert lrs.post("statements", body(first=statement()), content_type=MIXED).status_code == 200


ONE = statement(attachments=[described()])


@pytest.mark.parametrize(
    ("sent", "content_type"),
    [
        (body(part(TEXT), first=ONE, first_type="text/plain"), MIXED),
        (body(part(TEXT), first=ONE), "multipart/mixed"),
        (body(part(TEXT), first=ONE), "multipart/mixed;"),
        (body(part(TEXT), first=ONE), "multipart/form-data; boundary=-------314159265358979323846"),
        (body(part(TEXT), first=ONE), "multipart/mixed; boundary=other"),
        (body(part(TEXT), first=ONE).removesuffix(b"--"), MIXED),
        (body(part(TEXT, **{"X-Experience-API-Hash": ""}), first=ONE), MIXED),
        (body(part(TEXT, **{"X-Experience-API-Hash": "0" * 64}), first=ONE), MIXED),
        (body(part(TEXT + b"!", **{"X-Experience-API-Hash": hashlib.sha256(TEXT).hexdigest()}), first=ONE), MIXED),
        (body(part(TEXT, **{"Content-Transfer-Encoding": ""}), first=ONE), MIXED),
        (body(part(TEXT, **{"Content-Transfer-Encoding": "base64"}), first=ONE), MIXED),
        (body(part(TEXT), part(b"unknown"), first=ONE), MIXED),
        (body(b"Content-Type:application/json\r\n\r\n{}", part(TEXT), first=ONE), MIXED),
        (body(first=ONE), MIXED),
        (b"", MIXED),
        (b"--" + BOUNDARY + b"--", MIXED),
        (b"--" + BOUNDARY + b"\r\nno headers\r\n--" + BOUNDARY + b"--", MIXED),
    ],
)
def test_malformed_multipart_is_400_and_leaves_nothing(lrs, sent, content_type):
    assert lrs.post("statements", sent, content_type=content_type).status_code == 400
    assert not Attachment.objects.exists()


class TestSignatures:
    """xAPI-Data 2.6."""

    def signed(self, payload, algorithm="RS256", key=KEY, content_type="application/octet-stream", **options):
        text = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        token = jwt.api_jws.encode(text, key, algorithm=algorithm, **options).encode()
        info = described(token, usageType=SIGNED_BY, contentType=content_type)
        return body(part(token, content_type), first={**statement(id=self.id), "attachments": [info]})

    @pytest.fixture(autouse=True)
    def _id(self, new_id):
        self.id = new_id

    def send(self, lrs, sent):
        return lrs.post("statements", sent, content_type=MIXED).status_code

    @pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
    def test_a_good_signature_is_taken(self, lrs, algorithm):
        assert self.send(lrs, self.signed(statement(id=self.id), algorithm)) == 200

    def test_another_algorithm_is_400(self, lrs):
        assert self.send(lrs, self.signed(statement(id=self.id), "HS256", key="k" * 32)) == 400

    def test_another_content_type_is_400(self, lrs):
        assert self.send(lrs, self.signed(statement(), content_type="text/plain")) == 400

    def test_a_payload_that_is_no_json_is_400(self, lrs):
        assert self.send(lrs, self.signed(json.dumps(statement()).replace('"', "'", 1).encode())) == 400

    def test_the_signature_of_another_statement_is_400(self, lrs):
        other = statement(verb={"id": "http://example.org/other"})
        assert self.send(lrs, self.signed(other)) == 400

    @pytest.mark.parametrize("chain", [["x"], [], "x", [1]])
    def test_a_certificate_that_does_not_verify_is_400(self, lrs, chain):
        assert self.send(lrs, self.signed(statement(id=self.id), headers={"x5c": chain})) == 400
