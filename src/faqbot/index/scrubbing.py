"""Memory without a past: what was freed before is overwritten before it is used again."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator

# mallopt's number for it in glibc (malloc.h). Fresh memory is filled with the complement of the byte: with zeros.
_M_PERTURB, _ONES = -6, 0xFF


@contextlib.contextmanager
def scrubbed() -> Iterator[None]:
    """Within, memory that is taken is filled with zeros first.

    Chroma saves its graph with room that nothing was written to, and what lay there before, such as the text of a document
    that is erased, would stand in the file. Where the C library is not glibc, nothing happens.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        yield
        return
    mallopt(_M_PERTURB, _ONES)
    try:
        yield
    finally:
        mallopt(_M_PERTURB, 0)
