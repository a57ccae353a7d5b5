// What the items of a group have, joined in pairs, always in the same order. Their number, along the first axis, is a power of two, and
// shared has room for one of each.

DEVICE float sum_of_items(LOCAL_REF float *shared, float mine) {
    BARRIER; // before the last result is overwritten, all have read it
    shared[LOCAL_ID(0)] = mine;
    for (int reach = LOCAL_SIZE(0) / 2; reach > 0; reach /= 2) {
        BARRIER;
        if (LOCAL_ID(0) < reach) {
            shared[LOCAL_ID(0)] += shared[LOCAL_ID(0) + reach];
        }
    }
    BARRIER;
    return shared[0];
}

DEVICE float largest_of_items(LOCAL_REF float *shared, float mine) {
    BARRIER;
    shared[LOCAL_ID(0)] = mine;
    for (int reach = LOCAL_SIZE(0) / 2; reach > 0; reach /= 2) {
        BARRIER;
        if (LOCAL_ID(0) < reach) {
            shared[LOCAL_ID(0)] = FMAX(shared[LOCAL_ID(0)], shared[LOCAL_ID(0) + reach]);
        }
    }
    BARRIER;
    return shared[0];
}
