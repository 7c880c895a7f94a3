"""Ready experiments: one question and one file each, ending in tables, figures and sentences.

`base` says what an experiment is, `registry` finds them, `carry` runs one and writes what it found.
"""
