"""Reading back our own blank templates: exactly the cells they name, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from importers.captions import captions, stated_period, stated_unit
from importers.cells import is_blank, take
from importers.context import Context
from importers.names import label
from importers.numbers import number_in
from importers.questions import Asker, Blank, question_issues
from importers.reading import Reading, StagedValue
from importers.workbook import Row, Scalar, Sheet, Workbook, cell_at, cell_name
from monitoring.areas import Unit
from monitoring.catalogue import Form
from monitoring.issues import Issue
from monitoring.periods import Period

MARK_SHEET = "_taizhang"
SCHEMA = "taizhang-template-1"
_MAP_ROW = 19


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the map: an item's code, its cell, and the label expected beside it."""

    item: str
    cell: str
    place: tuple[int, int]
    label: str
    label_cell: str
    beside: tuple[int, int] | None


class _Refused(Exception):  # noqa: N818 - an outcome rather than an error
    def __init__(self, code: str, message: str, sheet: str = "", cell: str = "") -> None:
        super().__init__(message)
        self.issue = Issue(code, message, sheet=sheet, cell=cell)


def mark_sheet(workbook: Workbook) -> Sheet | None:
    """The hidden sheet that makes a workbook one of our templates."""
    return next((sheet for sheet in workbook.sheets if sheet.name == MARK_SHEET), None)


def read_template(workbook: Workbook, mark: Sheet, context: Context) -> Reading:
    """The values of a filled template, or the reason why it is not to be taken."""
    keys = _keys(mark)
    form: Form | None = None
    period: Period | None = None
    try:
        form = _form(keys, context)
        _check_area(keys, context)
        period = _period(keys, form)
        _check_period(period, form, context)
        unit = _unit(keys, form, period, context)
        sheet = _input_sheet(keys, workbook)
        entries = _entries(mark, form)
        for entry in entries:
            _check_label(entry, sheet)
        above = min((entry.place[0] for entry in entries), default=0)
        _check_shown_period(sheet, above, form, period)
        _check_shown_unit(sheet, above, form, unit, context)
        _check_figures(entries, sheet)
    except _Refused as refused:
        code = form.code if form else None
        return Reading(code, period, issues=(refused.issue,), layout="template")
    return replace(_read(entries, sheet, form, unit, context), period=period, stated=True)


def _read(entries: list[_Entry], sheet: Sheet, form: Form, unit: Unit, context: Context) -> Reading:
    asker = Asker(unit.code, context.answers, sheet.name, template=True)
    values: list[StagedValue] = []
    issues: list[Issue] = []
    blanks: list[Blank] = []
    for entry in entries:
        cell = sheet.at(*entry.place)
        value, issue = take(cell, form.by_code[entry.item], asker, entry.cell)
        if issue is not None:
            issues.append(issue)
        if value is not None:
            values.append(StagedValue(unit.code, entry.item, value, sheet.name, entry.cell))
        elif is_blank(cell):
            blanks.append(Blank(unit.code, entry.item, sheet.name, entry.cell))
    questions = asker.questions()
    return Reading(
        form.code,
        units=(unit.code,),
        values=tuple(values),
        issues=(*issues, *question_issues(questions)),
        layout="template",
        questions=questions,
        blanks=tuple(blanks),
        signature=f"{form.code}.{form.version}",
    )


def _keys(mark: Sheet) -> dict[str, str]:
    rows = mark.rows[:_MAP_ROW]
    return {_word(row[0]): _word(row[1]) for row in rows if len(row) > 1 and _word(row[0])}


def _form(keys: dict[str, str], context: Context) -> Form:
    if keys.get("schema") != SCHEMA:
        raise _Refused(
            "other_version", "这个模板是另一版本的软件生成的；请重新生成空白模板后填报。"
        )
    code = keys.get("form", "")
    form = context.catalogue.forms.get(code)
    if form is None:
        raise _Refused("unknown_form", f"没有报表“{code}”；请重新生成空白模板后填报。")
    version = keys.get("version", "")
    if version != str(form.version):
        raise _Refused(
            "other_version",
            f"模板是“{form.name}”第 {version} 版，现在用的是第 {form.version} 版；"
            "请重新生成空白模板后填报。",
        )
    return form


def _check_area(keys: dict[str, str], context: Context) -> None:
    if keys.get("area") != context.area.code:
        name = keys.get("area_name") or keys.get("area", "")
        raise _Refused(
            "other_area",
            f"这是{name}的模板，本台账是{context.area.name}的；请改收本县的模板。",
        )


def _period(keys: dict[str, str], form: Form) -> Period:
    try:
        return Period(int(keys.get("period", "")), form.frequency)
    except ValueError:
        raise _broken("里面没有报告期") from None


def _check_period(period: Period, form: Form, context: Context) -> None:
    asked = context.asked(form)
    if asked is not None and asked != period:
        raise _Refused(
            "other_period",
            f"模板是{period.label}的，现在收的是{asked.label}；"
            f"请改收{asked.label}的模板，或把期别改为{period.label}。",
        )


def _unit(keys: dict[str, str], form: Form, period: Period, context: Context) -> Unit:
    code = keys.get("unit", "")
    owing = {unit.code: unit for unit in form.reporting(context.area, period.end)}
    if code not in owing:
        name = keys.get("unit_name") or code
        raise _Refused(
            "unknown_unit",
            f"{name}不在{period.label}填报“{form.name}”的单位之内；请核对单位后重新生成模板。",
        )
    return owing[code]


def _input_sheet(keys: dict[str, str], workbook: Workbook) -> Sheet:
    name = keys.get("sheet", "")
    for sheet in workbook.sheets:
        if sheet.name == name:
            return sheet
    raise _Refused("moved", f"模板里的工作表“{name}”不见了；请用原来的模板重新填报。")


def _entries(mark: Sheet, form: Form) -> list[_Entry]:
    try:
        entries = _read_map(mark.rows[_MAP_ROW:])
    except ValueError as error:
        raise _broken(f"第 {error} 行没有单元格") from None
    if {entry.item for entry in entries} != set(form.by_code):
        raise _Refused(
            "other_version",
            f"模板里的项目与现在的“{form.name}”不一致；请重新生成空白模板后填报。",
        )
    if len({entry.cell for entry in entries}) != len(entries):
        raise _broken("两个项目用了同一个单元格")
    return entries


@lru_cache(maxsize=64)
def _read_map(rows: tuple[Row, ...]) -> list[_Entry]:
    """The map below the keys; the same in every template of a form, so read once.

    Raises ``ValueError`` with the number of a line that names no cell.
    """
    entries = []
    for line, row in enumerate(rows, _MAP_ROW + 1):
        item, cell, text, label_cell = [_word(word) for word in (*row, *[None] * 4)[:4]]
        if not item:
            continue
        try:
            beside = cell_at(label_cell) if label_cell else None
            entries.append(_Entry(item, cell, cell_at(cell), text, label_cell, beside))
        except ValueError:
            raise ValueError(line) from None
    return entries


def _check_label(entry: _Entry, sheet: Sheet) -> None:
    """Rows that were inserted or sorted leave another label beside the cell: never misread."""
    if entry.beside is None:
        return
    found = _word(sheet.at(*entry.beside))
    if found != entry.label and label(found).key != label(entry.label).key:
        raise _Refused(
            "moved",
            f"模板的行列移动过：{entry.label_cell} 应是“{entry.label}”，现在是“{found}”；"
            "请用原来的模板重新填报，不要增删或排序行列。",
            sheet.name,
            entry.label_cell,
        )


def _check_figures(entries: list[_Entry], sheet: Sheet) -> None:
    """An inserted column leaves the labels in place and the figures beside their cells."""
    if any(number_in(sheet.at(*entry.place)) is not None for entry in entries):
        return
    own = {entry.place for entry in entries}
    for entry in entries:
        row, column = entry.place
        start = column if entry.beside is None else entry.beside[1] + 1
        cells = sheet.rows[row] if row < len(sheet.rows) else ()
        for place in range(start, len(cells)):
            if (row, place) not in own and number_in(cells[place]) is not None:
                found = cell_name(row, place)
                raise _Refused(
                    "moved",
                    f"数填在 {found}，模板的填报格是 {entry.cell}，行列移动过；"
                    "请用原来的模板重新填报，不要增删或排序行列。",
                    sheet.name,
                    found,
                )


def _check_shown_period(sheet: Sheet, above: int, form: Form, period: Period) -> None:
    """Last month's template with the month typed over is this month's to the township that
    filled it in, and must not replace last month's figures.
    """
    if _says(sheet, above, period.label):
        return
    shown = stated_period(captions(sheet, above), sheet.name, form, period)
    if shown is not None and shown != period:
        raise _typed_over(sheet, period.label, shown.label)


def _check_shown_unit(sheet: Sheet, above: int, form: Form, unit: Unit, context: Context) -> None:
    """The same for a neighbour's template."""
    # The county's name also stands before every township's.
    if unit.code != context.area.code and _says(sheet, above, unit.name):
        return
    shown = stated_unit(sheet, form, context, above)
    if shown is not None and shown.code != unit.code:
        raise _typed_over(sheet, unit.name, shown.name)


def _says(sheet: Sheet, above: int, words: str) -> bool:
    return any(words in text for text in captions(sheet, above))


def _typed_over(sheet: Sheet, own: str, shown: str) -> _Refused:
    message = f"这是{own}的模板，上面却改写成了{shown}；请用{shown}的空白模板重新填报。"
    return _Refused("template_reused", message, sheet.name)


def _broken(problem: str) -> _Refused:
    return _Refused("template_broken", f"模板已损坏（{problem}）；请重新生成空白模板后填报。")


def _word(cell: Scalar) -> str:
    return "" if cell is None or isinstance(cell, bool) else str(cell).strip()
