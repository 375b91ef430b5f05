"""What a parameter of `construct` is given, by its name: the table for networks that take more than one image.

A shape names its sizes: `sizes.py` looks for them in the network itself, and has a usual one for some. Only names that
more than one repository uses are here.
"""

import re
from typing import NamedTuple


class Role(NamedTuple):
    """Names of a parameter, and a tensor that fits: sizes by name or as a number, the type, and the filling."""

    names: str
    shape: tuple[str | int, ...]
    dtype: str = "float32"
    fill: str = ""

    def fits(self, name: str) -> bool:
        """Whether a parameter of this name plays the role."""
        return re.fullmatch(self.names, name) is not None


IMAGE = Role(r"x|image|img|img_data|images|inputs?|input_x|real_data|data", ("batch", "channels", "height", "width"))

ROLES = (
    Role(r"im(?:g|age)_metas?", ("batch", 4), fill="ones"),
    Role(r"(?:im(?:g|age)|input)_(?:shape|size)", (1, 2), fill="ones"),
    Role(r"gt_b?boxe?s?", ("batch", 128, 4)),
    Role(r"gt_labels", ("batch", 128), "int32"),
    Role(r"gt_loc", ("batch", "boxes", 4)),
    Role(r"gt_label", ("batch", "boxes"), "int32"),
    Role(r"num_matched_boxes", ("batch",), "int32", "ones"),
    Role(r"gt_valids?", ("batch", 128), "bool"),
    Role(r"gt_masks?", ("batch", 128, "height", "width"), "bool"),
    Role(r"latent_code|latent|noise|z", ("batch", 100, 1, 1)),
    # text
    Role(r"(?:input|source|target|src|token|segment|word)_(?:ids|tokens)|src_tokens|token_type_ids?|tokens|text",
         ("batch", "sequence"), "int32", "ones"),
    Role(r"(?:input|source|src|target|attention)_(?:mask|masks|padding_mask)", ("batch", "sequence"), "int32", "ones"),
    Role(r"(?:src|source|token|src_token|src_tokens|input|seq|sequence)_lengths?", ("batch", 1), "int32", "ones"),
    Role(r"(?:input|masked_lm)_positions?", ("batch", 20), "int32"),
    # recommendation
    Role(r"batch_ids|ids?|feat_ids|feature_ids", ("batch", "fields"), "int32"),
    Role(r"batch_wts|wts?|feat_vals|weights", ("batch", "fields"), fill="ones"),
    Role(r"labels?|batch_labels?|targets?", ("batch", 1)),
    Role(r"(?:batch_)?(?:users?|items?)|(?:user|item)_input", ("batch", 1), "int32"),
    # graphs
    Role(r"adj|adjacency", ("nodes", "nodes")),
    Role(r"(?:input_)?features?", ("nodes", "features")),
    IMAGE,
)  # fmt: skip


def role_of(name: str) -> Role:
    """The role of a parameter: an image's, where its name says nothing else."""
    return next((role for role in ROLES if role.fits(name)), IMAGE)
