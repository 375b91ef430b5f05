"""Which network is a card's: where its code is, with which arguments it is built, and which inputs it is given."""
