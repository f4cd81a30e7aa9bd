"""Sites, sitemaps and lists become files, and nothing stays of what is gone."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from faqbot.corpus.downloads import Downloaded, download
from faqbot.corpus.fetching import Fetcher
from faqbot.corpus.gathering import gather
from faqbot.errors import UsageError
from faqbot.network import Guard
from tests.sites import Page, Site, serving

COOK = b"<html lang=en><main><h1>Cook</h1><h2>Pay</h2><p>A cook earns 30,000 euros a year.</p></main></html>"


def quick() -> Fetcher:
    return Fetcher(Guard((ipaddress.ip_network("127.0.0.0/8"),)), sleep=lambda seconds: None)


def fetched(urls: list[str], folder: Path) -> Downloaded:
    with quick() as own:
        return download(urls, folder, own)


def files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix().partition("/")[2]
        for path in folder.rglob("*.*")
        if path.name[0] != "." and path.is_file()
    )


def sitemap(site: Site, *paths: str, index: bool = False) -> Page:
    root, entry = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    entries = "".join(f"<{entry}><loc>{path if '://' in path else site.address + path}</loc></{entry}>" for path in paths)
    text = f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>'
    return Page(text.encode(), "application/xml")


def test_a_sitemap_gives_its_pages_and_only_those_of_its_own_host(tmp_path: Path) -> None:
    with serving({"/jobs/cook": Page(COOK), "/jobs/": Page(COOK), "/a.pdf": Page(b"%PDF", "application/pdf")}) as site:
        site.pages["/index.xml"] = sitemap(site, "/map.xml", index=True)
        site.pages["/map.xml"] = sitemap(site, "/jobs/cook", "/jobs/", "/a.pdf", "/gone", "http://elsewhere.example/x")
        done = fetched([f"{site.address}/index.xml"], tmp_path)
        assert [one.code for one in done.refused if one.code != "fetch-kind"] == ["fetch-gone"]
        assert [name for name in files(tmp_path) if name.startswith("jobs")] == ["jobs.html", "jobs/cook.html"]
        assert done.addresses[f"127.0.0.1-{site.port}/jobs/cook.html"] == f"{site.address}/jobs/cook"
        assert not any("elsewhere" in path for path in site.paths())


def test_what_did_not_change_is_not_transferred_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    with serving({"/a": Page(COOK, headers={"ETag": '"1"'}), "/b": Page(COOK)}) as site:
        both = [f"{site.address}/a", f"{site.address}/b"]
        fetched(both, tmp_path)
        site.asked.clear()
        del site.pages["/b"]
        done = fetched(both, tmp_path)
        assert [(path, conditional) for path, _, conditional in site.asked if path == "/a"] == [("/a", True)]
        assert files(tmp_path) == ["a.html"]
        assert [one.code for one in done.refused] == ["fetch-gone"]
        fetched([], tmp_path)
        assert files(tmp_path) == []


def test_a_site_that_fails_leaves_the_copies_from_before(tmp_path: Path) -> None:
    with serving({"/a": Page(COOK)}) as site:
        site.pages["/map.xml"] = sitemap(site, "/a")
        fetched([f"{site.address}/map.xml"], tmp_path)
        site.pages.update({"/map.xml": Page(status=503), "/a": Page(status=500)})
        done = fetched([f"{site.address}/map.xml"], tmp_path)
        assert (done.refused, [one.code for one in done.warnings]) == ([], ["fetch-old", "fetch-old"])
        assert files(tmp_path) == ["a.html"]
        site.pages["/a"] = Page(status=410)
        fetched([f"{site.address}/map.xml"], tmp_path)
        assert files(tmp_path) == []


@pytest.mark.parametrize("state", ["", "[]", '{"pages": 3}', '{"pages": {"x": {}}, "lists": {}}'])
def test_damaged_notes_only_cost_a_transfer(tmp_path: Path, state: str) -> None:
    with serving({"/a": Page(COOK)}) as site:
        (tmp_path / ".state.json").write_text(state)
        assert fetched([f"{site.address}/a"], tmp_path).refused == []
        assert files(tmp_path) == ["a.html"]


def test_addresses_that_differ_only_in_their_query_are_different_files(tmp_path: Path) -> None:
    with serving({"/job?id=1": Page(COOK), "/job?id=2": Page(COOK), "/..%2f..%2fx": Page(COOK)}) as site:
        fetched([f"{site.address}{path}" for path in site.pages], tmp_path)
        assert len(files(tmp_path)) == 3
        assert all(path.resolve().is_relative_to(tmp_path) for path in tmp_path.rglob("*"))


def test_a_sitemap_with_entities_or_without_form_is_refused(tmp_path: Path) -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "http://127.0.0.1/">]><urlset><url><loc>&e;</loc></url></urlset>'
    pages = {
        "/evil.xml": Page(evil, "application/xml"),
        "/bad.xml": Page(b"<urlset><url>", "application/xml"),
        "/rss": Page(b"<rss/>", "text/xml"),
    }
    with serving(pages) as site:
        done = fetched([f"{site.address}{path}" for path in pages], tmp_path)
        assert [one.code for one in done.refused] == ["entities", "damaged", "fetch-kind"]


def test_files_pages_and_lists_are_read_together_with_their_public_address(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "own.md").write_text("# Own\n\nWords of our own.\n")
    with serving({"/cook": Page(COOK)}) as site, quick() as own:
        (tmp_path / "careers.urls").write_text(f"# our jobs\n{site.address}/cook\n")
        found = gather([str(corpus), str(tmp_path / "careers.urls")], tmp_path / "fetched", own)
        assert [(one.source, one.url) for one in found.documents] == [
            (f"127.0.0.1-{site.port}/cook.html", f"{site.address}/cook"),
            ("own.md", None),
        ]
        gather([str(corpus)], tmp_path / "fetched", own)
        assert not (tmp_path / "fetched").exists()
        (tmp_path / "careers.urls").write_text("careers.example.org\n")
        with pytest.raises(UsageError, match="lists no address"):
            gather([str(tmp_path / "careers.urls")], tmp_path / "fetched", own)
