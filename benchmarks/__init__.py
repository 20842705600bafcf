"""What is fast, against what, in one run. How to run each: docs/benchmarks.md."""
