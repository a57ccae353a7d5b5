package earshot.engine.ops;

/// [MaskFill] with masks that have axes of size 1 or none.
class MaskFillTest extends OpProperties {

    MaskFillTest() {
        super("masked_fill");
    }
}
