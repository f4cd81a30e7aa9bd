"""Memory that was freed with something in it is taken again without."""

from __future__ import annotations

import ctypes
import platform

import pytest

from faqbot.index.scrubbing import scrubbed

_SIZE, _MARK = 4000, b"zyqqravel"


def found_again() -> bool:
    """Whether what was written into memory that was freed stands in memory that is taken."""
    c = ctypes.CDLL(None)
    c.malloc.restype, c.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    taken = [c.malloc(_SIZE) for _ in range(50)]
    for place in taken:
        ctypes.memmove(place + 2000, _MARK, len(_MARK))
    for place in taken:
        c.free(place)
    again = [c.malloc(_SIZE) for _ in range(50)]
    seen = any(_MARK in ctypes.string_at(place, _SIZE) for place in again)
    for place in again:
        c.free(place)
    return seen


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can fill memory that is taken")
def test_what_lay_in_memory_before_is_gone_within_and_only_there() -> None:
    assert found_again()
    with scrubbed():
        assert not found_again()
    assert found_again()
