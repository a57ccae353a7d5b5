// The generator Philox 4x32-10: see Philox.

typedef struct {
    uint at[4];
} Words;

// The counter is (index, stream), the key is the seed: see Philox.
DEVICE Words philox(ulong seed, ulong stream, ulong index) {
    uint c0 = (uint) index;
    uint c1 = (uint) (index >> 32);
    uint c2 = (uint) stream;
    uint c3 = (uint) (stream >> 32);
    uint k0 = (uint) seed;
    uint k1 = (uint) (seed >> 32);
    for (int round = 0; round < 10; round++) {
        uint high0 = MUL_HI(0xD2511F53u, c0);
        uint high1 = MUL_HI(0xCD9E8D57u, c2);
        uint low0 = 0xD2511F53u * c0;
        uint low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ k0;
        c1 = low1;
        c2 = high0 ^ c3 ^ k1;
        c3 = low0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    Words w;
    w.at[0] = c0;
    w.at[1] = c1;
    w.at[2] = c2;
    w.at[3] = c3;
    return w;
}
