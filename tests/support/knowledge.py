"""A small knowledge base of the tests' own: names chosen for what they share with each other."""

from xreg.schema.entities import Architecture, Dataset, Domain, ModuleType, Paper, Vocabulary
from xreg.schema.knowledge import Knowledge


def _model(
    id_: str, name: str, *aliases: str, family: str = "", related: tuple[str, ...] = (), word: bool = False
) -> Architecture:
    return Architecture(id_, name, "tests", ("cv",), id_, "the tests", aliases, family, None, related, word)


ARCHITECTURES = (
    _model("resnet", "ResNet"),
    _model("resnetd", "ResNet-D", family="resnet"),
    _model("resnext", "ResNeXt", related=("resnet",)),
    _model("seresnext", "SE-ResNeXt", family="resnext"),
    _model("vgg", "VGG", "VGGNet"),
    _model("alexnet", "AlexNet"),
    _model("mobilenet", "MobileNet"),
    _model("mobilenetv3", "MobileNetV3", family="mobilenet"),
    _model("inceptionresnetv2", "Inception-ResNet-v2"),
    _model("crf", "Conditional Random Field Net"),
    _model("pit", "PiT", word=True),
    _model("ring1", "Ring 1", family="ring2"),
    _model("ring2", "Ring 2", family="ring1"),
)
DATASETS = (
    Dataset(
        "imagenet2012", "ImageNet 2012", "1,000 classes", "the tests", ("ILSVRC 2012",), ("imagenet",), 1000, "ilsvrc"
    ),
    Dataset("cifar10", "CIFAR-10", "images of 10 classes", "the tests", (), ("cifar",), 10, "cifar"),
    Dataset("coco2017", "COCO 2017", "images with boxes", "the tests"),
)
RESIDUAL = "Deep Residual Learning for Image Recognition"
VERY_DEEP = "Very Deep Networks"
ALEX = "ImageNet Classification with Deep Convolutional Neural Networks"
PAPERS = (
    Paper("resnet", RESIDUAL, ("Kaiming He", "Jian Sun"), 2016, "the tests", "CVPR 2016", "1512.03385"),
    Paper("vgg", VERY_DEEP, ("K. Simonyan",), 2014, "the tests"),
    Paper("vgg-long", f"{VERY_DEEP} for All", ("K. Simonyan",), 2015, "the tests", url="https://example.com/vgg"),
    Paper("alexnet", ALEX, ("Alex Krizhevsky",), 2012, "the tests", "NeurIPS", doi="10.1/2"),
    Paper("short", "Going deeper", tuple(f"Author A{n}" for n in range(7)), 2015, "the tests"),
)
VOCABULARY = Vocabulary(
    {"cv": Domain(("cv", "image", "image classification"), "computer vision"), "audio": Domain(("audio",), "audio")},
    {"cv": ModuleType("cv", "computer vision"), "audio": ModuleType("audio", "audio processing")},
    {},
    {},
    {"offcial": "official"},
)
SMALL = Knowledge(
    {item.id: item for item in ARCHITECTURES},
    {item.id: item for item in DATASETS},
    {item.id: item for item in PAPERS},
    VOCABULARY,
    "small",
)
