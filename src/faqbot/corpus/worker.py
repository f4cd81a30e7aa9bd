"""The reading process: takes a file at a time on standard input, answers with its documents. Started by `isolation`.

A message is its length in eight bytes and then itself. A request is JSON about the file and then its bytes, or an empty
message, which asks what limits hold. Nothing a reader prints can get between the replies.
"""

from __future__ import annotations

import json
import os
import sys
from typing import BinaryIO

from faqbot.corpus import limits, wire
from faqbot.corpus.parsing import parse
from faqbot.errors import DocumentError

OUT_OF_MEMORY = b"memory"


def send(stream: BinaryIO, message: bytes) -> None:
    """Write one message."""
    stream.write(len(message).to_bytes(8, "big") + message)
    stream.flush()


def receive(stream: BinaryIO, most: int = 1 << 40) -> bytes | None:
    """The next message; None at the end. Raises ValueError for one longer than `most`."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    length = int.from_bytes(head, "big")
    if length > most:
        raise ValueError(f"a message of {length:,} bytes")
    message = stream.read(length)
    return message if len(message) == length else None


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until there are none; memory that ran out ends it, because nothing is certain then."""
    while (head := receive(requests)) is not None:
        limits.allow_cpu()
        if not head:
            send(replies, json.dumps(limits.probe()).encode())
            continue
        asked = json.loads(head)
        raw = receive(requests)
        try:
            reply = wire.pack_parsed(parse(raw or b"", asked["source"], tuple(asked["below"])))
        except DocumentError as error:
            no_memory = error.code == "damaged" and limits.memory_ran_short()
            reply = OUT_OF_MEMORY if no_memory else wire.pack_refusal(error)
        except MemoryError:
            reply = OUT_OF_MEMORY
        send(replies, reply)
        if reply == OUT_OF_MEMORY:
            return


def main() -> None:
    """Bind this process, keep what is printed away from the replies, and serve."""
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    sys.dont_write_bytecode = True
    limits.apply()
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
