"""The examples of the documentation work, and print what it says that they print."""

import os
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import documented
import pytest
from documented import CHECKOUT

DOCS = CHECKOUT / "docs"


class DocumentedTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name).resolve()
        # An example begins in a home of its own, and may say itself where its folders are.
        self.environment = os.environ | {"HOME": str(self.home), "SLUICE_MASTER": "local[2]"}

    def test_the_european_feed_comes_out_as_it_says(self) -> None:
        page = DOCS / "european-feed.md"
        self.assertEqual([], documented.examples(page, language="sh"), "shown, but not run")
        self.runs(documented.examples(page))

    @pytest.mark.long
    def test_the_example_of_pipelines_works(self) -> None:
        sections = ("An example that works", "generate.sql", "Testing a pipeline")
        page = DOCS / "pipelines.md"
        self.runs([each for title in sections for each in documented.examples(page, title)])

    @pytest.mark.long
    def test_the_readme_s_first_run_prints_what_it_says(self) -> None:
        first = documented.examples(CHECKOUT / "README.md", "Try it", "sh")[0]
        # It has been built, and where make has nothing to do it says so on stdout.
        script = first.script.replace("make build ", ": make build ")
        self.environment["SLUICE_DATA"] = str(self.home / "data")
        self.runs([replace(first, script=script)])

    def runs(self, examples: list[documented.Example]) -> None:
        ended = documented.run(examples, self.environment)
        for each in ended:
            self.assertEqual("", each.difference())
        self.assertEqual(len(examples), len(ended))


class ComparisonTest(unittest.TestCase):
    def test_dots_stand_for_what_differs(self) -> None:
        expected = "RUN 1 file\n…\nSUCCEEDED run a; … s\n"
        self.assertTrue(documented.is_printed(expected, "RUN 1 file\nSUCCEEDED run a; 2.1 s\n"))
        self.assertTrue(documented.is_printed(expected, "RUN 1 file\n\nb\nSUCCEEDED run a;  s\n"))
        for printed in ("RUN 1 file\n", "RUN 2 files\nSUCCEEDED run a; 2.1 s\n"):
            self.assertFalse(documented.is_printed(expected, printed), printed)

    def test_a_command_that_fails_ends_the_page(self) -> None:
        page = 'A\n```bash\nname=b\nfalse || echo "exit code $?"\n```\n\n```\nexit code 1\n```\n'
        page += "```bash\nfalse\necho $name\n```\n```bash\necho c\n```\n```yaml\nd: 1\n```\n"
        with tempfile.NamedTemporaryFile("w", suffix=".md") as file:
            file.write(page)
            file.flush()
            found = documented.examples(Path(file.name))
        self.assertEqual([2, 10, 14], [each.line for each in found])
        self.assertEqual(["exit code 1\n", None, None], [each.printed for each in found])
        good, bad = documented.run(found, dict(os.environ))
        self.assertEqual("", good.difference())
        self.assertEqual("line 10: exit code 1 of false\nb\n", bad.difference())


if __name__ == "__main__":
    unittest.main()
