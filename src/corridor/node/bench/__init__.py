"""Benchmarks: what this program does in a second, beside what its parts could do at most.

Every figure is measured together with its limit in one run on one machine, and what counts is the
ratio. Nothing here is a test: a slow machine is no fault of the program.
"""
