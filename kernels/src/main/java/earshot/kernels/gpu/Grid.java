package earshot.kernels.gpu;

/// How many work items run a kernel: groups along three axes, and items of a group along the same axes. All groups are whole; a kernel
/// leaves alone what lies beyond its data.
public record Grid(int groupsX, int groupsY, int groupsZ, int itemsX, int itemsY, int itemsZ) {
    private static final int LINE = 128;

    public Grid {
        if (groupsX < 0 || groupsY < 0 || groupsZ < 0 || itemsX < 1 || itemsY < 1 || itemsZ < 1) {
            throw new IllegalArgumentException(
                    "grid: need groups >= 0 and items >= 1, got " + groupsX + "x" + groupsY + "x" + groupsZ
                            + " groups of " + itemsX + "x" + itemsY + "x" + itemsZ);
        }
    }

    /// At least {@code n} items in a line.
    public static Grid line(int n) {
        return teams(groups(n, LINE), LINE);
    }

    /// Groups of {@code items} that share a piece of work each.
    public static Grid teams(int groups, int items) {
        return new Grid(groups, 1, 1, items, 1, 1);
    }

    /// How many groups of {@code items} hold {@code n} items.
    public static int groups(int n, int items) {
        return (int) (((long) n + items - 1) / items);
    }

    /// Whether there is nothing to do.
    public boolean empty() {
        return groupsX == 0 || groupsY == 0 || groupsZ == 0;
    }
}
