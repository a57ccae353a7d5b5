package earshot.experiments.bench;

/// Something that is done again and again while a clock runs, ready to go: memory is allocated and networks are built.
interface Work extends AutoCloseable {

    /// Does it once, to the end: nothing of it is still under way on return.
    void run();

    /// Arithmetic operations of one run by the plain definition, whatever the method really takes: a convolution counts as the direct
    /// sum, a training step as three forward passes. 0 where moving numbers is the work.
    double operations();

    /// Bytes that one run has to move between memory and processor at least; 0 where nobody counts them.
    double bytes();

    @Override
    void close();
}
