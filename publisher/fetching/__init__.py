"""Fetching assets: from allowed hosts alone, hashed while they come, resumed after a cut, kept by digest."""
