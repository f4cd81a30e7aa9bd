"""Lists of addresses: sitemaps, and text files with one address a line."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree

from faqbot.corpus.refusals import refusal

_MOST = 50_000
_HEAD = 4096
_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")


def listed(content: bytes, kind: str, url: str) -> tuple[list[str], list[str]] | None:
    """The (pages, further sitemaps) that a file names; None where it is no list of addresses.

    Raises DocumentError for a sitemap that cannot be read. Only addresses of the sitemap's own host count.
    """
    if kind == "text/plain":
        lines = addresses(content.decode("utf-8", "replace"))
        return (lines, []) if lines else None
    if not _ROOT.search(content[:_HEAD]):
        return None
    root = _parse(content, url)
    name = etree.QName(root).localname
    host = urlsplit(url).hostname
    found = [text for place in root.iterfind("{*}*/{*}loc") if (text := (place.text or "").strip())][:_MOST]
    own = [one for one in found if _host(one) == host]
    return ([], own) if name == "sitemapindex" else (own, [])


def addresses(text: str) -> list[str]:
    """The addresses in `text`, one a line, `#` before a remark; none at all when a line holds anything else."""
    lines = [line for raw in text.splitlines() if (line := raw.strip()) and not line.startswith("#")]
    return lines if all(line.startswith(("http://", "https://")) and " " not in line for line in lines) else []


def _parse(content: bytes, url: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root: etree._Element = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refusal(url, "damaged", f"The sitemap is not XML: {error}.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusal(url, "entities", "The sitemap declares entities.")
    return root


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
