"""Which other sites a content takes files from."""

import pytest

from media.h5p.outside import MOST_SITES, embedded_videos, sites_of


@pytest.mark.parametrize(
    ("parameters", "sites"),
    [
        ({"file": {"path": "images/a.png"}}, ()),
        ({"file": {"path": "https://Images.example/a.png"}}, ("https://images.example",)),
        ([{"video": [{"path": "http://v.example:8080/a.mp4", "mime": "video/mp4"}]}], ("http://v.example:8080",)),
        ({"texts": ["<p><img alt='' src='https://a.example/x.png'></p>"]}, ("https://a.example",)),
        ({"text": '<a href="https://lien.example/">lien</a>'}, ()),
        ({"path": "https://www.youtube.com/watch?v=x", "mime": "video/YouTube"}, ()),
        ({"path": "https://a.example; script-src *"}, ()),
        ({"path": "https://a.example *"}, ()),
        ({"path": "https://user@a.example/"}, ()),
        ({"path": "javascript:alert(1)"}, ()),
        ({"path": "data:image/png;base64,AAAA"}, ()),
        ({"path": 3}, ()),
        (None, ()),
    ],
)
def test_the_sites_of_files_are_found_and_nothing_that_would_change_a_policy(parameters, sites):
    assert sites_of(parameters) == sites


def test_a_content_opens_the_policy_to_few_sites():
    many = [{"path": f"https://{number}.example/a.png"} for number in range(200)]
    assert len(sites_of(many)) == MOST_SITES


def test_videos_inside_another_player_are_found_once_with_a_harmless_address():
    files = [
        {"path": "https://youtu.be/x", "mime": "video/YouTube"},
        {"path": "https://vimeo.com/1", "mime": "video/Vimeo"},
        {"path": "https://youtu.be/x", "mime": "video/YouTube"},
        {"path": "javascript:alert(1)", "mime": "video/YouTube"},
        {"path": "videos/a.mp4", "mime": "video/mp4"},
        {"mime": "video/YouTube"},
    ]
    assert embedded_videos({"video": {"files": files}}) == ("https://youtu.be/x", "https://vimeo.com/1")
