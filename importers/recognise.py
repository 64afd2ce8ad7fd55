"""Understanding a workbook: our own template, or a table whose head names a form's items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from importers.captions import captions, labelled_periods, stated_period
from importers.columns import same_period
from importers.concealed import concealed_issues
from importers.context import Context
from importers.examples import without_examples
from importers.layouts import find_layout
from importers.numbers import number_in
from importers.questions import merged
from importers.reading import Reading, StagedValue, StatedTotal
from importers.returned import without_cover
from importers.running import row_periods
from importers.stated_measure import captioned, measure_issue
from importers.tables import Rows, read_rows
from importers.templates import mark_sheet, read_template
from importers.workbook import Sheet, Workbook, cell_name
from monitoring.catalogue import Form
from monitoring.issues import Issue, Severity
from monitoring.periods import Period

__all__ = ["Context", "Reading", "StagedValue", "StatedTotal", "recognise"]

ISSUE_LIMIT = 200
_PERIODS = frozenset(("no_period", "other_period"))


@dataclass(frozen=True)
class _Piece:
    """One sheet understood."""

    sheet: str
    form: str
    period: Period | None
    rows: Rows
    stated: bool


def recognise(workbook: Workbook, context: Context) -> Reading:
    """What the workbook says, as staged values and issues; nothing is decided or written here."""
    workbook = without_cover(workbook)
    mark = mark_sheet(workbook)
    if mark is not None:
        reading = read_template(workbook, mark, context)
    else:
        reading = _read_tables(workbook, context)
    issues = list(reading.issues)
    if not reading.values and not any(i.severity is Severity.ERROR for i in issues):
        message = "表里一个数也没有填；请填好后再收。"
        issues.append(Issue("no_values", message, sheet=_first_sheet(workbook)))
    return replace(reading, issues=tuple(_limited(issues)))


def _read_tables(workbook: Workbook, context: Context) -> Reading:
    sheets = [sheet for sheet in workbook.sheets if not sheet.hidden and any(sheet.rows)]
    if not sheets:
        message = "工作簿里没有可见的内容；请确认数据已保存，工作表没有隐藏。"
        return Reading(issues=(Issue("empty", message),))
    pieces: list[_Piece] = []
    ignored: list[Sheet] = []
    for sheet in sheets:
        piece = _read_sheet(sheet, context)
        if piece is None:
            ignored.append(sheet)
        else:
            pieces.append(piece)
    if not pieces:
        return Reading(issues=(_unrecognised(sheets[0], context),))
    return _joined(pieces, ignored, context)


def _read_sheet(sheet: Sheet, context: Context) -> _Piece | None:
    sheet, examples = without_examples(sheet)
    layout = find_layout(sheet, context)
    if layout is None:
        return None
    form = layout.form
    above = layout.first if layout.single else layout.above
    asked = context.asked(form)
    titles = captions(sheet, layout.above, layout.first)
    stated = stated_period(titles, sheet.name, form, asked) or layout.period
    table = layout.table
    rowed = {} if table is None else row_periods(table, None if asked is None else asked.year)
    labelled = list(labelled_periods(sheet, form, asked))
    if stated is None and labelled:
        stated = labelled[0][0]
    if stated is None and len(rowed) == 1:
        stated = next(iter(rowed))
    period = stated or asked
    if table is None:
        rows = Rows()
    elif layout.single and layout.unit is None:
        rows = Rows(issues=[_no_unit(sheet, form)])
    else:
        rows = read_rows(table, context, period, layout.unit, captioned=captioned(sheet, above))
    rows.issues.extend((*layout.issues, *examples))
    rows.issues.extend(_other_rows(sheet, rowed, period))
    rows.issues.extend(_contradictions(sheet, labelled, period))
    if table is not None:
        stated_measure = measure_issue(sheet, above, layout.first, table.items.values())
        rows.issues.extend([] if stated_measure is None else [stated_measure])
    names = {unit.code: unit.name for unit in (*context.area.units, context.area.itself)}
    rows.issues.extend(concealed_issues(sheet, rows.values, names))
    if not any(issue.code in _PERIODS for issue in rows.issues):
        rows.issues.extend(_period_issues(sheet, stated, asked))
    return _Piece(sheet.name, form.code, period, rows, stated is not None)


def _joined(pieces: Sequence[_Piece], ignored: Sequence[Sheet], context: Context) -> Reading:
    first = pieces[0]
    issues = [issue for piece in pieces for issue in piece.rows.issues]
    issues.extend(_disagreements(pieces, context))
    issues.extend(_repeated(pieces, context))
    issues.extend(_ignored(sheet) for sheet in ignored if _has_numbers(sheet))
    units = dict.fromkeys(unit for piece in pieces for unit in piece.rows.units)
    return Reading(
        first.form,
        first.period,
        tuple(units),
        tuple(value for piece in pieces for value in piece.rows.values),
        tuple(total for piece in pieces for total in piece.rows.totals),
        tuple(issues),
        "table",
        merged(question for piece in pieces for question in piece.rows.questions),
        tuple(heading for piece in pieces for heading in piece.rows.headings),
        tuple(blank for piece in pieces for blank in piece.rows.blanks),
        first.rows.signature,
        any(piece.stated for piece in pieces),
    )


def _disagreements(pieces: Sequence[_Piece], context: Context) -> Iterator[Issue]:
    forms = dict.fromkeys(piece.form for piece in pieces)
    if len(forms) > 1:
        names = "、".join(f"“{context.catalogue.forms[form].name}”" for form in forms)
        yield Issue(
            "several_forms", f"一个文件里有几种报表：{names}；请每种报表分开保存成一个文件。"
        )
    periods = dict.fromkeys(piece.period for piece in pieces if piece.period is not None)
    if len(forms) == 1 and len(periods) > 1:
        names = "、".join(period.label for period in periods)
        yield Issue("several_periods", f"一个文件里有几期的数：{names}；请每期分开保存成一个文件。")


def _repeated(pieces: Sequence[_Piece], context: Context) -> Iterator[Issue]:
    """The same unit and item on two sheets; a unit twice on one sheet was said there."""
    names = {unit.code: unit.name for unit in (*context.area.units, context.area.itself)}
    seen: dict[tuple[str, str], str] = {}
    told: set[tuple[str, str]] = set()
    for piece in pieces:
        for value in piece.rows.values:
            earlier = seen.setdefault((value.unit, value.item), piece.sheet)
            if earlier != piece.sheet and (value.unit, piece.sheet) not in told:
                told.add((value.unit, piece.sheet))
                message = (
                    f"“{names[value.unit]}”在工作表“{earlier}”和“{piece.sheet}”里都有；"
                    "请只保留一处。"
                )
                yield Issue("duplicate_unit", message, sheet=value.sheet, cell=value.cell)


def _period_issues(sheet: Sheet, stated: Period | None, asked: Period | None) -> Iterator[Issue]:
    if stated is None and asked is None:
        message = "标题和工作表名里都没有写明报告期；请在标题里写上，或在收表时选定月份。"
        yield Issue("no_period", message, sheet=sheet.name)
    elif stated is not None and asked is not None and stated != asked:
        message = (
            f"文件写的是{stated.label}，现在收的是{asked.label}；"
            f"请核对文件，或把期别改为{stated.label}后再收。"
        )
        yield Issue("other_period", message, sheet=sheet.name)


def _other_rows(
    sheet: Sheet, rowed: Mapping[Period, str], period: Period | None
) -> Iterator[Issue]:
    """Rows that are of another month than the table, as a column of theirs says."""
    for found, cell in rowed.items():
        if period is not None and not same_period(found, period):
            message = (
                f"{cell} 写的是{found.label}，这张表收的是{period.label}；"
                f"请只留{period.label}的行，或改选期别后再收。"
            )
            yield Issue("other_period", message, sheet=sheet.name, cell=cell)


def _contradictions(
    sheet: Sheet, labelled: Iterable[tuple[Period, int, int]], period: Period | None
) -> Iterator[Issue]:
    """A period written out beside the table that is not the one its title states."""
    for found, row, column in labelled:
        if period is not None and found != period:
            message = (
                f"这里写的是{found.label}，表的标题或所选期别是{period.label}；"
                "请核对是哪一期，改正写错的一处再收。"
            )
            cell = cell_name(row, column)
            yield Issue("other_period", message, sheet=sheet.name, cell=cell)


def _no_unit(sheet: Sheet, form: Form) -> Issue:
    message = f"表里没有写明是哪个单位的“{form.name}”；请在表头写上“填报单位：单位名称”。"
    return Issue("no_unit", message, sheet=sheet.name)


def _unrecognised(sheet: Sheet, context: Context) -> Issue:
    names = "、".join(f"“{form.name}”" for form in context.catalogue.forms.values())
    message = (
        f"没有认出这张表：在{names}的项目名称里没有找到至少三项；"
        "请用空白模板填报，或把表头改成报表里的项目名称。"
    )
    return Issue("unrecognised", message, sheet=sheet.name)


def _ignored(sheet: Sheet) -> Issue:
    message = f"没有认出工作表“{sheet.name}”，它的数没有读取；请核对是否需要。"
    return Issue("unrecognised_sheet", message, Severity.WARNING, sheet.name)


def _has_numbers(sheet: Sheet) -> bool:
    return any(number_in(cell) is not None for row in sheet.rows for cell in row)


def _first_sheet(workbook: Workbook) -> str:
    return next((sheet.name for sheet in workbook.sheets if not sheet.hidden), "")


def _limited(issues: list[Issue]) -> list[Issue]:
    """Errors first to stay when there are more than anyone reads."""
    if len(issues) <= ISSUE_LIMIT:
        return issues
    kept = sorted(issues, key=lambda issue: issue.severity is not Severity.ERROR)[:ISSUE_LIMIT]
    message = f"还有 {len(issues) - ISSUE_LIMIT} 处问题没有列出；请先改正列出的问题。"
    return [*kept, Issue("more", message, kept[-1].severity)]
