package earshot.engine.ops;

/// [NtXent] of both views.
class NtXentTest extends OpProperties {

    NtXentTest() {
        super("nt_xent");
    }
}
