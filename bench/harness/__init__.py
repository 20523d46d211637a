"""What all benchmarks share: data, processes measured in turns, and limits on their ratios."""
