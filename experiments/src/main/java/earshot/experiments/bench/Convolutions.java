package earshot.experiments.bench;

import earshot.kernels.Backend;
import earshot.kernels.Storage;
import earshot.kernels.Window;
import earshot.kernels.conv.ConvGeometry;
import earshot.kernels.elementwise.Epilogue;
import java.util.ArrayList;
import java.util.List;

/// The kernels of convolution by themselves: the four stages of ResNet-34 on pictures of 128×216, one of each other shape that the
/// networks have.
final class Convolutions {
    private static final String FORWARD = "forward";
    private static final String DATA = "backward-data";
    private static final String WEIGHT = "backward-weight";

    private Convolutions() {
    }

    static List<Row> rows(Backend backend, Sizes sizes) {
        int n = sizes.batch();
        List<Row> rows = new ArrayList<>();
        for (ConvGeometry g : List.of(dense(n, 64, 64, 32, 54, 3, 1), dense(n, 128, 128, 16, 27, 3, 1),
                dense(n, 256, 256, 8, 14, 3, 1), dense(n, 512, 512, 4, 7, 3, 1), dense(n, 64, 128, 32, 54, 3, 2),
                dense(n, 64, 128, 32, 54, 1, 2), dense(n, 24, 144, 32, 54, 1, 1), depthwise(n, 144, 32, 54, 3),
                depthwise(n, 240, 16, 27, 5), depthwise(n, 672, 8, 14, 5))) {
            rows.addAll(rows(backend, g, FORWARD, DATA, WEIGHT));
        }
        // Nobody needs the gradient of the picture itself.
        rows.addAll(rows(backend, dense(n, 1, 64, 128, 216, 7, 2), FORWARD, WEIGHT));
        return rows;
    }

    private static ConvGeometry dense(int n, int c, int o, int h, int w, int k, int stride) {
        return new ConvGeometry(n, h, w, c, o, Window.square(k, stride, k / 2));
    }

    private static ConvGeometry depthwise(int n, int c, int h, int w, int k) {
        return new ConvGeometry(n, h, w, c, c, c, Window.square(k, 1, k / 2));
    }

    private static List<Row> rows(Backend backend, ConvGeometry g, String... passes) {
        List<Row> rows = new ArrayList<>();
        for (String pass : passes) {
            rows.add(new Row(name(g) + " " + pass, 0, () -> new Convolution(backend, g, pass)));
        }
        return rows;
    }

    private static String name(ConvGeometry g) {
        String kernel = g.window().kh() + "x" + g.window().kw() + (g.window().strideH() == 1 ? "" : "s" + g.window().strideH());
        String channels = g.groups() > 1 ? "depthwise " + g.c() : g.c() == g.o() ? "" + g.c() : g.c() + "-" + g.o();
        return kernel + " " + channels + " " + g.h() + "x" + g.w();
    }

    private static final class Convolution implements Work {
        private final ConvGeometry g;
        private final Backend backend;
        private final Runnable kernel;
        private final Storage x;
        private final Storage w;
        private final Storage y;

        Convolution(Backend backend, ConvGeometry g, String pass) {
            this.g = g;
            this.backend = backend;
            x = normal(g.n() * g.h() * g.w() * g.c(), 0);
            w = normal(g.window().kh() * g.window().kw() * g.groupC() * g.o(), 1);
            y = normal(g.n() * g.outH() * g.outW() * g.o(), 2);
            kernel = switch (pass) {
                case FORWARD -> () -> backend.conv().forward(g, x, w, Epilogue.NONE, y);
                case DATA -> () -> backend.conv().backwardData(g, w, y, x);
                case WEIGHT -> () -> backend.conv().backwardWeight(g, x, y, w);
                default -> throw new IllegalArgumentException("convolution: no such pass: " + pass);
            };
        }

        private Storage normal(int size, long stream) {
            Storage storage = backend.memory().allocate(size);
            backend.random().normal(size, 0, stream, 0, 1, storage);
            return storage;
        }

        @Override
        public void run() {
            kernel.run();
        }

        @Override
        public double operations() {
            return OperationCount.of(g);
        }

        @Override
        public double bytes() {
            return 4.0 * ((double) x.size() + w.size() + y.size());
        }

        @Override
        public void close() {
            List.of(x, w, y).forEach(backend.memory()::release);
        }
    }
}
