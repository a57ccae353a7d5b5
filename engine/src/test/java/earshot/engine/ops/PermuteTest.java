package earshot.engine.ops;

/// [Permute] in every order, some axes counted from the end.
class PermuteTest extends OpProperties {

    PermuteTest() {
        super("permute");
    }
}
