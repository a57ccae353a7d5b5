package earshot.engine.ops;

/// [Add] with broadcasting on either side, into new memory and, where the result fits, in place.
class AddTest extends OpProperties {

    AddTest() {
        super("add");
    }
}
