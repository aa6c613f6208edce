"""Records: all SQL of the house. One file a noun, one function a transaction, one tenant at a time; Postgres itself
hides every other tenant's rows."""
