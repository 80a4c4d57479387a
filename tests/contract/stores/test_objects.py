"""The contract of object stores: in memory and in a folder."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from vivavoce.domain.errors import ConfigurationError, InvalidInputError, NotFoundError, StorageFullError
from vivavoce.domain.ports.objects import ObjectStore
from vivavoce.stores.memory import MemoryObjects
from vivavoce.stores.objects import open_objects

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["memory", "folder"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return MemoryObjects() if request.param == "memory" else open_objects(tmp_path / "objects")


async def test_what_was_put_is_got(objects: ObjectStore) -> None:
    await objects.put("recordings/ses_1/0", b"\x00\xff sealed")
    await objects.put("recordings/ses_1/0", b"newer")

    assert await objects.get("recordings/ses_1/0") == b"newer"


async def test_an_empty_object_is_an_object(objects: ObjectStore) -> None:
    await objects.put("empty", b"")

    assert await objects.get("empty") == b""


async def test_what_is_not_there_is_not_found(objects: ObjectStore) -> None:
    with pytest.raises(NotFoundError):
        await objects.get("recordings/none")


async def test_keys_below_a_prefix_are_listed_sorted_and_no_others(objects: ObjectStore) -> None:
    for key in ("a/2", "a/10", "a/1/x", "ab/1", "b"):
        await objects.put(key, b"1")

    assert await objects.list("a") == ["a/1/x", "a/10", "a/2"]
    assert await objects.list("a/") == ["a/1/x", "a/10", "a/2"]
    assert await objects.list("c") == []


async def test_deleting_leaves_the_others_and_forgives_what_is_gone(objects: ObjectStore) -> None:
    for key in ("a/1", "a/2", "a/3"):
        await objects.put(key, b"1")

    await objects.delete(["a/none", "a/1", "a/3"])
    await objects.delete([])

    assert await objects.list("a") == ["a/2"]


@pytest.mark.parametrize("key", ["../secret", "a/../../secret", "/etc/passwd", "a//b", "", "a/.", "a\\..\\b", "a/\x00"])
async def test_a_key_that_points_elsewhere_is_refused(objects: ObjectStore, key: str) -> None:
    with pytest.raises(InvalidInputError):
        await objects.put(key, b"1")
    with pytest.raises(InvalidInputError):
        await objects.get(key)


async def test_a_folder_keeps_objects_for_the_next_process(tmp_path: Path) -> None:
    await open_objects(tmp_path).put("a/1", b"kept")

    assert await open_objects(f"file://{tmp_path}").get("a/1") == b"kept"


async def test_erased_objects_leave_nothing_in_the_folder(tmp_path: Path) -> None:
    objects = open_objects(tmp_path)
    await objects.put("recordings/ses_1/candidate/1/0", b"sealed")

    await objects.delete(await objects.list("recordings/ses_1"))

    assert files_in(tmp_path) == []


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("place", ["ftp://example.org/objects", "s3://"])
def test_a_place_that_cannot_be_is_refused_by_name_of_the_setting(place: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_objects(place)

    assert "VIVAVOCE_OBJECTS_URL" in caught.value.fix


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here already")

    with pytest.raises(ConfigurationError):
        open_objects(tmp_path / "file")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB, where this user may make one."""
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root can mount a tiny disk")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], check=False).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


async def test_a_full_disk_is_said_and_leaves_no_half_object(tiny_disk: Path) -> None:
    objects = open_objects(tiny_disk / "objects")
    await objects.put("small", b"1")

    with pytest.raises(StorageFullError):
        await objects.put("big", bytes(200_000))

    assert await objects.list("big") == []
    assert await objects.get("small") == b"1"
