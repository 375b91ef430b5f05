"""The files that models are released as: what each states of itself, read without building a tensor."""
