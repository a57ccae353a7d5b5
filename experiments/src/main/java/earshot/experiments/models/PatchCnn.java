package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.BatchNorm2d;
import earshot.engine.nn.Conv2d;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.Sequential;
import earshot.experiments.tokens.PatchGrid;
import earshot.kernels.Window;
import earshot.kernels.elementwise.Activation;
import java.util.ArrayList;
import java.util.List;

/// A small residual network whose last map has one place for every patch: the stem of [ResNet], which takes a quarter of each side, and
/// stages that halve what is left until a patch is one pixel. Hidden patches are 0 in the picture, which is the training clips' mean.
public final class PatchCnn extends PatchEncoder {
    /// Pixels of each side that the stem makes one of.
    private static final int STEM = 4;

    private final int patch;
    private final int width;
    private final Conv2d conv1;
    private final BatchNorm2d bn1;
    private final List<Sequential> stages = new ArrayList<>();

    /// @param width  channels of the first stage; every further stage doubles them
    /// @param blocks number of [BasicBlock]s of each stage
    public PatchCnn(ParameterSource source, int width, List<Integer> blocks) {
        patch = patch(blocks.size());
        conv1 = part("conv1", new Conv2d(source, 1, width, Window.square(7, 2, 3), false));
        bn1 = part("bn1", new BatchNorm2d(source, width));
        int in = width;
        for (int s = 0; s < blocks.size(); s++) {
            List<BasicBlock> stage = new ArrayList<>();
            for (int b = 0; b < blocks.get(s); b++) {
                int out = width << s;
                stage.add(new BasicBlock(source, in, out, b == 0 && s > 0 ? 2 : 1));
                in = out;
            }
            stages.add(part("layer" + (s + 1), new Sequential(stage)));
        }
        this.width = in;
    }

    /// Side of what one pixel of the last map stands for.
    static int patch(int stages) {
        return STEM << stages - 1;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    protected Tensor forward(Tensor x, Tensor masked) {
        PatchGrid grid = new PatchGrid(x.shape().size(1), x.shape().size(2), patch);
        Tensor y = x.slice(2, 0, grid.covered());
        if (masked != null) {
            y = y.maskFill(pixels(masked, grid), 0);
        }
        y = bn1.after(conv1, Activation.RELU, y).maxPool2d(Window.square(3, 2, 1));
        for (Sequential stage : stages) {
            y = stage.apply(y);
        }
        return y.permute(0, 2, 1, 3).reshape(-1, grid.count(), width);
    }

    /// Marks of patches as marks of pixels, `[N, mels, covered frames, 1]`.
    private static Tensor pixels(Tensor masked, PatchGrid grid) {
        return masked.reshape(-1, grid.columns(), grid.rows()).permute(0, 2, 1).reshape(-1, grid.rows(), 1, grid.columns(), 1)
                .repeat(1, 1, grid.size(), 1, grid.size()).reshape(-1, grid.mels(), grid.covered(), 1);
    }
}
