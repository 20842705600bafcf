"""The fictional gemeente: writes a complete workspace to the data contract, with a planted truth.

This room stands apart. It imports nothing of the product and reads none of its values, so the
model cannot read its own answer back from here. Every number in it was chosen for plausibility.
"""
