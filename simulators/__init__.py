"""Servers that speak the vendors' wire, so that the real clients can be used without the vendors.

They import nothing of the house and nothing of the house imports them: a demo, a test or a benchmark differs from
production by a URL.
"""
