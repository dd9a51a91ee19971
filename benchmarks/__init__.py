"""Measurements: `make bench` runs them all; docs/performance.md keeps the last figures."""
