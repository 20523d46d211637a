"""The examples of the documentation work, and print what it says that they print."""

import os
import re
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import documented
import pytest
from documented import CHECKOUT

DOCS = CHECKOUT / "docs"

# What pages take for granted, typed before their blocks: it is no part of what is compared.
TAKES_THE_PIPELINE_FOR_GRANTED = "./sluice run --pipeline visits\n"
MAKES_MISTAKES = """
cp -r $SLUICE_SQL/visits $HOME/visits
echo 'shedule: "@hourly"' >> $SLUICE_SQL/visits/pipeline.yaml
sed -i 's/seconds is null or seconds >= 0/seconds/' $SLUICE_SQL/visits/rules.sql
sed -i '1s/page/pages/' $SLUICE_SQL/visits/aggregations/daily_pages.sql
"""
TAKES_THEM_BACK = "rm -r $SLUICE_SQL/visits; mv $HOME/visits $SLUICE_SQL/visits\n"
A_BAD_FILE = """
cat > visits-bad.csv <<'END'
visit_id,page,seconds,visited_at
a1,/Home,12,2026-03-02 09:15:00
a2,/Shop,many,2026-03-02 09:16:00
a1,/Home,12,2026-03-02 09:15:00
END
"""
BREAKS_A_CASE = """
cp -r $SLUICE_SQL/visits $HOME/visits
sed -i 's/lower(page) as page/page/' $SLUICE_SQL/visits/transformations.sql
echo 'a3,/Cart,3,2026-03-02 09:17:00' >> $case/given/source.csv
"""
CHANGES_A_TYPE = (
    "sed -i 's/, seconds,/, cast(seconds as decimal(8,1)) as seconds,/' "
    "$SLUICE_SQL/visits/transformations.sql\n"
)
SALES = """\
source:
  schema: "id STRING NOT NULL, price DECIMAL(18,2) NOT NULL, sold_date DATE NOT NULL"
table: sales
key: [id]
event-date: sold_date
"""
# A pipeline of which a record makes an expression fail, and all of a day a sum.
DOWNLOADS = {
    "pipeline.yaml": """\
source:
  schema: |
    id STRING NOT NULL, quantity INT NOT NULL, bytes BIGINT NOT NULL, visit_date DATE NOT NULL
table: downloads
key: [id]
event-date: visit_date
""",
    "rules.sql": "select bytes >= 0 as bytes_not_negative from source\n",
    "transformations.sql": """\
select
    id, bytes,
    visit_date,
    quantity * 1000 as total
from source
""",
    "aggregations/daily_pages.sql": """\
select visit_date,
    count(*) as n_pages, sum(bytes) as bytes
from downloads
group by visit_date
""",
}
FAILING_ROWS = f"""\
id,quantity,bytes,visit_date
a,1,{2**63 - 1},2026-03-02
b,1,{2**63 - 1},2026-03-02
c,{2**31 - 1},1,2026-03-02
"""
# A plan that was made a block before, in place of the page's example.
PLAN = "plan-20261121T180000Z-3fa9c1"
THE_PLAN = "$(ls $SLUICE_DATA/visits/plans)"


# Sections of operations.md that are run here, one after the other.
LOOKS = ("Commands", "Status", "Streams and checkpoints", "Look into a table")
# Pages that tests run as a whole, and sections of others: here, in test_land.py, and by Java's
# OperationsTest, MessagesTest and TargetsTest. testing.md is about the tests themselves.
RUN_AS_A_WHOLE = {"tutorial.md", "european-feed.md", "streaming.md", "runbook.md", "testing.md"}
RUN_BY_SECTION = {
    "operations.md": {
        *LOOKS,
        *("Messages of Kafka", "Files", "Backfill", "Quarantine"),
        *("Full refresh", "Maintenance", "Exports", "Doctor"),
    },
    "pipelines.md": {
        *("Begin from a sample", "An example that works", "Kafka", "generate.sql"),
        *("Testing a pipeline", "Columns that change"),
    },
}


class DocumentedTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name).resolve() / "home"
        self.checkout = documented.make_checkout(self.home.with_name("checkout"))
        # An example begins in a home of its own, and may say itself where its folders are.
        self.environment = os.environ | {"HOME": str(self.home), "SLUICE_MASTER": "local[2]"}

    def test_the_european_feed_comes_out_as_it_says(self) -> None:
        page = DOCS / "european-feed.md"
        self.assertEqual([], documented.examples(page, language="sh"), "shown, but not run")
        self.runs(documented.examples(page))

    def test_a_sample_becomes_a_pipeline_and_mistakes_are_found(self) -> None:
        page = DOCS / "pipelines.md"
        write_orders(self.home / "Downloads" / "orders.csv")
        (makes,) = documented.examples(page, "Begin from a sample")
        (example,) = documented.examples(page, "An example that works")
        self.assertTrue(example.script.endswith(TAKES_THE_PIPELINE_FOR_GRANTED))
        folder = example.script.removesuffix(TAKES_THE_PIPELINE_FOR_GRANTED)
        (mistakes,) = documented.examples(page, "Looking for mistakes")
        shared = "./sluice validate --pipeline transactions --sql sql --show daily_category_metrics"
        relation = "./sluice explain daily_pages --pipeline visits"
        for command in (shared, relation.replace("daily_pages", "RELATION")):
            self.assertIn(f"`{command}`", page.read_text(encoding="utf-8"))
        given = typed(folder, shared, relation, MAKES_MISTAKES)
        self.runs([makes, given, mistakes, self.mistake_in_shared_sql(page)])
        yaml = (self.checkout / "sql" / "shop" / "pipeline.yaml").read_text(encoding="utf-8")
        (guessed,) = documented.shown(page, "Begin from a sample", "yaml")
        self.assertTrue(documented.is_printed(f"…\n{guessed}…\n", yaml), yaml)

    def mistake_in_shared_sql(self, page: Path) -> documented.Example:
        """A pipeline with the macros that the page shows, and the mistake that it tells of."""
        macros, daily = documented.shown(page, "Shared SQL", "sql")
        (message,) = documented.shown(page, "Shared SQL", "")
        files = {
            "pipeline.yaml": SALES,
            "rules.sql": "select price > 0 as price_above_zero from source\n",
            "transformations.sql": "select id, price, sold_date from source\n",
            "macros.sql": macros.replace("sum(price)", "sum(prise)"),
            "aggregations/daily.sql": daily,
        }
        write_files(self.home / "sales", files)
        script = "mv $HOME/sales $SLUICE_SQL/\n./sluice validate --pipeline sales || true\n"
        return documented.Example(0, script, f"  {message}…\n")

    @pytest.mark.long
    def test_the_example_of_pipelines_works(self) -> None:
        def section(title: str) -> list[documented.Example]:
            return documented.examples(DOCS / "pipelines.md", title)

        case, broken = section("Testing a pipeline")
        plan, apply = section("Columns that change")
        self.assertIn(PLAN, apply.script)
        self.runs(
            [
                *section("An example that works"),
                *section("generate.sql"),
                typed("./sluice preview --pipeline visits", A_BAD_FILE),
                *section("What a file would become"),
                case,
                typed(BREAKS_A_CASE),
                broken,
                typed(TAKES_THEM_BACK, CHANGES_A_TYPE),
                plan,
                replace(apply, script=apply.script.replace(PLAN, THE_PLAN)),
            ]
        )

    @pytest.mark.long
    def test_sql_that_fails_and_settings_that_do_not_count_are_named_as_pages_say(self) -> None:
        page = DOCS / "pipelines.md"
        (of_a_record,) = documented.shown(page, "rules.sql and transformations.sql", "")
        *_, of_a_group = documented.shown(page, "Aggregations", "")
        warning, *_ = documented.shown(DOCS / "operations.md", "Environment", "")
        write_files(self.checkout / "sql" / "downloads", DOWNLOADS)
        write_files(self.checkout / "data" / "downloads" / "landing", {"a.csv": FAILING_ROWS})
        self.environment["SLUICE_SPARK_OPTS"] = "--conf spark.sql.timestampType=TIMESTAMP_NTZ"
        runs = "./sluice run --pipeline downloads || true\n"
        sql = "select reasons[0].message as message from quarantine"
        lists = f"./sluice query '{sql}' --pipeline downloads --format csv\n"
        ran, listed = documented.run([typed(runs), typed(lists)], self.environment, self.checkout)
        failed = f"…\nINVALID aggregate downloads: {of_a_group}…\n"
        self.assertTrue(documented.is_printed(failed, ran.printed), ran.printed)
        self.assertTrue(documented.is_printed(f"…\n… {warning}…\n", ran.log), ran.log)
        self.assertTrue(documented.is_printed(f"message\n{of_a_record}", listed.printed), listed)

    @pytest.mark.long
    def test_what_operations_looks_at_is_shown(self) -> None:
        page = DOCS / "operations.md"
        self.runs([each for title in LOOKS for each in documented.examples(page, title)])

    @pytest.mark.long
    def test_what_streaming_says_of_its_example_can_be_typed(self) -> None:
        page = DOCS / "streaming.md"
        text = page.read_text(encoding="utf-8")
        inline = re.findall(r"`(\./sluice \w[^`]* --pipeline events[^`]*)`", text)
        self.assertEqual(["generate", "run"], [each.split()[1] for each in inline[:2]])
        self.runs([*map(typed, inline), *documented.examples(page)])

    @pytest.mark.long
    def test_the_readme_s_first_run_prints_what_it_says(self) -> None:
        first, *more = documented.examples(CHECKOUT / "README.md", "Try it", "sh")
        # It has been built, and where make has nothing to do it says so on stdout.
        script = first.script.replace("make build ", ": make build ")
        self.runs([replace(first, script=script), *more])

    def test_no_page_has_a_block_that_is_not_run(self) -> None:
        with_blocks: dict[str, set[str]] = {}
        for page in sorted(DOCS.rglob("*.md")):
            title = ""
            for line in page.read_text(encoding="utf-8").splitlines():
                title = line.removeprefix("## ") if line.startswith("## ") else title
                if line.strip() == "```bash" and page.name not in RUN_AS_A_WHOLE:
                    with_blocks.setdefault(page.name, set()).add(title)
        self.assertEqual(RUN_BY_SECTION, with_blocks)

    def runs(self, examples: list[documented.Example]) -> None:
        ended = documented.run(examples, self.environment, self.checkout)
        for each in ended:
            self.assertEqual("", each.difference())
        self.assertEqual(len(examples), len(ended))


def typed(*scripts: str) -> documented.Example:
    """What no block says, and a page takes for granted."""
    return documented.Example(0, "\n".join(scripts) + "\n", None)


def write_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def write_orders(file: Path) -> None:
    """The sample of which pipelines.md shows what is guessed: orders of a shop in Germany."""
    lines = ["Bestellnummer;PLZ;Betrag;Datum;Kunde;Menge"]
    for i in range(812):
        thousands = f"{i % 3}." if i % 3 else ""
        amount = "" if i in (100, 400, 700) else f"{thousands}{i % 900 + 100},{i % 100:02}"
        customer = "Müller" if i == 1 else f"Kunde {i}"
        day = f"{1 + i % 28:02}.{1 + i % 12:02}.2026"
        lines.append(f"{i + 1:06};{1067 + i * 97:05};{amount};{day};{customer};{1 + i % 9}")
    file.parent.mkdir(parents=True)
    file.write_text("\n".join(lines) + "\n", encoding="windows-1252")


class ComparisonTest(unittest.TestCase):
    def test_dots_stand_for_what_differs(self) -> None:
        expected = "RUN 1 file\n…\nSUCCEEDED run a; … s\n"
        self.assertTrue(documented.is_printed(expected, "RUN 1 file\nSUCCEEDED run a; 2.1 s\n"))
        self.assertTrue(documented.is_printed(expected, "RUN 1 file\n\nb\nSUCCEEDED run a;  s\n"))
        for printed in ("RUN 1 file\n", "RUN 2 files\nSUCCEEDED run a; 2.1 s\n"):
            self.assertFalse(documented.is_printed(expected, printed), printed)

    def test_blanks_after_dots_keep_columns_apart(self) -> None:
        expected = "a  …      c\n"
        for printed in ("a  bbbbbbbbb  c\n", "a  b       c\n"):
            self.assertTrue(documented.is_printed(expected, printed), printed)
        self.assertFalse(documented.is_printed(expected, "a  b c\n"))

    def test_a_block_with_a_prompt_is_a_command_and_what_it_prints(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".md") as file:
            file.write("```bash\nname=b\n```\n```\n$ echo $name\nb\n```\n```\nc\n```\n")
            file.flush()
            found = documented.examples(Path(file.name))
        self.assertEqual(
            [("name=b\n", None), ("echo $name\n", "b\n")],
            [(each.script, each.printed) for each in found],
        )
        self.assertEqual(
            ["", ""], [each.difference() for each in documented.run(found, dict(os.environ))]
        )

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
