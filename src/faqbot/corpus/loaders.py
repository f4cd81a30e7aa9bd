"""The table of formats: a loader takes a file's bytes and its source, and returns the pages in it, mostly one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from faqbot.corpus.csvtable import read_csv
from faqbot.corpus.datafile import read_json_file, read_yaml_file
from faqbot.corpus.markdown import read_markdown
from faqbot.corpus.page import Page
from faqbot.corpus.pdf import read_pdf
from faqbot.corpus.plaintext import read_plaintext
from faqbot.corpus.spreadsheet import read_spreadsheet
from faqbot.corpus.webpage import read_webpage
from faqbot.corpus.worddocument import read_word

Loader = Callable[[bytes, str], list[Page]]

LOADERS: Mapping[str, Loader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plaintext,
    ".html": read_webpage,
    ".htm": read_webpage,
    ".docx": read_word,
    ".pdf": read_pdf,
    ".xlsx": read_spreadsheet,
    ".csv": read_csv,
    ".json": read_json_file,
    ".yaml": read_yaml_file,
    ".yml": read_yaml_file,
}
