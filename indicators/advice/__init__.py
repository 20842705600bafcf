"""Advice: what to do first in a wijk, what not to do yet, what is missing, and how to design one
meeting. Knowledge as YAML beside this file; pure functions around it.
"""
