"""Kills jobs at random moments, lets them recover, and compares everything with an oracle."""
