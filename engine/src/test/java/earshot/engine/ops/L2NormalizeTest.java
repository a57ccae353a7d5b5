package earshot.engine.ops;

/// Division by the norm along any axis, clear of 0, or by the bound where the norm is smaller.
class L2NormalizeTest extends OpProperties {

    L2NormalizeTest() {
        super("l2_normalize");
    }
}
