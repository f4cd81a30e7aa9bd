"""The zoo's packed formats: Word documents, workbooks and PDF files that are broken or hostile."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator

import openpyxl

from tests.office import pdf, saved, word, workbook

Specimen = tuple[str, bytes, str]
_MB = 1024 * 1024
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {two} "&{one};&{one};&{one};&{one};&{one};">' for one, two in zip("abcdefghijkl", "bcdefghijklm", strict=True)
    )
    + "]><d>&m;</d>"
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'


def _packed(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def _changed(raw: bytes, **changes: bytes) -> bytes:
    """An archive with some entries replaced or added; `__` in a name stands for a slash, and `_xml` for the ending."""
    named = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in changes.items()}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        kept = {entry.filename: archive.read(entry) for entry in archive.infolist() if entry.filename not in named}
    return _packed(kept | named)


def _overlapping() -> bytes:
    """An archive whose entries all point at one stream: a few kilobytes that list a hundred times their size."""
    raw = bytearray(_packed({f"{number}.xml": b"<a/>" * 1_000 for number in range(100)}))
    end = raw.rindex(b"PK\x05\x06")
    place = struct.unpack_from("<I", raw, end + 16)[0]
    while raw[place : place + 4] == b"PK\x01\x02":
        struct.pack_into("<I", raw, place + 42, 0)
        place += 46 + sum(struct.unpack_from("<HHH", raw, place + 28))
    return bytes(raw)


def _locked(raw: bytes) -> bytes:
    """The archive with the mark of encryption on its first entry."""
    changed = bytearray(raw)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[changed.index(mark) + place] |= 1
    return bytes(changed)


def words() -> Iterator[Specimen]:
    """What is no Word document, or an archive that is dangerous to open."""
    good = word(lambda document: document.add_paragraph("It pays 100 euros."))
    yield "nothing.docx", b"", "damaged"
    yield "text.docx", b"This is no archive at all.", "damaged"
    yield "cut-off.docx", good[: len(good) // 2], "damaged"
    yield "flipped.docx", good[:400] + bytes(byte ^ 0xFF for byte in good[400:700]) + good[700:], "damaged"
    yield "old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "encrypted"
    yield "locked.docx", _locked(good), "encrypted"
    yield "no-document.docx", _packed({"hello.xml": b"<a/>"}), "damaged"
    yield "spreadsheet.docx", workbook(("Sheet", [("a", "b")])), "damaged"
    yield "bomb.docx", _changed(good, word__document_xml=b"<a>" + b" " * (40 * _MB) + b"</a>"), "archive-bomb"
    yield (
        "bomb-total.docx",
        _changed(good, **{f"word__{number}_xml": os.urandom(4096) * 220 for number in range(90)}),
        "archive-bomb",
    )
    yield "entries.docx", _changed(good, **{f"word__{number}_xml": b"<a/>" for number in range(2_500)}), "archive-bomb"
    yield "overlapping.docx", _overlapping(), "archive-bomb"
    yield "way-out.docx", _changed(good, **{"..__..__etc__passwd": b"x"}), "archive-path"
    yield "absolute.docx", _changed(good, __etc__passwd=b"x"), "archive-path"
    yield "drive.docx", _changed(good, **{"C:\\windows\\x": b"x"}), "archive-path"


def inner_words() -> Iterator[Specimen]:
    """Word documents whose archive is sound and whose XML is not."""
    good = word(lambda document: document.add_paragraph("It pays 100 euros."))
    xml = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
    yield "outside-entity.docx", _changed(good, word__document_xml=OUTSIDE.encode()), "entities"
    yield "laughs.docx", _changed(good, word__document_xml=LAUGHS.encode()), "entities"
    yield "laughs-utf16.docx", _changed(good, word__document_xml=LAUGHS.encode("utf-16")), "entities"
    yield "broken-xml.docx", _changed(good, word__document_xml=b"<w:document><w:body>"), "damaged"
    yield "other-root.docx", _changed(good, word__document_xml=b"<html/>"), "damaged"
    yield "deep.docx", _changed(good, word__document_xml=xml.format("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000).encode()), "damaged"
    yield "no-styles.docx", _changed(good, word__styles_xml=b"not xml"), "damaged"
    yield (
        "hidden-only.docx",
        _changed(
            good, word__document_xml=xml.format("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Unseen.</w:t></w:r></w:p>").encode()
        ),
        "+empty",
    )
    yield (
        "heavy.docx",
        _changed(
            good,
            word__document_xml=xml.format(
                "".join(f"<w:p><w:r><w:t>{number}</w:t></w:r></w:p>" for number in range(900_000))
            ).encode(),
        ),
        "too-heavy|too-slow",
    )
    yield (
        "many-runs.docx",
        _changed(good, word__document_xml=xml.format("<w:p>" + "<w:r><w:t>a </w:t></w:r>" * 50_000 + "</w:p>").encode()),
        "",
    )


def sheets() -> Iterator[Specimen]:
    """Workbooks."""
    good = workbook(("Sheet", [("question", "answer"), ("What does it pay?", "100 euros.")]))
    far = openpyxl.Workbook()
    far.worksheets[0].cell(1_048_576, 16_384, "far")
    hidden = openpyxl.Workbook()
    hidden.create_sheet("Hidden").append(["secret"])
    hidden["Hidden"].sheet_state = "hidden"
    formula = openpyxl.Workbook()
    formula.worksheets[0].append(['=HYPERLINK("http://example.org", "x")'])
    yield "text.xlsx", b"question,answer\n", "damaged"
    yield "cut-off.xlsx", good[:300], "damaged"
    yield "old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "encrypted"
    yield "word.xlsx", word(lambda document: document.add_paragraph("Text.")), "damaged"
    yield "bomb.xlsx", _changed(good, xl__sharedStrings_xml=b"<sst>" + b" " * (40 * _MB) + b"</sst>"), "archive-bomb"
    yield "outside-entity.xlsx", _changed(good, xl__workbook_xml=OUTSIDE.encode()), "entities"
    yield "broken-xml.xlsx", _changed(good, xl__workbook_xml=b"<workbook>"), "damaged"
    yield "no-sheet.xlsx", _changed(good, xl__worksheets__sheet1_xml=b""), "damaged"
    yield "far.xlsx", saved(far.save), "too-large"
    yield "hidden-only.xlsx", saved(hidden.save), "+empty"
    yield "never-computed.xlsx", saved(formula.save), "+empty"


def pdfs() -> Iterator[Specimen]:
    """PDF files."""
    good = pdf([("It pays 100 euros.", 11, 100, "")])
    yield "nothing.pdf", b"", "damaged"
    yield "text.pdf", b"This is no PDF at all.", "damaged"
    yield "cut-off.pdf", good[:60], "damaged"
    yield "no-table.pdf", good[: good.index(b"xref")] + b"trailer << /Root 1 0 R >>\n%%EOF\n", ""
    yield (
        "locked.pdf",
        good.replace(
            b"trailer <<",
            b"trailer << /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <"
            + b"00" * 32
            + b"> /U <"
            + b"11" * 32
            + b"> /P -4 >>",
        ),
        "encrypted",
    )
    yield "no-pages.pdf", good.replace(b"/Count 1", b"/Count 0").replace(b"/Kids [6 0 R]", b"/Kids []     "), "damaged"
    yield "page-loop.pdf", good.replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]"), "damaged"
    yield "picture.pdf", pdf([]), "no-text"
    yield "invisible-only.pdf", pdf([("Nobody sees this.", 11, 100, "3 Tr")]), "no-text"
    yield "many-pages.pdf", pdf(*[[("A page.", 11, 100, "")]] * 501), "too-large"
    yield "bomb.pdf", _with_stream(b"0 0 m 1 1 l S\n" * 8_000_000), "too-heavy|too-slow|crashed"
    yield "script.pdf", good.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), ""
    yield "endless-text.pdf", _with_stream(b"BT /F1 11 Tf 72 700 Td (word ) Tj ET\n" * 400_000), ""


def _with_stream(content: bytes) -> bytes:
    """A PDF whose page is drawn by a packed stream."""
    packed = zlib.compress(content, 9)
    head = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    page = b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>\nendobj\n"
    stream = b"4 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\n"
    return head + page + stream + b"trailer << /Root 1 0 R >>\n%%EOF\n"
