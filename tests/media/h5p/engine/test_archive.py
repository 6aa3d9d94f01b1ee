import random
import stat
import struct
import time
import tracemalloc
import zipfile
import zlib
from io import BytesIO

import pytest

from media.h5p.engine import Limits, PackageInvalid, check_package, open_package
from media.h5p.engine.limits import MIB
from tests.media.h5p.packages import as_bytes, package, package_files, zipped


def ids(result):
    return [problem.id for problem in result.problems]


def with_entry(name, data=b"x", **attributes):
    info = zipfile.ZipInfo(name)
    for key, value in attributes.items():
        setattr(info, key, value)
    return zipped([*package_files().items(), (info, data)])


def patched(file, name, *, flag=None, size=None, method=None, crc=None):
    """The zip with other values in the headers of one entry, local and central."""
    data = bytearray(file.getvalue())
    target = name.encode()
    for signature, start, header in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = data.find(signature)
        while at >= 0 and data[at + header : at + header + len(target)] != target:
            at = data.find(signature, at + 4)
        for offset, form, value in ((0, "<H", flag), (2, "<H", method), (8, "<L", crc), (16, "<L", size)):
            if value is not None:
                struct.pack_into(form, data, at + start + offset, value)
    return BytesIO(bytes(data))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"not a zip" * 100, b"PK\x03\x04" + bytes(100), b"PK\x05\x06" + b"\xff" * 18, bytes(70_000)],
)
def test_what_is_no_zip_is_told_so(data):
    assert ids(check_package(BytesIO(data))) == ["not-a-zip"]


def test_a_file_that_is_not_there_is_told_so(tmp_path):
    assert ids(check_package(tmp_path / "none.h5p")) == ["file-unreadable"]


def test_a_package_is_read_from_a_path_or_a_file(tmp_path):
    path = tmp_path / "a.h5p"
    path.write_bytes(package().getvalue())

    with path.open("rb") as file:
        for source in (path, str(path), file):
            result = check_package(source)
            assert result.valid
            result.package.close()


class Pipe(BytesIO):
    """A file that cannot go back, as a browser's download is: sizes then follow the data."""

    def seekable(self):
        return False

    def seek(self, *_):
        raise OSError


def test_a_package_written_in_one_go_is_read():
    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in package_files().items():
            archive.writestr(name, as_bytes(value))
    file = BytesIO(out.getvalue())

    assert file.getvalue()[6] & 0x08
    assert check_package(file, read_everything=True).valid


def test_a_package_with_sizes_of_64_bits_a_comment_and_a_preamble_is_read():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in package_files().items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(as_bytes(value))
        archive.comment = b"made by hand"

    assert check_package(BytesIO(out.getvalue()), read_everything=True).valid
    assert check_package(BytesIO(b"#!/bin/sh\n" + out.getvalue()), read_everything=True).valid


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("../evil.js", "name-climbs"),
        ("content/../../evil.png", "name-climbs"),
        ("H5P.Text-1.0/..", "name-climbs"),
        ("/etc/evil.png", "name-absolute"),
        ("C:/evil.png", "name-absolute"),
        ("content\\evil.png", "name-backslash"),
        ("..\\evil.png", "name-backslash"),
        ("content/a\nb.png", "name-invalid"),
        ("content//a.png", "name-invalid"),
        ("content/" + "a" * 600 + ".png", "name-too-long"),
        ("content/" + "é" * 130 + ".png", "name-too-long"),
    ],
)
def test_a_name_that_could_leave_the_package_is_refused(name, problem):
    assert ids(check_package(zipped(package_files() | {name: b"x"}))) == [problem]


@pytest.mark.parametrize("name", [b"content/a\0b.png", b"\0ontent/aXb.png"])
def test_a_null_character_in_a_name_is_refused(name):
    file = zipped(package_files() | {"content/aXb.png": b"x"})
    data = file.getvalue().replace(b"content/aXb.png", name)

    assert ids(check_package(BytesIO(data))) == ["name-invalid"]


def test_a_name_in_utf8_is_read_so_even_when_the_archive_does_not_say_it():
    data = zipped(package_files() | {"content/images/chXXne.png": b"x"}).getvalue()
    opened = open_package(BytesIO(data.replace(b"chXXne.png", "chêne.png".encode())))

    assert opened.content_files == ["images/chêne.png"]
    assert opened.read("content/images/chêne.png") == b"x"


def test_another_name_keeps_the_letters_of_zip():
    data = zipped(package_files() | {"content/images/chXne.png": b"x"}).getvalue()
    opened = open_package(BytesIO(data.replace(b"chXne.png", "chêne.png".encode("cp437"))))

    assert opened.content_files == ["images/chêne.png"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_a_special_file_is_refused(kind):
    file = with_entry("content/a.png", b"/etc/passwd", create_system=3, external_attr=(kind | 0o777) << 16)

    assert ids(check_package(file)) == ["entry-special"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_that_is_there_twice_is_refused():
    assert ids(check_package(with_entry("content/content.json", b"{}"))) == ["entry-twice"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_skipped_entries_and_folders_may_be_there_twice():
    entries = [*package_files().items(), *[("__MACOSX/a", b"x"), ("content/", b"")] * 2]

    assert check_package(zipped(entries)).valid


def test_a_file_that_is_a_folder_too_is_refused():
    extra = {"content/a.png": b"x", "content/a.png/b.png": b"x"}

    assert ids(check_package(zipped(package_files() | extra))) == ["entry-conflict"]


def test_an_encrypted_entry_is_refused():
    assert ids(check_package(patched(package(), "content/content.json", flag=1))) == ["zip-encrypted"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_than_zips_own_are_refused(method):
    result = check_package(zipped(package_files(), compression=method))

    assert set(ids(result)) == {"zip-compression"}


def test_more_entries_than_allowed_are_refused():
    file = zipped({f"content/{number}.png": b"" for number in range(50)})

    assert ids(check_package(file, limits=Limits(entries=49))) == ["too-many-entries"]


def test_a_directory_of_a_million_entries_is_refused_before_it_is_read():
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[20] * 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(entry) * 500_000, 0, 0)
    file = BytesIO(entry * 500_000 + end)

    started, result, peak = measured(file)

    assert ids(result) == ["too-many-entries"]
    assert started < 0.5
    assert peak < 50 * MIB


def test_a_file_larger_than_allowed_is_refused_with_both_sizes():
    file = zipped(package_files() | {"content/a.png": random.Random(0).randbytes(2 * MIB)})
    result = check_package(file, limits=Limits(file_size=MIB))

    assert ids(result) == ["file-too-large"]
    assert "2,0 Mio" in result.problems[0].message
    assert "1,0 Mio" in result.problems[0].message


def test_a_package_larger_than_allowed_is_refused():
    files = {f"content/{number}.png": zlib.compress(bytes([number])) * 1000 for number in range(20)}

    assert ids(check_package(zipped(package_files() | files), limits=Limits(total_size=1000))) == ["package-too-large"]


def measured(file, **options):
    tracemalloc.start()
    started = time.perf_counter()
    result = check_package(file, **options)
    seconds, peak = time.perf_counter() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return seconds, result, peak


@pytest.fixture(scope="module")
def bomb():
    """512 MiB of zeros under a small name."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, value in package_files().items():
            archive.writestr(name, value if isinstance(value, bytes) else b"{}")
        with archive.open("content/bomb.json", "w", force_zip64=True) as entry:
            for _ in range(512):
                entry.write(bytes(MIB))
    return out.getvalue()


def test_a_bomb_of_512_mib_is_refused_before_it_is_unpacked(bomb):
    seconds, result, peak = measured(BytesIO(bomb))

    assert "ratio-too-high" in ids(result)
    assert seconds < 0.5
    assert peak < 50 * MIB


@pytest.mark.parametrize("name", ["content/content.json", "h5p.json", "H5P.Text-1.0/language/fr.json"])
def test_an_entry_that_is_larger_than_it_says_is_caught_as_it_comes_out(name):
    file = zipped(package_files() | {name: b" " * 30 * MIB + b"{}"})
    lying = patched(file, name, size=1000, crc=zlib.crc32(b" " * 1000))
    seconds, result, peak = measured(lying)

    assert "size-lies" in ids(result)
    assert seconds < 0.5
    assert peak < 10 * MIB


def test_an_entry_that_is_smaller_than_it_says_is_caught():
    result = check_package(patched(package(), "content/content.json", size=5000))

    assert ids(result) == ["size-lies"]


def test_damaged_data_are_told_with_their_place():
    data = bytearray(zipped(package_files(), compression=zipfile.ZIP_STORED).getvalue())
    at = data.find(b"Bonjour")
    data[at] ^= 0x01
    result = check_package(BytesIO(bytes(data)))

    assert ids(result) == ["zip-damaged"]
    assert result.problems[0].where == "content/content.json"


def test_entries_that_share_their_data_are_refused():
    data = bytearray(zipped(package_files() | {"content/a.png": b"x" * 5000}).getvalue())
    first, at = data.find(b"PK\x01\x02"), data.find(b"PK\x01\x02")
    offset = struct.unpack_from("<L", data, first + 42)[0]
    for _ in range(2):
        at = data.find(b"PK\x01\x02", at + 4)
        struct.pack_into("<L", data, at + 42, offset)

    assert set(ids(check_package(BytesIO(bytes(data))))) == {"zip-overlap"}


def test_nothing_can_be_read_from_an_unsafe_archive():
    with pytest.raises(PackageInvalid, match="name-climbs"):
        open_package(zipped(package_files() | {"../a.js": b""}))


def test_the_check_gives_up_when_time_is_over():
    assert ids(check_package(package(), limits=Limits(seconds=-1))) == ["too-slow"]


def test_a_long_list_of_problems_is_cut():
    files = {f"content/{number}.svg": b"" for number in range(300)}
    result = check_package(zipped(package_files() | files), limits=Limits(problems=10))

    assert ids(result) == ["content-file-forbidden"] * 10 + ["too-many-problems"]


def test_entries_are_read_whole_in_chunks_or_as_a_file():
    data = bytes(range(256)) * 1000
    opened = open_package(zipped(package_files() | {"content/a.png": data}))

    assert opened.read("content/a.png") == data
    assert b"".join(opened.chunks("content/a.png")) == data
    assert max(len(chunk) for chunk in opened.chunks("content/a.png")) <= 65_536
    with opened.open("content/a.png") as file:
        assert file.read(10) + file.read() == data
    assert opened.size("content/a.png") == len(data)
