"""Nested records in files, without Spark."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from harness.formats import Feed, Shape, feed, records


class FormatsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_lines_and_documents_hold_the_same_records(self) -> None:
        lines, _ = self.made(Shape.LINES, 2_500)
        documents, _ = self.made(Shape.DOCUMENTS, 2_500)
        by_line = [
            json.loads(line) for file in lines.files for line in file.read_text().splitlines()
        ]
        self.assertEqual(list(records(0, 2_500)), by_line)
        by_document = [json.loads(file.read_text()) for file in documents.files]
        self.assertEqual(by_line, [record for document in by_document for record in document])
        self.assertEqual([833, 833, 834], [len(document) for document in by_document])
        self.assertEqual(2_500, len({record["order_id"] for record in by_line}))

    def test_a_line_has_about_four_hundred_bytes(self) -> None:
        lines, _ = self.made(Shape.LINES, 1_000)
        self.assertTrue(350_000 < sum(file.stat().st_size for file in lines.files) < 450_000)

    def test_records_are_valid(self) -> None:
        for record in records(0, 1_000):
            customer, items = record["customer"], record["items"]
            assert isinstance(customer, dict)
            assert isinstance(items, list)
            self.assertIn("@", customer["email"])
            self.assertIn(len(items), {1, 2})
            for item in items:
                self.assertTrue(item["quantity"] > 0)
                self.assertRegex(json.dumps(item["price"]), r"^\d+\.\d{1,2}$")

    def test_files_are_made_once(self) -> None:
        made, progress = self.made(Shape.DOCUMENTS, 10)
        self.assertEqual(
            f"making 10 records as json_documents in {made.files[0].parents[1]} ...\n", progress
        )
        self.assertEqual((made, ""), self.made(Shape.DOCUMENTS, 10))

    def test_parquet_is_made_of_lines(self) -> None:
        copied: list[Feed] = []

        def as_parquet(lines: Feed, files: Path) -> None:
            copied.append(lines)
            files.mkdir()
            for name in ("part-0.parquet", "_SUCCESS"):
                (files / name).touch()

        with contextlib.redirect_stdout(io.StringIO()):
            made = feed(self.folder, Shape.PARQUET, 10, as_parquet)
            again = feed(self.folder, Shape.PARQUET, 10, as_parquet)
        self.assertEqual(made, again)
        self.assertEqual(["part-0.parquet"], [file.name for file in made.files])
        self.assertEqual([self.made(Shape.LINES, 10)[0]], copied)

    def test_a_pipeline_says_its_format(self) -> None:
        lines, _ = self.made(Shape.LINES, 10)
        documents, _ = self.made(Shape.DOCUMENTS, 10)
        self.assertIn("format: json\n  schema:", (lines.pipeline / "pipeline.yaml").read_text())
        self.assertIn("multi-line: true", (documents.pipeline / "pipeline.yaml").read_text())
        for name in ("rules.sql", "transformations.sql"):
            self.assertEqual(
                (lines.pipeline / name).read_text(), (documents.pipeline / name).read_text()
            )

    def made(self, shape: Shape, rows: int) -> tuple[Feed, str]:
        with contextlib.redirect_stdout(io.StringIO()) as progress:
            return feed(self.folder, shape, rows), progress.getvalue()


if __name__ == "__main__":
    unittest.main()
