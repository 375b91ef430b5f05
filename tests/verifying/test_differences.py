"""Parameters against parameters: a diff by name, shape and type, with what was likely renamed."""

from hypothesis import given
from hypothesis import strategies as st

from xreg.publisher.verifying.differences import Tensor, compare, lines, renaming

TENSORS = st.lists(
    st.builds(Tensor, st.sampled_from(["a", "a.b", "net.a", "net.a.b", "c"]), st.just((2,)), st.sampled_from("xy"))
)


def tensor(name: str, shape: tuple[int, ...] = (2,), dtype: str = "float32") -> Tensor:
    return Tensor(name, shape, dtype)


def test_the_same_in_another_order() -> None:
    assert compare([tensor("a"), tensor("b")], [tensor("b"), tensor("a")]).none


def test_a_diff() -> None:
    network = [tensor("conv.weight", (3, 3)), tensor("fc.bias"), tensor("gone")]
    file = [tensor("conv.weight", (5, 3)), tensor("fc.bias", dtype="float16"), tensor("extra", (9,))]
    assert lines(compare(network, file)) == (
        "- conv.weight float32 (3, 3)",
        "+ conv.weight float32 (5, 3)",
        "- fc.bias float32 (2,)",
        "+ fc.bias float16 (2,)",
        "- gone float32 (2,)",
        "+ extra float32 (9,)",
    )


def test_renames_stand_beside_each_other() -> None:
    found = compare([tensor("block1.conv.weight"), tensor("x")], [tensor("blocks.0.conv.weight"), tensor("yyyyy")])
    assert lines(found) == (
        "- block1.conv.weight float32 (2,)",
        "+ blocks.0.conv.weight float32 (2,) (renamed?)",
        "- x float32 (2,)",
        "+ yyyyy float32 (2,)",
    )


def test_renames_keep_the_order_and_are_of_one_shape_and_type() -> None:
    network = [tensor("a.weight"), tensor("b.weight"), tensor("c.weight", (7,)), tensor("d.weight", dtype="int8")]
    file = [tensor(f"net.{name}.weight") for name in "abcd"]
    found = compare(network, file)
    assert {old.name: new.name for old, new in found.renames.items()} == {
        "a.weight": "net.a.weight",
        "b.weight": "net.b.weight",
    }


def test_what_all_renames_have_in_common() -> None:
    network = [tensor("a.weight"), tensor("bb.weight")]
    assert renaming(compare(network, [tensor(f"net.{item.name}") for item in network])) == "net. before each name"
    assert (
        renaming(compare([tensor("net.a.weight")], [tensor("a.weight")]))
        == "nothing for net. at the start of each name"
    )
    assert renaming(compare(network, network)) == ""
    assert renaming(compare(network, [tensor("x.a.weight"), tensor("y.bb.weight")])) == ""


def test_at_most_forty_lines_then_a_count() -> None:
    found = lines(compare([tensor(str(number)) for number in range(50)], []))
    assert len(found) == 41
    assert found[-1] == "… and 10 more lines"
    assert len(lines(compare([tensor(str(number)) for number in range(40)], []))) == 40


def test_many_names_end_soon() -> None:
    """200,000 on each side, all of one shape: quadratic work would take hours."""
    network = [tensor(f"layer.{number}.weight") for number in range(200_000)]
    file = [tensor(f"other.{number}.gamma") for number in range(200_000)]
    assert len(compare(network, file).renames) <= 2000


@given(TENSORS, TENSORS)
def test_every_parameter_is_accounted_for(network: list[Tensor], file: list[Tensor]) -> None:
    found = compare(network, file)
    left, right = {item.name for item in network}, {item.name for item in file}
    assert {item.name for item in found.missing} == left - right
    assert {item.name for item in found.besides} == right - left
    assert set(found.renames) <= set(found.missing) and set(found.renames.values()) <= set(found.besides)
    assert len(set(found.renames.values())) == len(found.renames)
    assert all(old[1:] == new[1:] for old, new in found.renames.items())
    assert found.none == (not lines(found))
