"""What a file is, by its content and not by its name."""

import io
import zipfile

import pytest

from conference.questions.rules.files import (
    MEGABYTE,
    FileEmpty,
    FileTooLarge,
    FileUnknown,
    clean_name,
    file_from,
    type_of,
)

PDF = b"%PDF-1.7\n"
ALL = ("pdf", "image", "office")


def zipped(*names, first=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first:
            archive.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (b"\n\n" + PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpg"),
        (b"RIFF\x00\x01\x02\x03WEBPVP8 ", "webp"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (zipped("content.xml", first="application/vnd.oasis.opendocument.text"), "odt"),
        (zipped("content.xml", first="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
    ],
)
def test_files_are_known_by_their_content(content, ending):
    assert type_of(content).ending == ending


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00",
        b"PK\x03\x04 broken",
        zipped("payload.exe"),
        zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        zipped("content.xml", first="application/vnd.oasis.opendocument.text-master"),
        b"x" * 2_000 + PDF,
    ],
)
def test_anything_else_is_nothing_whatever_it_is_called(content):
    assert type_of(content) is None
    with pytest.raises(FileUnknown):
        file_from("letter.pdf", content, kinds=ALL, megabytes=1)


def test_a_file_of_a_kind_that_is_not_wanted_is_refused():
    with pytest.raises(FileUnknown):
        file_from("letter.pdf", PDF, kinds=("image",), megabytes=1)


def test_a_file_has_something_in_it_and_not_too_much():
    with pytest.raises(FileEmpty):
        file_from("letter.pdf", b"", kinds=ALL, megabytes=1)
    assert file_from("letter.pdf", PDF.ljust(MEGABYTE), kinds=ALL, megabytes=1).media_type == "application/pdf"
    with pytest.raises(FileTooLarge):
        file_from("letter.pdf", PDF.ljust(MEGABYTE + 1), kinds=ALL, megabytes=1)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Brief.PDF", "Brief.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ada\\Özgeçmiş.pdf", "Özgeçmiş.pdf"),
        ('a"b\r\nc;d.pdf', "a b c d.pdf"),
        ("a%0D%0Ab.pdf", "a b.pdf"),
        ("bill.docx", "bill.pdf"),
        ("bill.pdf.exe", "bill.pdf.exe.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("x" * 500, "x" * 120 + ".pdf"),
    ],
)
def test_a_name_holds_nothing_that_means_something_to_a_system(name, clean):
    assert clean_name(name, type_of(PDF)) == clean
