"""Figures: how much an answer costs, how long a start takes, how much memory is held.

Machines are noisy: what is compared is measured in turns in one run, in CPU time.
"""
