"""Measurements of Gatehouse beside its peers. `benchmarks/run --help` says what there is."""
