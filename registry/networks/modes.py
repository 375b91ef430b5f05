"""How networks are asked, and what is said where one of the ways is not open."""

from typing import Literal

Mode = Literal["auto", "run", "recorded", "off"]
NOT_INSTALLED = "MindSpore is not installed here, so nothing was run; `pip install 'xreg[network]'` installs it."
NOT_LOADED = "The checkpoint was not loaded: that takes a run."
