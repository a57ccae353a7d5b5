// Rows or columns of images.

// What is gathered from: position i of out covers pixels i * stride - pad + u * dilation of size, for u < taps. See Axis.java.
typedef struct {
    int size;
    int out;
    int taps;
    int stride;
    int pad;
    int dilation;
} Axis;

// What is written, and the weights: position i is pixel first + i * step of size, tap u is tap + u * tapStep of taps.
typedef struct {
    int size;
    int first;
    int step;
    int taps;
    int tap;
    int tapStep;
} Target;

// The pixel that position m of all images is written to.
DEVICE int target(int m, Axis rows, Axis columns, Target toRows, Target toColumns) {
    int image = m / (rows.out * columns.out);
    int row = toRows.first + m / columns.out % rows.out * toRows.step;
    return (image * toRows.size + row) * toColumns.size + toColumns.first + m % columns.out * toColumns.step;
}
