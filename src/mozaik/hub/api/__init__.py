"""The API: other systems of an authority send sealed files in, fetch what waits for it, and read its hits.

Each holds a token that a coordinator of the authority opened, for what it says and until a day. No rule lives
here: every answer is cut from a reader's view, and every reading stands in the authority's chain first.
"""
