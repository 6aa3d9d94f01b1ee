import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Collection, CollectionViewRestriction

from media.library.models import CreditedMedia

pytestmark = pytest.mark.django_db


@pytest.fixture
def video():
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    collection = root.add_child(name="Formation")
    media = CreditedMedia(title="Loutre", duration=3, type="video", collection=collection)
    media.file.save("loutre.mp4", ContentFile(bytes(range(100))))
    return media


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_video_is_sent_whole_or_in_part(client, video):
    whole = client.get(video.file.url)
    assert whole.status_code == 200
    assert body(whole) == bytes(range(100))
    part = client.get(video.file.url, headers={"range": "bytes=10-19"})
    assert part.status_code == 206
    assert part["Content-Range"] == "bytes 10-19/100"
    assert part["Content-Type"] == "video/mp4"
    assert body(part) == bytes(range(10, 20))
    assert client.get(video.file.url, headers={"range": "bytes=100-"}).status_code == 416


def test_video_of_a_restricted_collection_is_hidden(client, video, django_user_model):
    CollectionViewRestriction.objects.create(collection=video.collection, restriction_type="login")
    assert client.get(video.file.url).status_code == 404
    client.force_login(django_user_model.objects.create_user("a@example.org", "x"))
    assert client.get(video.file.url).status_code == 200


def test_original_images_are_for_editors_only(client, admin_client):
    name = default_storage.save("original_images/loutre.txt", ContentFile(b"x"))
    assert client.get(f"/fichiers/{name}").status_code == 404
    assert admin_client.get(f"/fichiers/{name}").status_code == 200


@pytest.mark.parametrize(
    "path", ["secret_key", "../secret_key", "images/../../secret_key", "db.sqlite3", "images/absent.jpg"]
)
def test_nothing_else_is_served(client, path):
    assert client.get(f"/fichiers/{path}").status_code in {400, 404}
