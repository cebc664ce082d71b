"""Cells that a spreadsheet would run as a formula, made harmless and back. Pure."""

_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def neutralised(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a live first character gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith((*_LIVE, "'")) or cell.lstrip(" \n").startswith(_LIVE) else cell


def restored(cell: str) -> str:
    """What `neutralised` was given."""
    return cell[1:] if cell.startswith("'") else cell
