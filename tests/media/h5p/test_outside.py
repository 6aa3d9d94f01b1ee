"""Which other sites a content takes files from."""

import pytest

from media.h5p.outside import MOST_SITES, embeds_a_video, sites_of


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


@pytest.mark.parametrize(("mime", "embedded"), [("video/YouTube", True), ("video/Vimeo", True), ("video/mp4", False)])
def test_a_video_inside_another_player_is_noticed(mime, embedded):
    assert embeds_a_video({"video": {"files": [{"path": "https://x.example/v", "mime": mime}]}}) is embedded
