"""Where the cursor of the entry grid goes: to the next cell, the next input, the edge of data."""

from __future__ import annotations

from desktop.models.entry_model import EntryModel, Look

Cell = tuple[int, int]


def next_cell(model: EntryModel, row: int, column: int, rows: int, columns: int) -> Cell:
    """The neighbour in a direction, section lines passed over; the cell itself at the border."""
    at = (row + rows, column + columns)
    while _inside(model, *at):
        if model.look(*at) is not Look.SECTION:
            return at
        at = (at[0] + rows, at[1] + columns)
    return row, column


def next_input(model: EntryModel, row: int, column: int, rows: int, columns: int) -> Cell | None:
    """The next cell to type into, on in the next column (or row) at an end, if any."""
    heights, widths = range(model.rowCount()), range(model.frozen, model.columnCount())
    if not heights or not widths:
        return None
    while True:
        row, column = row + rows, column + columns
        if rows and row not in heights:
            row, column = (0, column + 1) if rows > 0 else (heights[-1], column - 1)
        elif columns and column not in widths:
            row, column = (row + 1, widths[0]) if columns > 0 else (row - 1, widths[-1])
        if row not in heights or column not in widths:
            return None
        if model.is_stop(row, column):
            return row, column


def edge(model: EntryModel, row: int, column: int, rows: int, columns: int) -> Cell:
    """Where Ctrl and an arrow lead: the end of a run of data, the next run, or the border."""
    cell, after = (row, column), next_cell(model, row, column, rows, columns)
    if after == cell:
        return cell
    inside_run = bool(model.text(*cell)) and bool(model.text(*after))
    while after != cell:
        if inside_run and not model.text(*after):
            return cell
        if not inside_run and model.text(*after):
            return after
        cell, after = after, next_cell(model, *after, rows, columns)
    return cell


def _inside(model: EntryModel, row: int, column: int) -> bool:
    return 0 <= row < model.rowCount() and model.frozen <= column < model.columnCount()
