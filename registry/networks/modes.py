"""How networks are asked, and what is said where one of the ways is not open."""

from typing import Literal, get_args

Mode = Literal["auto", "run", "recorded", "off"]
# Whether a network is run where it cannot be kept from everything (`auto`; it is said), or not (`require`).
Isolation = Literal["auto", "require"]
MODES: tuple[Mode, ...] = get_args(Mode)
ISOLATIONS: tuple[Isolation, ...] = get_args(Isolation)
NOT_INSTALLED = "MindSpore is not installed here, so nothing was run; `pip install 'xreg[network]'` installs it."
NOT_LOADED = "The checkpoint was not loaded: that takes a run."
