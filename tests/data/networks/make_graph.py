"""Exports a small network as MindIR, under the name given: `dense.mindir` takes (2, 3) and holds a Dense layer."""

import os
import sys

import numpy
from mindspore import Tensor, export, nn

export(nn.Dense(3, 4), Tensor(numpy.zeros((2, 3), numpy.float32)), file_name=sys.argv[1], file_format="MINDIR")
os._exit(0)
