// SoftmaxKernels: a work-group for each row, in which every work item has every ITEMS-th class.

#include "../reduce/items.cl"

#define ITEMS 64
#define EACH_CLASS(c) for (int c = LOCAL_ID(0); c < classes; c += ITEMS)

// The largest element of a row.
DEVICE float largest(LOCAL_REF float *shared, GLOBAL const float *x, int classes) {
    float mine = -INFINITY;
    EACH_CLASS(c) {
        mine = FMAX(mine, x[c]);
    }
    return largest_of_items(shared, mine);
}

// The sum of a row's exponentials, relative to its largest element.
DEVICE float sum_of_exponentials(LOCAL_REF float *shared, GLOBAL const float *x, int classes, float most) {
    float mine = 0.0f;
    EACH_CLASS(c) {
        mine += EXP(x[c] - most);
    }
    return sum_of_items(shared, mine);
}

// y = exp(x - max) / sum of exp(x - max).
KERNEL softmax(int classes, GLOBAL const float *x, GLOBAL float *y) {
    LOCAL float shared[ITEMS];
    int row = GROUP_ID(0) * classes;
    float most = largest(shared, x + row, classes);
    float sum = sum_of_exponentials(shared, x + row, classes, most);
    EACH_CLASS(c) {
        y[row + c] = EXP(x[row + c] - most) / sum;
    }
}

// dx = y (dy - sum of dy y).
KERNEL softmax_backward(int classes, GLOBAL const float *y, GLOBAL const float *dy, GLOBAL float *dx) {
    LOCAL float shared[ITEMS];
    int row = GROUP_ID(0) * classes;
    float mine = 0.0f;
    EACH_CLASS(c) {
        mine = FMA(dy[row + c], y[row + c], mine);
    }
    float dot = sum_of_items(shared, mine);
    EACH_CLASS(c) {
        dx[row + c] = y[row + c] * (dy[row + c] - dot);
    }
}

// y = x - max - ln of the sum of exp(x - max).
KERNEL log_softmax(int classes, GLOBAL const float *x, GLOBAL float *y) {
    LOCAL float shared[ITEMS];
    int row = GROUP_ID(0) * classes;
    float most = largest(shared, x + row, classes);
    float logSum = LOG(sum_of_exponentials(shared, x + row, classes, most));
    EACH_CLASS(c) {
        y[row + c] = x[row + c] - most - logSum;
    }
}

// dx = dy - exp(y) sum of dy.
KERNEL log_softmax_backward(int classes, GLOBAL const float *y, GLOBAL const float *dy, GLOBAL float *dx) {
    LOCAL float shared[ITEMS];
    int row = GROUP_ID(0) * classes;
    float mine = 0.0f;
    EACH_CLASS(c) {
        mine += dy[row + c];
    }
    float sum = sum_of_items(shared, mine);
    EACH_CLASS(c) {
        dx[row + c] = dy[row + c] - EXP(y[row + c]) * sum;
    }
}

// p = softmax(x) and loss = -sum of target ln p, for each row.
KERNEL cross_entropy(int classes, GLOBAL const float *x, GLOBAL const float *target, GLOBAL float *p,
        GLOBAL float *loss) {
    LOCAL float shared[ITEMS];
    int row = GROUP_ID(0) * classes;
    float most = largest(shared, x + row, classes);
    float sum = sum_of_exponentials(shared, x + row, classes, most);
    float logSum = LOG(sum);
    float mine = 0.0f;
    EACH_CLASS(c) {
        float shifted = x[row + c] - most;
        p[row + c] = EXP(shifted) / sum;
        mine += target[row + c] * (shifted - logSum); // not ln p, which may have underflowed to 0
    }
    float logLikelihood = sum_of_items(shared, mine);
    if (LOCAL_ID(0) == 0) {
        loss[GROUP_ID(0)] = -logLikelihood;
    }
}

// dx = dloss (p * sum of target - target).
KERNEL cross_entropy_backward(int classes, GLOBAL const float *p, GLOBAL const float *target, GLOBAL const float *dloss,
        GLOBAL float *dx) {
    LOCAL float shared[ITEMS];
    int row = GROUP_ID(0) * classes;
    float mine = 0.0f;
    EACH_CLASS(c) {
        mine += target[row + c];
    }
    float mass = sum_of_items(shared, mine);
    EACH_CLASS(c) {
        dx[row + c] = dloss[GROUP_ID(0)] * (p[row + c] * mass - target[row + c]);
    }
}
