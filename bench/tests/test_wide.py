"""Wide files, without Spark."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

from harness.wide import Wide, wide


class WideTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_makes_as_many_rows_of_as_many_columns_once(self) -> None:
        made, progress = self.made(20, 1_000)
        self.assertEqual(
            f"making 1,000 rows of 20 columns in {made.files[0].parent} ...\n", progress
        )
        lines = [line for file in made.files for line in file.read_text().splitlines()]
        self.assertEqual({20}, {len(line.split(",")) for line in lines})
        ids = [line.split(",")[0] for line in lines]
        self.assertEqual(len(made.files), ids.count("id"))
        self.assertEqual(1_000, len(set(ids)) - 1)
        self.assertEqual((made, ""), self.made(20, 1_000))

    def test_spoils_one_row_in_a_hundred(self) -> None:
        clean, _ = self.made(20, 1_000)
        dirty, _ = self.made(20, 1_000, dirty=True)
        self.assertEqual((0, 10), (clean.bad, dirty.bad))
        pairs = zip(self.lines(clean), self.lines(dirty), strict=True)
        spoiled = [(good, bad) for good, bad in pairs if good != bad]
        self.assertEqual(10, len(spoiled))
        for good, bad in spoiled:
            values = good.split(",")
            self.assertEqual([*values[:2], "x", "many", *values[4:]], bad.split(","))

    def test_the_pipeline_has_the_columns_of_its_files(self) -> None:
        made, _ = self.made(20, 10)
        text = (made.pipeline / "pipeline.yaml").read_text()
        named = [line.split()[0] for line in text.splitlines() if line.startswith("    ")]
        self.assertEqual(made.files[0].read_text().splitlines()[0], ",".join(named))
        transformations = (made.pipeline / "transformations.sql").read_text()
        self.assertEqual(20, transformations.count("\n    "))

    def made(self, columns: int, rows: int, *, dirty: bool = False) -> tuple[Wide, str]:
        with contextlib.redirect_stdout(io.StringIO()) as progress:
            return wide(self.folder, columns, rows, dirty=dirty), progress.getvalue()

    @staticmethod
    def lines(made: Wide) -> list[str]:
        return [line for file in made.files for line in file.read_text().splitlines()]


if __name__ == "__main__":
    unittest.main()
