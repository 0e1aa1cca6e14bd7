"""How near pictures are told: pair by pair while few hang together; of many, what holds them together."""

FEW = 8
"""Up to so many pictures that hang together are told with every near pair, at most 28; of more only the
nearest pairs that hold them together. Who writes WORK keeps at least what each reader's own count needs."""
