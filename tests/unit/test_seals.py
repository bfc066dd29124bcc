"""Secrets that can be shown again to their owner, and to nobody else."""

from conference.seals import seal, unseal

KEY = "a key of an installation"


def test_what_was_sealed_opens_for_its_purpose_alone():
    sealed = seal("geheim-şifre", key=KEY, purpose="addresses of feeds")

    assert unseal(sealed, key=KEY, purpose="addresses of feeds") == "geheim-şifre"
    assert unseal(sealed, key=KEY, purpose="links of speakers") is None
    assert unseal(sealed, key="another key", purpose="addresses of feeds") is None


def test_nothing_is_read_from_the_sealed_form():
    assert b"geheim" not in seal("geheim", key=KEY, purpose="x")


def test_what_was_wiped_opens_no_more():
    assert unseal(b"", key=KEY, purpose="x") is None
