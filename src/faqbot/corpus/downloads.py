"""Pages and feeds from the web as files in a folder, so that they are read as every other document is.

The folder holds exactly what the last call asked for: a page that is gone, or not asked for any more, is removed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from faqbot.corpus.fetching import Fetched, Fetcher, kept
from faqbot.corpus.loaders import LOADERS
from faqbot.corpus.refusals import WARNED, refusal
from faqbot.corpus.sitemaps import listed
from faqbot.errors import DocumentError
from faqbot.types import Finding

_STATE = ".state.json"
_MOST_PAGES = 1000
_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/json": ".json", "text/plain": ".txt", "text/markdown": ".md", "text/csv": ".csv",
    "application/pdf": ".pdf", "application/yaml": ".yaml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip


@dataclass
class Downloaded:
    """What came of the addresses: the address of each file by its path below the folder, and what went wrong."""

    addresses: dict[str, str] = field(default_factory=dict)
    refused: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def download(urls: Sequence[str], folder: Path, fetcher: Fetcher) -> Downloaded:
    """Fetch `urls`, and what sitemaps and lists among them name, into `folder`; only what changed is transferred."""
    folder.mkdir(parents=True, exist_ok=True)
    return _Run(folder, fetcher).run(urls)


class _Run:
    def __init__(self, folder: Path, fetcher: Fetcher) -> None:
        self._folder, self._fetcher = folder, fetcher
        self._before, self._before_lists = _state(folder / _STATE)
        self._now: dict[str, dict[str, Any]] = {}
        self._lists: dict[str, list[str]] = {}
        self._done = Downloaded()

    def run(self, urls: Sequence[str]) -> Downloaded:
        """Fetch everything, then leave nothing else in the folder."""
        waiting, seen = [(url, 2) for url in urls], set(urls)
        while waiting:
            url, depth = waiting.pop(0)
            if len(self._now) >= _MOST_PAGES:
                error = refusal(
                    url, "fetch-many", f"More than {_MOST_PAGES:,} pages; this one and {len(waiting)} more are not read."
                )
                self._done.refused.append(_finding(error))
                break
            try:
                further = self._one(url, depth)
            except DocumentError as error:
                further = self._failed(url, error)
            waiting.extend((one, depth - 1) for one in further if one not in seen)
            seen.update(further)
        self._settle()
        return self._done

    def _one(self, url: str, depth: int) -> list[str]:
        """Keep what `url` gives; the addresses that it names where it is a list."""
        known = self._before.get(url, {})
        intact = bool(known) and (self._folder / known["file"]).is_file()
        got = self._fetcher.fetch(url, known["validators"] if intact else None)
        if got.unchanged:
            self._keep(url, known)
            return []
        if found := listed(got.content, got.kind, got.url):
            pages, sitemaps = found
            self._lists[url] = [*sitemaps, *pages] if depth else []
            return self._lists[url]
        suffix = _suffix(got)
        if suffix not in LOADERS:
            raise refusal(url, "fetch-kind", f"The page is of the kind {got.kind or '(none named)'!r}, which is not read.")
        path = self._folder / _name(got.url, suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(got.content)
        file = path.relative_to(self._folder).as_posix()
        self._keep(url, {"file": file, "url": got.url, "validators": dict(got.validators)})
        return []

    def _keep(self, url: str, entry: dict[str, Any]) -> None:
        self._now[url] = entry
        self._done.addresses[entry["file"]] = entry["url"]

    def _failed(self, url: str, error: DocumentError) -> list[str]:
        """Read on from the copy, or the list, from before where the site only fails to answer."""
        page, names = self._before.get(url), self._before_lists.get(url)
        intact = page is not None and (self._folder / page["file"]).is_file()
        if not kept(error) or not (intact or names):
            self._done.refused.append(_finding(error))
            return []
        said = f"{error.message} The copy from before is read."
        self._done.warnings.append(Finding(url, 0, "fetch-old", said, WARNED["fetch-old"].remedy))
        if page is not None and intact:
            self._keep(url, page)
        self._lists |= {url: names} if names else {}
        return names or []

    def _settle(self) -> None:
        files = {self._folder / entry["file"] for entry in self._now.values()}
        for path in sorted(self._folder.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in files:
                path.unlink()
        (self._folder / _STATE).write_text(json.dumps({"pages": self._now, "lists": self._lists}, indent=1), encoding="utf-8")


def _state(file: Path) -> tuple[Mapping[str, dict[str, Any]], Mapping[str, list[str]]]:
    """The pages and the lists of the last call; none where its notes are missing or damaged."""
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
        pages = {url: entry for url, entry in state["pages"].items() if {"file", "url", "validators"} <= entry.keys()}
        return pages, {url: list(map(str, names)) for url, names in state["lists"].items()}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return {}, {}


def _suffix(got: Fetched) -> str:
    """The ending under which a loader knows the kind; the address's own where the site names none that we know."""
    own = Path(urlsplit(got.url).path).suffix.lower()
    return _SUFFIXES.get(got.kind) or (own if own in LOADERS else "")


def _name(url: str, suffix: str) -> str:
    """A path for the address: its host, its path, and a digest where these do not tell it from another one."""
    parts = urlsplit(url)
    steps = [re.sub(r"[^A-Za-z0-9._-]+", "-", step).strip(".-")[:80] for step in parts.path.split("/")]
    path = "/".join(step for step in steps if step)[:180] or "index"
    path = path.removesuffix(suffix)
    plain = f"/{path}" == parts.path.removesuffix(suffix).rstrip("/") or path == "index"
    digest = "" if plain and not parts.query else "-" + hashlib.sha256(url.encode()).hexdigest()[:8]
    host = re.sub(r"[^A-Za-z0-9.-]+", "-", parts.netloc)
    return f"{host}/{path}{digest}{suffix}"


def _finding(error: DocumentError) -> Finding:
    return Finding(error.source, error.line, error.code, error.message, error.remedy)
