"""The receipts file that comes back from the bank: read whole, or refused with the line numbers. Pure.

Columns, by their heading in Chinese or English: reference, amount, result (paid, returned), reason. Others are left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from jobhelp.hub.formulas import restored
from jobhelp.hub.reading import Line, read
from jobhelp.payments.refusals import Fault, ReceiptsRefused
from jobhelp.texts import N_

HEADINGS = {
    "reference": ("流水号", "参考号", "reference"),
    "amount": ("金额", "金额（元）", "金额(元)", "amount"),
    "result": ("结果", "处理结果", "状态", "result", "status"),
    "reason": ("原因", "退回原因", "失败原因", "备注", "reason"),
}
NEEDED = ("reference", "amount", "result")
PAID = frozenset({"成功", "已到账", "已付", "paid", "success", "ok"})
RETURNED = frozenset({"退回", "失败", "退汇", "returned", "failed"})
MOST_BYTES = 4 * 1024 * 1024
LONGEST_REASON = 200
MOST_FAULTS = 30

WRONG_FILE = N_("这不是银行回单：要有“流水号”“金额”“结果”三列。")
TOO_LARGE = N_("文件太大，回单最大 4 MB。")
NO_LINES = N_("文件里没有一笔。")
NO_REFERENCE = N_("没有流水号。")
TWICE = N_("流水号 %(reference)s 在第 %(first)s 行已经出现过。")
NO_AMOUNT = N_("金额看不懂：%(text)s。")
NO_RESULT = N_("结果要写“成功”或“退回”，这里是：%(text)s。")
NO_REASON = N_("退回的要写原因。")


@dataclass(frozen=True)
class Receipt:
    """One line: what the bank says of one payment. `amount` in 分; `reason` of a return."""

    line: int
    reference: str
    amount: int
    paid: bool
    reason: str = ""


def read_receipts(content: bytes) -> list[Receipt]:
    """The lines of a receipts file (CSV or XLSX). Raises `ReceiptsRefused`, `FileRefused`."""
    if len(content) > MOST_BYTES:
        raise ReceiptsRefused([Fault(0, TOO_LARGE)])
    lines = [line for sheet in read(content)[:1] for line in sheet.lines]
    columns = _columns(lines[0].cells) if lines else {}
    if any(name not in columns for name in NEEDED):
        raise ReceiptsRefused([Fault(0, WRONG_FILE)])
    if len(lines) == 1:
        raise ReceiptsRefused([Fault(0, NO_LINES)])
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    found = []
    for line in lines[1:]:
        one = _receipt(line, columns, faults)
        if one is None:
            continue
        if one.reference in seen:
            said = {"reference": one.reference, "first": seen[one.reference]}
            faults.append(Fault(one.line, TWICE, said))
        seen.setdefault(one.reference, one.line)
        found.append(one)
    if faults:
        raise ReceiptsRefused(faults[:MOST_FAULTS])
    return found


def _columns(heading: Sequence[str]) -> dict[str, int]:
    known = {word: name for name, words in HEADINGS.items() for word in words}
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        name = known.get(restored(cell).strip().lower())
        if name is not None:
            found.setdefault(name, place)
    return found


def _receipt(line: Line, columns: dict[str, int], faults: list[Fault]) -> Receipt | None:
    def cell(name: str) -> str:
        place = columns.get(name)
        return "" if place is None or place >= len(line.cells) else restored(line.cells[place]).strip()

    reference, word, reason = cell("reference"), cell("result").lower(), cell("reason")
    amount = fen(cell("amount"))
    before = len(faults)
    if not reference:
        faults.append(Fault(line.number, NO_REFERENCE))
    if amount is None:
        faults.append(Fault(line.number, NO_AMOUNT, {"text": cell("amount")[:20] or "—"}))
    if word not in PAID | RETURNED:
        faults.append(Fault(line.number, NO_RESULT, {"text": cell("result")[:20] or "—"}))
    elif word in RETURNED and not reason:
        faults.append(Fault(line.number, NO_REASON))
    if len(faults) > before or amount is None:
        return None
    paid = word in PAID
    return Receipt(line.number, reference, amount, paid, "" if paid else reason[:LONGEST_REASON])


def fen(text: str) -> int | None:
    """2,043.00 in 分; None for what is no such amount."""
    bare = text.replace(",", "").replace("，", "").removeprefix("¥").removeprefix("￥").removesuffix("元")
    try:
        value = Decimal(bare.strip()) * 100
    except InvalidOperation:
        return None
    if not value.is_finite() or value <= 0 or value >= 10**13 or value != value.to_integral_value():
        return None
    return int(value)
