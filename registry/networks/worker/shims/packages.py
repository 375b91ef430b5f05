"""Packages that read data, measure, log or train, which building and running a network does not need.

Where one is not installed and the code fails without it, an empty stand-in lets the code that imports it go on; any use
of it is an error.
"""

_DATA = "reads or prepares data"
_MEASURES = "measures or draws results"
_TRAINS = "trains on a service, or logs"

EMPTY = {
    **dict.fromkeys(
        ["albumentations", "h5py", "jieba", "librosa", "lmdb", "lxml", "nibabel", "nltk", "pyclipper", "sacremoses"],
        _DATA,
    ),
    **dict.fromkeys(
        ["SimpleITK", "shapely", "skimage", "soundfile", "spacy", "subword_nmt", "tokenizers", "Polygon"], _DATA
    ),
    **dict.fromkeys(["Levenshtein", "prettytable", "pycocotools", "rouge", "sacrebleu", "seaborn", "wandb"], _MEASURES),
    **dict.fromkeys(["mindinsight", "moxing", "tensorboardX"], _TRAINS),
}
