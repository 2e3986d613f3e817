"""What the shop costs, measured: `make bench` runs all parts, `make bench PART=pages` one.

Each part is a module with one question and a `measure(options)` that yields figures beside the
bars they are held to. Nothing here is part of the tests or of CI: a bar is missed on a busy machine
without anything being wrong.
"""
