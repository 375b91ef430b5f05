"""Rendering: pages made new from a card's data, in the hub's markdown and as HTML with the evidence."""
