"""A city bureau's workbook as awkward as they come, built member by member."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import openpyxl
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation

SHEET = "汇总表"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def styled() -> bytes:
    """Merges, styles, protection, validation, formulas, a hidden sheet, print settings, a name."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet.append(["全市医养结合情况汇总表"])
    sheet.merge_cells("A1:D1")
    sheet.append(["乡镇", "签约人数", "服务人次", "合计"])
    for row, name in enumerate(("松林镇", "河口镇", "东山乡"), 3):
        sheet.append([name, 100 + row, None, f"=SUM(B{row}:C{row})"])
        sheet.cell(row, 2).number_format = "#,##0"
        sheet.cell(row, 2).protection = Protection(locked=False)
        sheet.cell(row, 3).fill = PatternFill("solid", fgColor="FFFFCC")
    sheet["A2"].font = Font(name="宋体", bold=True)
    sheet.column_dimensions["A"].width = 31.5
    sheet.row_dimensions[2].height = 40
    sheet.protection.sheet = True
    sheet.print_area = "A1:D5"
    sheet.print_title_rows = "1:2"
    check = DataValidation("whole", operator="between", formula1="0", formula2="999999")
    check.add("B3:C5")
    sheet.add_data_validation(check)
    rule = Rule("cellIs", operator="greaterThan", formula=["100"], stopIfTrue=True)
    sheet.conditional_formatting.add("B3:B5", rule)
    hidden = book.create_sheet("代码")
    hidden.append(["不要改"])
    hidden.sheet_state = "hidden"
    return saved(book)


def with_macros(content: bytes) -> bytes:
    """As .xlsm, with macros and a member no library knows."""
    types = members(content)["[Content_Types].xml"].decode().replace(_BOOK, _MACRO_BOOK)
    macros = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros", "xl/custom/任意.bin": b"\0\1\2"}
    return changed(content, {"[Content_Types].xml": types.encode(), **macros})


def raw(
    rows: str,
    *,
    before: str = "",
    after: str = "",
    prefix: str = "",
    book: str = "",
    styles: bool = False,
    sheets: tuple[str, ...] = (SHEET,),
) -> bytes:
    """A workbook whose only sheet has these rows, word for word; ``book`` follows its ``sheets``.

    With ``styles`` it refers to a part xl/styles.xml, which is to be added.
    """
    p = f"{prefix}:" if prefix else ""
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8"?><{p}worksheet {space}="{MAIN}">'
        f"{before}{rows}{after}</{p}worksheet>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/sheet.xml" ContentType="{kinds}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r"'
            f' Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{office}"><sheets>'
            + "".join(f'<sheet name="{name}" sheetId="1" r:id="a"/>' for name in sheets)
            + f"</sheets>{book}</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="a"'
            f' Type="{office}/worksheet" Target="/xl/sheet.xml"/>'
            + (f'<Relationship Id="s" Type="{office}/styles" Target="styles.xml"/>' * styles)
            + "</Relationships>"
        ),
        "xl/sheet.xml": sheet,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    """Every member by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The container with members replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**members(content), **parts}.items():
            archive.writestr(name, part)
    return stream.getvalue()
