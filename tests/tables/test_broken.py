"""One broken table for each kind of fault, and the message it gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.faults import InputError
from sim.tables import Column, read_table
from tests.tables.spoil import copy_tables, faults_of, line_of, rows_of, spoil, write_rows

COAL, DYEING, X003 = ("coal",), ("dyeing",), ("X003",)
LPG = ("lpg", "price_industrial", "2023")

CELLS = [
    pytest.param(
        "streams", COAL, "source", "",
        "is empty; write where the row comes from",
        id="source is empty",
    ),
    pytest.param(
        "streams", COAL, "price_cny_per_unit", "dear",
        "is 'dear', not a number; write a plain number such as 12.5",
        id="text for a number",
    ),
    pytest.param(
        "streams", COAL, "mass_kg_per_unit", "nan",
        "is 'nan', not a number; write a plain number such as 12.5",
        id="nan for a number",
    ),
    pytest.param(
        "streams", COAL, "max_distance_km", "-5",
        "is -5, below 0; write at least 0",
        id="below the least",
    ),
    pytest.param(
        "sectors", DYEING, "utilisation_2020", "73.1",
        "is 73.1, above 1; write at most 1",
        id="percent for a fraction",
    ),
    pytest.param(
        "carriers", LPG, "low", "5200",
        "is 5200, above value 5100; write at most 5100",
        id="low end above the value",
    ),
    pytest.param(
        "carriers", LPG, "high", "5000",
        "is 5000, below value 5100; write at least 5100",
        id="high end below the value",
    ),
    pytest.param(
        "streams", COAL, "hazardous", "no", "is 'no'; write 0 or 1",
        id="word for a flag",
    ),
    pytest.param(
        "hours", ("tou_ratio", "regime_2021", "all", "0"), "from_date", "15.10.2021",
        "is '15.10.2021'; write YYYY, YYYY-MM or YYYY-MM-DD",
        id="date in another form",
    ),
    pytest.param(
        "streams", COAL, "confidence", "guess",
        "is 'guess'; write one of verified, standard, estimate",
        id="unknown confidence",
    ),
    pytest.param(
        "streams", COAL, "unit", "t", "is 't'; write one of kg, m3, MJ, kWh",
        id="unknown unit",
    ),
    pytest.param(
        "exchanges", X003, "added_for", "kalundborg;ulsan",
        "is 'kalundborg;ulsan'; write one of kalundborg, guitang, cases or several split by ;",
        id="one choice of a list",
    ),
    pytest.param(
        "streams", ("carbon_black",), "stream", "carbon black",
        "is 'carbon black'; write letters, digits and . _ + - / without spaces",
        id="space in an id",
    ),
    pytest.param(
        "streams", COAL, "name_en", "Coal ", "is 'Coal '; remove the spaces around it",
        id="space after a name",
    ),
    pytest.param(
        "recipes", ("dyeing", "input", "steam_lp"), "stream", "steam_lpp",
        "'steam_lpp' is not in streams.csv; write steam_lp",
        id="reference with a near name",
    ),
    pytest.param(
        "exchanges", X003, "takers", "cement_grinding;zzz",
        "'zzz' is not in sectors.csv; write a sector of sectors.csv or add it there",
        id="one reference of a list",
    ),
    pytest.param(
        "carriers", LPG, "unit", "CNY/kg",
        "is 'CNY/kg', but lpg.price_industrial is in 'CNY/t' elsewhere; "
        "convert the value or name another series",
        id="two units in one series",
    ),
    pytest.param(
        "technology_streams", ("zld", "coke_plant"), "sector", "dyeing",
        "zld does not fit dyeing; "
        "write a sector that it has in technology_sectors.csv, or add that row",
        id="technology that does not fit",
    ),
    pytest.param(
        "technology_streams", ("sludge_drying", "dyeing"), "value", "",
        "is empty with change share; write a value, or ends where nothing is left",
        id="change without a value",
    ),
    pytest.param(
        "technology_streams", ("sludge_drying", "dyeing"), "stream", "fly_ash",
        "dyeing has no output fly_ash; "
        "write a stream of its recipe, or an amount above 0 to begin it",
        id="change of a stream that is not there",
    ),
    pytest.param(
        "exchanges", X003, "givers", "dyeing",
        "dyeing does not put out fly_ash; remove dyeing or add the output to its recipe",
        id="giver without the stream",
    ),
    pytest.param(
        "exchanges", X003, "takers", "dyeing",
        "dyeing does not take in fly_ash; remove dyeing or add the input to its recipe",
        id="taker without the stream",
    ),
    pytest.param(
        "sectors", DYEING, "product", "coal",
        "'coal' is not in the recipe of dyeing; write a stream of its recipe",
        id="product outside the recipe",
    ),
    pytest.param(
        "sectors", ("desalination",), "product_unit", "m3",
        "desalination has 1000 m3 of fresh_water in its recipe for one m3; "
        "write the recipe for 1 m3 or change the unit",
        id="product unit a thousandfold",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("table", "key", "column", "cell", "says"), CELLS)
def test_a_spoiled_cell_is_the_one_fault(
    tmp_path: Path, table: str, key: tuple[str, ...], column: str, cell: str, says: str
) -> None:
    folder = copy_tables(tmp_path)
    line = spoil(folder, table, key, column, cell)
    assert faults_of(folder) == [f"{table}.csv line {line}, column {column}: {says}"]


@pytest.mark.parametrize(
    ("option", "column", "cell", "says"),
    [
        ("X131", "needed_c", "400", "waste_heat_med at 280 degC cannot heat to 400"),
        ("X134", "technology", "", "waste_heat_low at 60 degC cannot heat to 160"),
    ],
    ids=["more degrees asked for than come", "no heat pump to lift it"],
)
def test_heat_does_not_run_from_cold_to_hot(
    tmp_path: Path, option: str, column: str, cell: str, says: str
) -> None:
    folder = copy_tables(tmp_path)
    line = spoil(folder, "exchanges", (option,), column, cell)
    assert faults_of(folder) == [
        f"exchanges.csv line {line}, column from_stream: {says}; "
        "write the degC the taker needs in needed_c, or the technology that lifts the heat"
    ]


def test_an_unbalanced_recipe_names_its_sector_and_the_gap(tmp_path: Path) -> None:
    folder = copy_tables(tmp_path)
    spoil(folder, "recipes", ("slag_mill", "output", "exhaust"), "quantity_per_unit", "260.887")
    first = line_of(folder / "recipes.csv", "slag_mill")
    assert faults_of(folder) == [
        f"recipes.csv from line {first}: recipe of slag_mill takes in 1250.887 kg a unit and gives "
        "1260.887; lower the outputs (or change the inputs) by 10 kg, for instance stream exhaust"
    ]


def test_a_sector_without_recipe(tmp_path: Path) -> None:
    folder = copy_tables(tmp_path)
    path = folder / "recipes.csv"
    write_rows(path, [row for row in rows_of(path) if row[0] != "feed_mill"])
    line = line_of(folder / "sectors.csv", "feed_mill")
    assert faults_of(folder) == [
        f"sectors.csv line {line}, column sector: feed_mill has no recipe; add its recipe rows"
    ]


def test_a_row_twice(tmp_path: Path) -> None:
    folder = copy_tables(tmp_path)
    path = folder / "streams.csv"
    rows = rows_of(path)
    write_rows(path, [*rows, rows[3]])
    assert faults_of(folder) == [
        f"streams.csv line {len(rows) + 1}, column stream: repeats coke of line 4; "
        "remove one row or rename it"
    ]


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        (
            "name_en,name_zh,colour",
            [
                "streams.csv line 1, column stream: is missing; add the column",
                "streams.csv line 1, column colour: is not known; remove the column",
            ],
        ),
        (
            "streem,name_en,name_zh",
            [
                "streams.csv line 1, column stream: is missing; add the column",
                "streams.csv line 1, column streem: is not known; write stream",
            ],
        ),
        (
            "stream,name_en,name_zh,name_zh",
            ["streams.csv line 1, column name_zh: stands twice; keep one"],
        ),
        ("", ["streams.csv line 1: has no header; write the column names"]),
    ],
)
def test_a_header_with_columns_missing_unknown_or_twice(
    tmp_path: Path, header: str, faults: list[str]
) -> None:
    path = tmp_path / "streams.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    spec = tuple(Column(name, "text") for name in ("stream", "name_en", "name_zh"))
    with pytest.raises(InputError) as caught:
        read_table(path, spec)
    assert [str(fault) for fault in caught.value.faults] == faults


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            b"stream,unit\ncoal,kg\ncoke,kg,1\n",
            " line 3: has 3 cells, the header 2; "
            "write one cell a column; put quotes around text with a comma",
        ),
        (
            b'stream,unit\n"coal,kg\ncoke,kg\n',
            " line 2: is not CSV (unexpected end of data); "
            "close every quote and double those inside",
        ),
        (
            "stream,unit\n动力煤,kg\n".encode("gb18030"),
            ": is not UTF-8 text; save it as CSV in UTF-8",
        ),
        (None, ": is missing; add it with the columns of the dictionary"),
    ],
    ids=["row too long", "open quote", "other encoding", "no file"],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "streams.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_table(path, (Column("stream", "id", key=True), Column("unit", "text")))
    assert str(caught.value) == f"streams.csv{says}"


def test_a_byte_order_mark_windows_lines_and_blank_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "streams.csv"
    path.write_bytes(b'\xef\xbb\xbfstream,unit\r\n\r\ncoal,"k""g"\r\n')
    table = read_table(path, (Column("stream", "id", key=True), Column("unit", "text")))
    assert table.row("coal") == {"stream": "coal", "unit": 'k"g'}
    assert table.where(0, "unit") == "streams.csv line 3, column unit"


def test_all_faults_of_all_tables_come_at_once(tmp_path: Path) -> None:
    folder = copy_tables(tmp_path)
    spoil(folder, "streams", COAL, "unit", "t")
    spoil(folder, "sectors", DYEING, "jobs_typical", "many")
    spoil(folder, "exchanges", X003, "from_stream", "fly_ashes")
    (folder / "seasons.csv").unlink()
    said = [fault.partition(":")[0].partition(" ")[0] for fault in faults_of(folder)]
    assert said == ["streams.csv", "sectors.csv", "seasons.csv", "exchanges.csv"]


def test_a_dictionary_that_names_no_column(tmp_path: Path) -> None:
    folder = copy_tables(tmp_path)
    low = spoil(folder, "dictionary", ("streams", "price_low"), "max", "prise")
    group = spoil(folder, "dictionary", ("streams", "price_group"), "refers_to", "prices.group")
    assert faults_of(folder) == [
        f"dictionary.csv line {low}, column max: is 'prise', neither a number nor a column of "
        "streams; write one or leave it empty",
        f"dictionary.csv line {group}, column refers_to: is 'prices.group', which the dictionary "
        "does not have; write table.column",
    ]
