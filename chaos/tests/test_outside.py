"""Kills of land, export, broker and database; a few of those that make outside does."""

import tempfile
import unittest
from pathlib import Path

import pytest

from crashtest.outside import Outside

KILLS = 4


@pytest.mark.long
class OutsideTest(unittest.TestCase):
    def test_nothing_is_lost_or_sent_twice(self) -> None:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            outside = Outside(Path(folder).resolve() / "outside", "test", say=lambda _: None)
            self.addCleanup(outside.stop)
            outside.begin()
            for kill in range(KILLS):
                outside.kill(kill)
            outside.compare()
            self.assertEqual(KILLS, outside.kills.total())
