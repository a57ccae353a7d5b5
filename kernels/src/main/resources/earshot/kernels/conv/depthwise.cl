// Convolutions with as many groups as input channels, each of which has so many outputs: neighbouring work items have
// neighbouring channels.

KERNEL conv_depthwise(int images, Axis rows, Axis columns, int c, int outputs, GLOBAL const float *x, GLOBAL const float *w,
        GLOBAL const float *scale, GLOBAL const float *shift, GLOBAL const float *r, int f, GLOBAL float *y) {
    int at = GLOBAL_ID(0);
    int o = c * outputs;
    int channel = at % o;
    int position = at / o;
    int image = position / (rows.out * columns.out);
    if (image < images) {
        float sum = 0.0f;
        for (int u = 0; u < rows.taps; u++) {
            int h = position / columns.out % rows.out * rows.stride - rows.pad + u * rows.dilation;
            for (int v = 0; v < columns.taps; v++) {
                int l = position % columns.out * columns.stride - columns.pad + v * columns.dilation;
                if ((uint) h < (uint) rows.size && (uint) l < (uint) columns.size) {
                    int from = ((image * rows.size + h) * columns.size + l) * c + channel / outputs;
                    sum = FMA(x[from], w[(u * columns.taps + v) * o + channel], sum);
                }
            }
        }
        y[at] = epilogue(sum, channel, at, scale, shift, r, f);
    }
}

// dx, in the pixels of one phase.
KERNEL conv_depthwise_data(int images, Axis rows, Axis columns, Target toRows, Target toColumns, int c, int outputs,
        GLOBAL const float *dy, GLOBAL const float *w, GLOBAL float *dx) {
    int o = c * outputs;
    int channel = GLOBAL_ID(0) % c;
    int position = GLOBAL_ID(0) / c;
    int image = position / (rows.out * columns.out);
    if (image < images) {
        float sum = 0.0f;
        for (int u = 0; u < rows.taps; u++) {
            int h = position / columns.out % rows.out * rows.stride - rows.pad + u * rows.dilation;
            for (int v = 0; v < columns.taps; v++) {
                int l = position % columns.out * columns.stride - columns.pad + v * columns.dilation;
                if ((uint) h < (uint) rows.size && (uint) l < (uint) columns.size) {
                    int tap = (toRows.tap + u * toRows.tapStep) * toColumns.taps + toColumns.tap + v * toColumns.tapStep;
                    int from = ((image * rows.size + h) * columns.size + l) * o + channel * outputs;
                    for (int i = 0; i < outputs; i++) {
                        sum = FMA(dy[from + i], w[tap * o + channel * outputs + i], sum);
                    }
                }
            }
        }
        dx[target(position, rows, columns, toRows, toColumns) * c + channel] = sum;
    }
}

// Part of dw: the sums over part of the rows of all images. Parts [kh, kw, o] stand one after another. Groups are channels,
// taps and parts.
KERNEL conv_depthwise_weight(int images, Axis rows, Axis columns, int c, int outputs, int part, GLOBAL const float *x,
        GLOBAL const float *dy, GLOBAL float *dw) {
    int channel = GLOBAL_ID(0);
    int o = c * outputs;
    int v = GROUP_ID(1) % columns.taps;
    if (channel < o) {
        int end = min((GROUP_ID(2) + 1) * part, images * rows.out);
        float sum = 0.0f;
        for (int line = GROUP_ID(2) * part; line < end; line++) {
            int h = line % rows.out * rows.stride - rows.pad + GROUP_ID(1) / columns.taps * rows.dilation;
            for (int j = 0; j < columns.out; j++) {
                int l = j * columns.stride - columns.pad + v * columns.dilation;
                if ((uint) h < (uint) rows.size && (uint) l < (uint) columns.size) {
                    int from = ((line / rows.out * rows.size + h) * columns.size + l) * c + channel / outputs;
                    sum = FMA(x[from], dy[(line * columns.out + j) * o + channel], sum);
                }
            }
        }
        dw[(GROUP_ID(2) * GROUPS(1) + GROUP_ID(1)) * o + channel] = sum;
    }
}
