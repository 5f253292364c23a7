"""Excel's habits, and text, quotes and headers that are wrong."""

import codecs

import pytest

from bot.errors import Unreadable
from bot.loaders import sheets
from bot.loaders.csv_tables import COLUMNS, read_csv, template
from bot.loaders.rejects import Rejects
from bot.model import Credit, Numbering, Title
from tests.loading.spreadsheets import CAST, only, read, refused, rejected

# Excel's habits.


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("begin", ["", "\ufeff", "\n", "sep={}\n", '\ufeff"sep={}"\n', "SEP={}\n"])
def test_tables_of_every_spreadsheet_are_the_same(begin: str, end: str, separator: str):
    rows = (
        ["series", "season", "number", "name", "character", ""],
        ["Mayday", "1.0", "1", "Ann", f'"A{separator}A"', ""],
        ["", "", "", "", "", ""],
        [""],
    )
    lines = [begin.format(separator), *(separator.join(row) + "\n" for row in rows)]
    told = only(read("".join(lines).replace("\n", end)))
    assert told.numberings == (Numbering(season=1, number=1),)
    assert told.credits == (Credit(name="Ann", character=f"A{separator}A"),)


def test_whole_numbers_may_have_a_decimal_comma():
    assert only(read("series;season;number\nMayday;1,0;1,00\n")).numberings[0].season == 1


def test_a_bar_parts_cells_where_the_file_says_so():
    assert only(read("sep=|\nseries|season|number|name\nMayday|1|1|Ann\n")).credits


def test_cells_that_excel_leaves_out_at_the_end_of_a_row_are_empty():
    assert only(read(CAST + "Mayday,1,1,,Ann\n")).credits == (Credit(name="Ann"),)


def test_a_title_over_two_lines_is_one_line():
    told = only(read('series,title,name\nMayday,"Target\r\nIs  Destroyed",Ann\n'))
    assert told.titles == (Title(text="Target Is Destroyed"),)


def test_the_line_of_a_row_is_where_it_begins():
    text = 'sep=,\r\n\r\nseries,title,name\r\nMayday,"a\r\nb",Ann\r\n\r\nMayday,,Ann\r\n'
    assert [place for place, _ in rejected(text)] == ["line 7"]


# The header.


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("series,season,nmber", "no column 'nmber' in a table of episodes; number may be meant"),
        ("series,season,number,name,charakter", "in a table of cast; character may be meant"),
        ("series,season,number,provider,name,price", "no column 'name' in a table of offers"),
        ("series,season,season", "two columns are called season"),
        ("Series Year,series_year", "two columns are called series_year"),
        ("series,season,number,provider,price,currency", "needs a column country"),
        ("series,season,number,note", "a table of releases needs a column date"),
        ("nothing at all", "no column 'nothingatall'"),
        ("a" * 300, "no column 'aaa"),
        ("sep=#", "no column 'sep=#'"),
        ("sep=;", "no column 'sep='"),
        ("\u202e,\x07", r"no column '\u202e'"),
    ],
)
def test_a_header_that_is_wrong_is_refused(header: str, reason: str):
    error = refused(header + "\nMayday,1,1\n" if "sep" not in header else header)
    assert error.place == "line 1"
    assert reason in error.reason


def test_an_unknown_column_is_told_the_known_ones():
    reason = refused("series,nmber\n").reason
    assert all(name in reason for name in COLUMNS["episodes"])


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff", ",,,\n", "sep=;\n"])
def test_a_file_without_a_header_is_refused(text: str):
    assert "no header" in refused(text).reason


def test_a_header_without_rows_is_refused():
    assert "no rows" in refused(CAST + ",,,\n\n").reason


# Text that is not what it seems.


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_another_encoding_is_named_and_proposed_but_never_taken(end: str):
    text = (CAST + "Mayday,1,1,,Ann,A\nMayday,1,2,,Renée,B\n").replace("\n", end)
    content = text.encode("cp1252")
    error = refused(content)
    assert error.place == f"line 3, byte {content.index(0xE9)}"
    assert "0xE9" in error.reason
    assert "--encoding cp1252" in error.reason
    told = read(content, "cp1252")
    assert [one.credits[0].name for one in told] == ["Ann", "Renée"]


def test_what_cp1252_cannot_be_is_not_proposed():
    error = refused(CAST.encode() + b"Mayday,1,1,,Ann\x81,\n")
    assert "cp1252" not in error.reason


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_utf_16_is_told_by_its_mark(encoding: str):
    content = ("\ufeff" + CAST + "Mayday,1,1,,Ann,A\n").encode(encoding)
    error = refused(content)
    assert error.place == "line 1, byte 0"
    assert f"--encoding {encoding[:6]}" in error.reason
    assert len(read(content, encoding[:6])) == 1
    assert len(read(content, encoding)) == 1


def test_utf_16_without_a_mark_has_nul_in_it():
    assert "NUL" in refused((CAST + "Mayday,1,1,,Ann,A\n").encode("utf-16-le")).reason


def test_utf_8_may_be_said_of_it():
    assert read(codecs.BOM_UTF8 + template("cast").encode(), "utf-8")


@pytest.mark.parametrize(
    "encoding", ["cp9999", "", "a\0b", "\ud800", "hex", "rot13", "punycode", "Unicode_Escape"]
)
def test_an_encoding_that_does_not_exist_is_refused(encoding: str):
    for content in (template("cast").encode(), b""):
        assert refused(content, encoding).place == "the encoding"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(b"series\nMay\xffday\n", "ascii"), (b"series\n\xd8", "utf-16"), (b"a\n\x81", "cp1252")],
)
def test_what_is_not_in_the_encoding_that_was_said_is_refused(content: bytes, encoding: str):
    error = refused(content, encoding)
    assert error.reason == f"it is not {encoding}"
    assert "byte" in error.place


def test_halves_of_signs_are_refused():
    assert refused(b"series\n+2AA-\n", "utf-7").reason == "it is not utf-7"
    assert refused(b"series\n\xed\xa0\x80\n").place == "line 2, byte 7"


def test_nul_is_refused_with_its_line():
    error = refused(CAST + "Mayday,1,1,,Ann,A\nMayday,1,2,,Bo\0b,B\n")
    assert (error.place, "NUL" in error.reason) == ("line 3", True)


# Quotes.


def test_a_quote_that_never_closes_is_named_with_the_line_where_it_opens():
    text = CAST + "Mayday,1,1,,Ann,A\n" + 'Mayday,1,2,,"Bob,B\n' + "Mayday,1,3,,Cid,C\n" * 20
    assert refused(text).place == "line 3"
    assert refused(text + "Mayday,1,4,,Dan,D\n" * 200).place == "line 3"
    assert refused(text + 'Mayday,1,4,,"Dan",D\n' * 2).place == "line 3"
    assert refused(text + 'Mayday,1,4,,"Dan ""the man""",D\n' * 2).place == "line 3"
    assert refused(text + f"Mayday,1,4,,{'a' * 5000},D\n" * 50).place == "line 3"


def test_a_quote_that_opens_after_another_closed_is_named_by_its_own_line():
    text = CAST + 'Mayday,1,1,"a\n""b""\n","c\n' + "Mayday,1,2,,Bob,B\n" * 3
    assert refused(text).place == "line 4"


def test_a_quoted_cell_runs_over_a_hundred_lines_and_no_more():
    text = CAST + 'Mayday,1,1,,Ann,"{}"\n'
    told = only(read(text.format("\n".join(["a"] * sheets.MOST_LINES))))
    assert told.credits[0].character.count("\n") == 99
    error = refused(text.format("\n".join(["a"] * (sheets.MOST_LINES + 1))))
    assert (error.place, "100 lines" in error.reason) == ("line 2", True)


def test_what_follows_a_quote_is_refused():
    error = refused(CAST + 'Mayday,1,1,,"Ann" A,A\n')
    assert (error.place, "quote" in error.reason) == ("line 2", True)


def test_quotes_in_a_cell_are_its_own():
    text = CAST + 'Mayday,1,1,,Ann "A" Lee,"""A"""\n'
    assert only(read(text)).credits == (Credit(name='Ann "A" Lee', character='"A"'),)


@pytest.mark.parametrize("length", [50_001, 140_000, 2_000_000])
@pytest.mark.parametrize("cell", ["{}", '"{}"', '"""{}"'])
def test_a_cell_that_is_too_long_is_refused_and_the_next_row_read(length: int, cell: str):
    rejects = Rejects()
    text = CAST + f"Mayday,1,1,,Ann,{cell.format('a' * length)}\nMayday,1,1,,Bob,B\n"
    told = only(read_csv(text.encode(), "shelf.csv", rejects))
    assert [credit.name for credit in told.credits] == ["Bob"]
    assert rejects.kept == [("shelf.csv", "line 2", "a cell has more than 50,000 characters")]


@pytest.mark.parametrize("sign", ["a", ",", '"', "\n", "a,", '""', 'a"', '",'])
def test_a_file_of_one_sign_is_answered(sign: str):
    for text in (sign * 300_000, CAST + sign * 300_001, CAST + 'Mayday,1,1,,"' + sign * 300_000):
        with pytest.raises(Unreadable, match="line "):
            read(text)


def test_a_long_cell_in_the_middle_of_an_open_quote_is_no_row():
    error = refused(CAST + f'Mayday,1,1,,"Ann{"a" * 140_000}\nMayday,1,1,,Bob,"\n')
    assert error.place == "line 2"
