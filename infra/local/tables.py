"""Shows a Delta table on a terminal, without Spark."""

from pathlib import Path

from deltalake import DeltaTable

GAP = "  "


def read_table(folder: Path, order_by: str) -> tuple[list[str], list[list[str]]]:
    """The columns' names and the rows as text, ordered by one column."""
    table = DeltaTable(folder).to_pyarrow_table().sort_by(order_by)
    rows = [[_text(value) for value in row.values()] for row in table.to_pylist()]
    return table.column_names, rows


def table_text(names: list[str], rows: list[list[str]], width: int) -> str:
    """The table under its columns' names, in as many blocks as the width needs.

    Every block starts with the first column, which tells the rows apart.
    """
    cells = [[name, *(row[at] for row in rows)] for at, name in enumerate(names)]
    columns = [_aligned(column, left=at == 0) for at, column in enumerate(cells)]
    first, *others = columns
    blocks: list[list[list[str]]] = []
    for column in others:
        if not blocks or _width([*blocks[-1], column]) > width:
            blocks.append([first])
        blocks[-1].append(column)
    return "\n\n".join(_block_text(block) for block in blocks)


def _aligned(column: list[str], *, left: bool) -> list[str]:
    width = max(map(len, column))
    aligned = [cell.ljust(width) if left else cell.rjust(width) for cell in column]
    return [aligned[0], "-" * width, *aligned[1:]]


def _width(block: list[list[str]]) -> int:
    return sum(len(column[0]) for column in block) + len(GAP) * (len(block) - 1)


def _block_text(block: list[list[str]]) -> str:
    return "\n".join(GAP.join(line).rstrip() for line in zip(*block, strict=True))


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat(" ", "seconds") if hasattr(value, "hour") else str(value)
