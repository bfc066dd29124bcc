"""Laws are about values: whoever reaches for the network or a database here is told so."""

import pytest

from tests.silence import silence


@pytest.fixture(autouse=True)
def _values_only(monkeypatch: pytest.MonkeyPatch) -> None:
    silence(monkeypatch)
