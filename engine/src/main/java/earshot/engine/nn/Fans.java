package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Shape;

/// How many values flow into one value of a layer's result, and from one value of its input into the result: what the spread of
/// initial weights has to balance. PyTorch's rule: {@code [out, in, …]}, times the size of the window; in a grouped convolution the
/// channels of one group count.
public record Fans(int in, int out) {

    /// The fans of a weight.
    ///
    /// @param weight its shape here
    /// @param layout how that relates to PyTorch's
    /// @throws IllegalArgumentException if it has fewer than two axes
    public static Fans of(Shape weight, Layout layout) {
        Shape torch = layout.toTorch(weight);
        if (torch.rank() < 2) {
            throw new IllegalArgumentException("fans: a weight must have at least the axes [out, in], got " + torch
                    + "; give vectors a constant or a uniform range");
        }
        int window = torch.count(2, torch.rank());
        return new Fans(torch.size(1) * window, torch.size(0) * window);
    }
}
