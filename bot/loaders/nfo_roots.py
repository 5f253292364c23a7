"""A .nfo's bytes into the roots of its XML: encodings, several roots, hostile files."""

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from bot.errors import Unreadable
from bot.loaders.rejects import Rejects

LARGEST = 4 << 20
"""Bytes of one .nfo; those seen have up to 20,000."""
MOST_ROOTS = 1000
"""Roots of one file; those seen have up to four."""
DEEPEST = 20
"""Elements within elements; Kodi and Jellyfin write four."""
MOST_ELEMENTS = 50_000
"""Elements of one root; those seen have up to 300."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CODECS = re.compile(r"utf-8|ascii|(?:iso8859-|cp|koi8-|gb|big5|shift_jis|euc_)\w*")
_DECLARED = re.compile(rb"""<\?xml\s[^<>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})["']""")
_ROOT = re.compile(rb"<(?:tvshow|episodedetails)(?=[\s/>])", re.IGNORECASE)
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?!\?|!--)")


class Root(NamedTuple):
    """A root whose elements have their line as an attribute, and what stands behind it."""

    element: Element
    behind: bytes


class _Tree(TreeBuilder):
    """Builds the elements of one root, names in small letters and without a namespace."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.root: Element | None = None
        self.end_of_root = 0
        self.parser = XMLParser(target=self, encoding="utf-8", forbid_dtd=True)
        self._file, self._line = file, line
        self._depth = self._elements = 0

    @property
    def line(self) -> int:
        return self._line - 1 + self.parser.parser.CurrentLineNumber

    def _refusal(self, reason: str) -> Unreadable:
        return Unreadable(self._file, f"line {self.line}", reason)

    def start(self, tag: str, attributes: dict[Any, Any], /) -> Element:
        if self._depth == DEEPEST:
            raise self._refusal(f"it is nested deeper than {DEEPEST}")
        if self._elements == MOST_ELEMENTS:
            raise self._refusal(f"it has more than {MOST_ELEMENTS:,} elements")
        self._depth += 1
        self._elements += 1
        known = {key.lower(): value.strip() for key, value in attributes.items()}
        return super().start(tag.rpartition("}")[2].lower(), {**known, "line": str(self.line)})

    def end(self, tag: str, /) -> Element:
        element = super().end(tag.rpartition("}")[2].lower())
        self._depth -= 1
        if not self._depth:
            self.root, self.end_of_root = element, self.parser.parser.CurrentByteIndex
        return element


def roots(content: bytes, file: str, rejects: Rejects) -> Iterator[Root]:
    """Give the roots of a file; what is damaged is a reject."""
    try:
        sections = _sections(content, file)
    except Unreadable as error:
        rejects.add(file, error.place, error.reason)
        return
    for line, section in sections:
        try:
            root = _parsed(section, file, line)
        except Unreadable as error:
            rejects.add(file, error.place, error.reason)
            continue
        yield root
        if junk := _MARKUP.search(root.behind):
            place = line + section.count(b"\n") - root.behind.count(b"\n", junk.start())
            rejects.add(file, f"line {place}", f"this is not part of any {root.element.tag}")


def _sections(content: bytes, file: str) -> list[tuple[int, bytes]]:
    """Cut a file where its roots begin, each with its first line: XML allows only one root."""
    if len(content) > LARGEST:
        raise Unreadable(file, f"byte {LARGEST}", f"it is larger than {LARGEST:,} bytes")
    text = _utf8(content, file)
    if _WEB_PAGE.match(text):
        raise Unreadable(file, "line 1", "this is a web page, not a .nfo")
    first = text.find(b"<")
    if first < 0 and b"://" in text:
        return []
    if first < 0:
        nothing = (
            "neither XML nor an address is in it" if text.strip() else "there is nothing in it"
        )
        raise Unreadable(file, "line 1", nothing)
    starts = [first, *[found.start() for found in _ROOT.finditer(text)][1:], len(text)]
    if len(starts) > MOST_ROOTS:
        raise Unreadable(file, "line 1", f"it has {MOST_ROOTS:,} roots or more")
    sections, line = [], 1 + text.count(b"\n", 0, first)
    for start, end in pairwise(starts):
        sections.append((line, text[start:end]))
        line += text.count(b"\n", start, end)
    return sections


def _utf8(content: bytes, file: str) -> bytes:
    """Bring a file to UTF-8: its byte order mark decides, then what it declares."""
    mark, codec = next((each for each in _MARKS if content.startswith(each[0])), (b"", ""))
    codec = codec or _declared(content, file)
    try:
        return content[len(mark) :].decode(codec).encode()
    except UnicodeDecodeError as error:
        place = f"byte {len(mark) + error.start}"
        raise Unreadable(file, place, f"not {codec.upper()}: {error.reason}") from error


def _declared(content: bytes, file: str) -> str:
    found = _DECLARED.search(content, 0, 1000)
    if found is None or found[1].lower().startswith((b"utf-16", b"utf-32")):
        # Programs that make XML as text declare how they keep text, whatever the file is in.
        return "utf-8"
    name = found[1].decode("ascii")
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = ""
    if not _CODECS.fullmatch(codec):
        raise Unreadable(file, f"byte {found.start(1)}", f"{name} is not an encoding that is read")
    return codec


def _parsed(section: bytes, file: str, line: int) -> Root:
    tree = _Tree(file, line)
    try:
        tree.parser.feed(section)
        tree.parser.close()
    except ParseError as error:
        if tree.root is None:
            place = f"line {line - 1 + error.position[0]}"
            raise Unreadable(file, place, str(error).rpartition(": line")[0]) from error
    except DefusedXmlException as error:
        raise Unreadable(file, f"line {tree.line}", "it declares a document type") from error
    assert tree.root is not None  # noqa: S101 - XML without a root is a ParseError
    end = tree.end_of_root
    if section.startswith(b"</", end):
        end = section.index(b">", end) + 1
    return Root(tree.root, section[end:])
