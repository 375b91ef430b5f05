"""What a card is and what it may say. Pure: no files, no network, no clock."""
