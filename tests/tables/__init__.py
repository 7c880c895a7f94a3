"""The sourced tables: what ships is sound, and each kind of fault is told apart."""
