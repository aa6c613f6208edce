"""Is it quick, and does it hold? Clients over the wire that measure Switchboard beside a floor and a stock stack.

They import nothing of the house and nothing of the house imports them. `python -m benchmarks` starts what it needs on
free ports of this machine, measures, stops it again, prints a table and writes JSON; docs/benchmarks.md explains the
rows. `load` is the client, `doors` knows how each server is asked, `machine` starts servers and reads CPU clocks,
`turns` holds the figures, `floor` and `stock` are the servers to compare with, `report` does the statistics.
"""
