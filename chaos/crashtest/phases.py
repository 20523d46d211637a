"""Where in its work a job was when it was killed, worked out from what it left behind."""

from enum import StrEnum

from .jobs import Run
from .pipeline import PipelineData


class Phase(StrEnum):
    """In the order in which a run goes through them; those from NOTED on repeat for every batch."""

    START = "before the lease"
    VERDICT = "lease taken, before the verdict"
    SPARK = "verdict said, nothing noted or begun"
    NOTED = "noted, no batch begun"
    ROLLING_FORWARD = "rolling forward another run's change"
    READING = "reading, nothing staged"
    STAGING = "data files staged, not recorded"
    RECORDED = "recorded, in no table"
    APPLYING = "recorded, in some tables"
    ARCHIVING = "in all tables, files not all moved"
    CHECKS = "quality checks"
    ENDING = "everything done, no report"
    AFTER = "report written"


def phase_of(run: Run, data: PipelineData, strays_before: set) -> Phase:
    """The furthest thing that the killed run did and that can be seen."""
    if data.reports(run.job, run.run_id):
        return Phase.AFTER
    if data.lease_holder() != run.run_id and not data.reports("*", run.run_id):
        return Phase.START
    if not run.verdict:
        return Phase.VERDICT
    changes = data.changes()
    unapplied = data.unapplied()
    recorded_by_run = bool(changes) and changes[-1]["run_id"] == run.run_id
    if unapplied and recorded_by_run:
        whole = len(unapplied) == len(changes[-1]["tables"])
        return Phase.RECORDED if whole else Phase.APPLYING
    if recorded_by_run and _unmoved(data, changes[-1]):
        return Phase.ARCHIVING
    if data.strays() - strays_before:
        return Phase.STAGING
    if unapplied:
        return Phase.ROLLING_FORWARD
    return _without_traces_of_a_change(run, data)


def _without_traces_of_a_change(run: Run, data: PipelineData) -> Phase:
    if run.job == "run" and data.reports("aggregate", run.run_id):
        return Phase.CHECKS
    began = any("batch " in line for line in run.stderr.splitlines() if "TransformRun" in line)
    mine = any(change["run_id"] == run.run_id for change in data.changes())
    noted = data.open_notes()
    if run.job == "aggregate":
        return Phase.READING if mine else Phase.SPARK
    if noted:
        if began:
            return Phase.READING
        return Phase.NOTED if any(note.run_id == run.run_id for note in noted) else Phase.SPARK
    return Phase.ENDING if mine else Phase.SPARK


def _unmoved(data: PipelineData, change: dict) -> bool:
    if "batch" not in change:
        return False
    note = next(note for note in data.notes() if note.batch == change["batch"])
    return any(not data.archived(note, delivery).exists() for delivery in note.files)
