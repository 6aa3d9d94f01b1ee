from media.h5p.engine import check_package
from tests.media.h5p.packages import package


def test_a_small_real_package_is_valid():
    result = check_package(package())

    assert result.problems == ()
    assert result.package.manifest["title"] == "Le chêne"
    assert result.package.content_json() == {"text": "Bonjour"}
    assert [str(library.name) for library in result.package.libraries] == ["H5P.Text 1.0"]
    assert result.package.libraries[0].preloaded_js == ("text.js",)
