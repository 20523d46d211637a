"""A backfill's plan as people read it: a table in Markdown, each date old → new."""

from typing import Any

from sluice_airflow.markdown import plain

SHOWN_DATES = 100

_HEADINGS = ["date", "rows", "only old", "only new", "quarantined", "duplicates"]


def plan_text(plan: dict[str, Any], reason: str | None) -> str:
    """What a person has to know to say yes or no.

    :param plan: as the report of the job has it
    """
    dates = plan["dates"]
    different = [date for date in dates if _is_different(date)]
    range_of = "all dates" if plan["all"] else f"{plan['from']} to {plan['to']}"
    parts = [
        f"**Reason:** {plain(reason or 'none given')}",
        f"**{len(different)} of {len(dates)} dates get other rows** in {range_of}, computed afresh "
        f"from {plan['files']} files. The plan is `{plan['id']}`.",
    ]
    columns = [f"- {plain(column)}" for column in plan["columns"]]
    if columns:
        parts.append("**Columns of the table change:**\n" + "\n".join(columns))
    if different:
        parts.append(_table(different))
        parts.append("Dates and sums that stay the same are left out.")
    parts.append(
        "**Approve** publishes exactly this, as long as nothing of it has changed since. "
        "**Reject** leaves everything as it is. Without an answer the plan expires at "
        f"{plan['expires_at'][:16].replace('T', ' ')} UTC, and the run fails."
    )
    return "\n\n".join(parts)


def _table(dates: list[dict[str, Any]]) -> str:
    sums = [
        name
        for name in dates[0]["sums"]
        if any(date["sums"][name]["old"] != date["sums"][name]["new"] for date in dates)
    ]
    lines = [_line([*_HEADINGS, *map(plain, sums)])]
    lines.append(_line(["---", *["--:"] * (len(_HEADINGS) - 1 + len(sums))]))
    lines += [_line(_cells(date, sums)) for date in dates[:SHOWN_DATES]]
    rest = len(dates) - SHOWN_DATES
    if rest > 0:
        lines.append(f"\n{rest} more dates: see the XCom `report` of the task plan.")
    return "\n".join(lines)


def _cells(date: dict[str, Any], sums: list[str]) -> list[str]:
    return [
        date["date"],
        _change(date["rows_old"], date["rows_new"]),
        str(date["only_old"]),
        str(date["only_new"]),
        _change(date["quarantined_old"], date["quarantined_new"]),
        _change(date["duplicates_old"], date["duplicates_new"]),
        *(_change(date["sums"][name]["old"], date["sums"][name]["new"]) for name in sums),
    ]


def _is_different(date: dict[str, Any]) -> bool:
    pairs = [(date[f"{name}_old"], date[f"{name}_new"]) for name in ("quarantined", "duplicates")]
    return bool(date["only_old"] or date["only_new"] or any(old != new for old, new in pairs))


def _change(old: object, new: object) -> str:
    return f"{new}" if old == new else f"{old} → {new}"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
