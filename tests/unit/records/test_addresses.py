"""A wrong address of a database stops the start with a sentence, and never tells its password."""

from __future__ import annotations

import pytest

from faqbot.errors import SettingsError
from faqbot.records import open_records


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "not the address"),
        ("mysql://host/x", "Allowed: sqlite, postgresql"),
        ("sqlite+nodriver:///x", "driver"),
        ("postgresql://host/x?sslmode=perhaps", "sslmode=perhaps"),
    ],
)
def test_a_wrong_address_is_a_sentence(url: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        open_records(url)


def test_an_error_never_holds_the_password() -> None:
    with pytest.raises(SettingsError) as caught:
        open_records("mysql://me:secret@host/x")
    assert "secret" not in str(caught.value)
