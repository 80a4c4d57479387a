"""A master key for tests, and a vault on it."""

from tink import aead, new_keyset_handle

from vivavoce.compliance.master_key import LocalMasterKey
from vivavoce.compliance.vault import TinkVault
from vivavoce.domain.ports.vault import DataKeys


def fresh_master_key() -> LocalMasterKey:
    aead.register()
    return LocalMasterKey(new_keyset_handle(aead.aead_key_templates.AES256_GCM).primitive(aead.Aead))


def fresh_vault(keys: DataKeys) -> TinkVault:
    return TinkVault(keys, fresh_master_key())
