"""MindCV's model factory, `create_model`: for cards that link into its repository, whose model-name is a model there.

Their repo-link goes to the folder of a model's training settings (`configs/resnet`) at a release; the code is the
package `mindcv` beside it. Without a clone the installed package answers, in whichever version that is, where a run is
asked for.
"""

from xreg.registry.networks.providers.inputs import inputs_for
from xreg.registry.networks.providers.protocol import CardNetwork, Stage, Target
from xreg.registry.networks.providers.repository import Place, place_in
from xreg.registry.networks.providers.usage import used_call
from xreg.registry.networks.table import installed_version

REPOSITORY = "github.com/mindspore-lab/mindcv"
PACKAGE, SETTINGS = "mindcv", "configs"


class MindCV:
    """Cards that link to MindCV."""

    name = "mindcv"

    def target(self, card: CardNetwork) -> Target | None:
        found, own = card.repository, card.subject.architecture
        if not found or found.repository != REPOSITORY or not card.name:
            return None
        used = used_call(card.document)
        clone = place_in(card.clones, found.repository, found.branch, PACKAGE) if found.how == "read" else None
        made = of_clone(clone, card.name, card) if clone else of_package(card.name)
        if made is None:
            return None
        return made._replace(
            calls=(used.arguments,),
            inputs=inputs_for(card.shape, own.input if own else None, None, ()),
            notes=(used.note,) if used.note else (),
        )


def of_clone(package: Place, name: str, card: CardNetwork | None = None) -> Target | None:
    """A model of a clone's package, with the settings beside it."""
    clones = (package.clone,) if card is None else card.clones
    settings = place_in(clones, package.repository, package.branch, SETTINGS)
    whole = place_in(clones, package.repository, package.branch, "")
    if whole is None:
        return None
    digest = f"git-tree:{package.tree}" + (f"+{settings.tree}" if settings else "")
    stage = Stage(package.clone.path, whole.tree, (PACKAGE, SETTINGS))
    builder = {"kind": "mindcv", "name": name}
    origin = package._replace(path=PACKAGE).says
    return Target(MindCV.name, name, origin, digest, builder, stage)


def of_package(name: str) -> Target | None:
    """A model of the installed package, which is run where a run is asked for; `None` where there is none.

    The child asks MindCV for inputs, which states one for each model.
    """
    version = installed_version(PACKAGE)
    if version is None:
        return None
    says = f"{PACKAGE} {version}"
    return Target(MindCV.name, name, says, says, {"kind": "mindcv", "name": name}, eager=False)
