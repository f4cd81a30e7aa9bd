"""Marks of Markdown become tags of ours; everything else is escaped, and nothing from a document is a link or an image."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faqbot.web.inline import inline


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a **b** c", "a <strong>b</strong> c"),
        ("a *b* _c_ `d`", "a <em>b</em> <em>c</em> <code>d</code>"),
        ("__b__", "<strong>b</strong>"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("see [our page](https://example.org/x)", "see our page"),
        ("![a picture](https://evil.example.net/p.png)", "a picture"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("**<b>**", "<strong>&lt;b&gt;</strong>"),
        ("[<script>](javascript:alert)", "&lt;script&gt;"),
        ('`a & "b"`', "<code>a &amp; &#34;b&#34;</code>"),
        ("<i>x</i> **y** <i>", "&lt;i&gt;x&lt;/i&gt; <strong>y</strong> &lt;i&gt;"),
        ("**unfinished", "**unfinished"),
    ],
)
def test_marks(text: str, html: str) -> None:
    assert inline(text) == html


@given(st.text(alphabet="<>&\"'ab*_`[]()! \n:/=", max_size=80))
def test_only_our_three_tags_ever_come_out(text: str) -> None:
    assert set(re.findall(r"<[^>]*>", inline(text))) <= {
        f"<{slash}{tag}>" for slash in ("", "/") for tag in ("strong", "em", "code")
    }
    assert inline(text).count("<strong>") == inline(text).count("</strong>")


@pytest.mark.parametrize("text", ["*" * 50_000, "_a" * 50_000, "[" * 50_000, "![](" * 30_000, "`" * 50_001, "**a" * 30_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.thread_time()
    inline(text)
    assert time.thread_time() - started < 2
