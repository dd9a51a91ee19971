"""Reads across the roadmap's models."""
