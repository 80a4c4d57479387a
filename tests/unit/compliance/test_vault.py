"""Sealed data opens only where it belongs, with the right keys, until it is erased."""

import stat
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.support.keys import fresh_master_key, fresh_vault
from vivavoce.compliance.master_key import LocalMasterKey
from vivavoce.compliance.vault import KEY_AGE_S, TinkVault
from vivavoce.domain.errors import ConfigurationError, NotFoundError, StorageError
from vivavoce.stores.memory import MemoryDataKeys

pytestmark = pytest.mark.anyio

WORDS = b"I would shard by tenant"


async def test_what_was_sealed_opens_and_does_not_show() -> None:
    vault = fresh_vault(MemoryDataKeys())

    sealed = await vault.seal("ses_1", WORDS, context="event/1")

    assert WORDS not in sealed
    assert await vault.open("ses_1", sealed, context="event/1") == WORDS


async def test_the_same_words_never_look_the_same_twice() -> None:
    vault = fresh_vault(MemoryDataKeys())

    assert await vault.seal("ses_1", WORDS, context="a") != await vault.seal("ses_1", WORDS, context="a")


@pytest.mark.parametrize("at", [0, 5, -1])
async def test_one_changed_bit_is_noticed(at: int) -> None:
    vault = fresh_vault(MemoryDataKeys())
    sealed = bytearray(await vault.seal("ses_1", WORDS, context="event/1"))

    sealed[at] ^= 1

    with pytest.raises(StorageError, match="altered or moved"):
        await vault.open("ses_1", bytes(sealed), context="event/1")


async def test_sealed_data_cannot_be_moved_to_another_place_or_session() -> None:
    vault = fresh_vault(MemoryDataKeys())
    sealed = await vault.seal("ses_1", WORDS, context="event/1")
    await vault.seal("ses_2", WORDS, context="event/1")

    for session_id, context in (("ses_1", "event/2"), ("ses_2", "event/1")):
        with pytest.raises(StorageError, match="altered or moved"):
            await vault.open(session_id, sealed, context=context)


async def test_a_second_process_opens_with_the_stored_key() -> None:
    keys, master = MemoryDataKeys(), fresh_master_key()
    sealed = await TinkVault(keys, master).seal("ses_1", WORDS, context="event/1")

    assert await TinkVault(keys, master).open("ses_1", sealed, context="event/1") == WORDS


async def test_a_data_key_is_never_stored_in_the_clear() -> None:
    keys = MemoryDataKeys()
    await fresh_vault(keys).seal("ses_1", WORDS, context="event/1")

    wrapped = (await keys.get(["ses_1"]))["ses_1"]

    assert b"AesGcmKey" not in wrapped


async def test_another_master_key_opens_nothing_and_is_found_out_at_the_start() -> None:
    keys = MemoryDataKeys()
    vault = fresh_vault(keys)
    await vault.check()
    sealed = await vault.seal("ses_1", WORDS, context="event/1")
    stranger = fresh_vault(keys)

    with pytest.raises(StorageError) as at_start:
        await stranger.check()
    with pytest.raises(StorageError):
        await stranger.open("ses_1", sealed, context="event/1")

    await vault.check()
    assert "VIVAVOCE_MASTER_KEY_FILE" in at_start.value.fix


async def test_a_wrapped_key_cannot_be_given_to_another_session() -> None:
    keys, master = MemoryDataKeys(), fresh_master_key()
    sealed = await TinkVault(keys, master).seal("ses_1", WORDS, context="event/1")
    stolen = MemoryDataKeys()
    await stolen.put("ses_2", (await keys.get(["ses_1"]))["ses_1"])

    with pytest.raises(StorageError, match="ses_2"):
        await TinkVault(stolen, master).open("ses_2", sealed, context="event/1")


async def test_erased_data_opens_for_nobody_and_nothing_new_is_kept() -> None:
    keys, master = MemoryDataKeys(), fresh_master_key()
    vault = TinkVault(keys, master)
    sealed = await vault.seal("ses_1", WORDS, context="event/1")

    await vault.erase("ses_1")
    await vault.erase("ses_1")

    for anyone in (vault, TinkVault(keys, master)):
        with pytest.raises(NotFoundError):
            await anyone.open("ses_1", sealed, context="event/1")
        with pytest.raises(NotFoundError):
            await anyone.seal("ses_1", WORDS, context="event/2")


async def test_an_erasure_elsewhere_reaches_this_process_within_a_minute() -> None:
    keys, master, now_s = MemoryDataKeys(), fresh_master_key(), [0.0]
    here, elsewhere = TinkVault(keys, master, monotonic=lambda: now_s[0]), TinkVault(keys, master)
    sealed = await here.seal("ses_1", WORDS, context="event/1")

    await elsewhere.erase("ses_1")
    now_s[0] += KEY_AGE_S + 0.001

    with pytest.raises(NotFoundError):
        await here.open("ses_1", sealed, context="event/1")


async def test_keys_in_memory_are_bounded_and_fetched_again_when_needed() -> None:
    vault = TinkVault(MemoryDataKeys(), fresh_master_key(), keys_in_memory=2)
    sealed = {name: await vault.seal(name, WORDS, context="x") for name in ("ses_1", "ses_2", "ses_3")}

    opened = [await vault.open(name, data, context="x") for name, data in sealed.items()]

    assert opened == [WORDS] * 3
    assert len(vault._known) == 2


async def test_a_warm_vault_asks_for_no_key_one_by_one() -> None:
    keys, master = CountingKeys(), fresh_master_key()
    writer = TinkVault(keys, master)
    sealed = {name: await writer.seal(name, WORDS, context="x") for name in ("ses_1", "ses_2", "ses_3")}
    reader = TinkVault(keys, master)
    keys.questions = 0

    await reader.warm([*sealed, "ses_never"])
    await reader.warm(list(sealed))
    for name, data in sealed.items():
        await reader.open(name, data, context="x")

    assert keys.questions == 1


class CountingKeys(MemoryDataKeys):
    """Counts how often it is asked."""

    questions = 0

    async def get(self, session_ids):  # type: ignore[no-untyped-def]  # the parent's signature
        self.questions += 1
        return await super().get(session_ids)


async def test_a_master_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    keys = MemoryDataKeys()

    sealed = await TinkVault(keys, LocalMasterKey.load(path)).seal("ses_1", WORDS, context="x")
    again = TinkVault(keys, LocalMasterKey.load(path))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert await again.open("ses_1", sealed, context="x") == WORDS
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]


def test_a_key_file_others_can_read_is_warned_about(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    with capture_logs() as when_made:
        LocalMasterKey.load(path)
    path.chmod(0o644)

    with capture_logs() as when_open:
        LocalMasterKey.load(path)

    assert ["back this file up" in entry["event"] for entry in when_made] == [True]
    assert ["chmod 600" in entry["event"] for entry in when_open] == [True]


def test_a_broken_key_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    path.write_text("not a key")

    with pytest.raises(ConfigurationError, match="not a master key"):
        LocalMasterKey.load(path)

    assert path.read_text() == "not a key"


def test_a_key_file_that_cannot_be_made_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigurationError) as caught:
        LocalMasterKey.load(tmp_path / "file" / "master.key")

    assert "VIVAVOCE_MASTER_KEY_FILE" in caught.value.fix
