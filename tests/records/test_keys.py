"""A key opens the door of the tenant it was cut for, and of no other."""

import hashlib

import pytest

from records import database, keys


async def test_a_key_names_its_tenant_and_role(tenant):
    secret = await keys.create(tenant.id, role="operator", label="demo")
    principal = await keys.principal(secret)
    assert principal is not None
    assert (str(principal.tenant_id), principal.role) == (tenant.id, "operator")
    assert secret.startswith("sb_")


async def test_only_the_hash_of_a_key_is_kept(tenant):
    secret = await keys.create(tenant.id)
    assert await tenant.value("select hash from api_keys") == hashlib.sha256(secret.encode()).digest()
    assert secret not in str(await tenant.value("select to_jsonb(api_keys)::text from api_keys"))


@pytest.mark.parametrize("key", ["", "sb_", "sb_wrong", "Bearer sb_wrong", "sk-other", "sb_\x00", "sb_" + "x" * 20000])
async def test_a_wrong_key_opens_nothing(tenant, key):
    assert await keys.principal(key) is None
    assert await keys.principal(key) is None


async def test_a_revoked_key_opens_nothing(tenant):
    secret = await keys.create(tenant.id)
    principal = await keys.principal(secret)
    assert principal is not None
    await keys.revoke(tenant.id, principal.key_id)
    assert await keys.principal(secret) is None


async def test_nobody_revokes_a_strangers_key(tenant, other_tenant):
    secret = await keys.create(tenant.id)
    principal = await keys.principal(secret)
    assert principal is not None
    with pytest.raises(database.NotFound):
        await keys.revoke(other_tenant.id, principal.key_id)
    assert await keys.principal(secret) == principal


async def test_guessing_does_not_fill_the_memory(tenant):
    for n in range(50):
        await keys.principal(f"sb_guess{n}")
    assert len(keys._answers) <= keys._answers.most
