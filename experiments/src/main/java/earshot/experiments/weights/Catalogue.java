package earshot.experiments.weights;

import earshot.experiments.Spelling;
import earshot.experiments.UsageException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The public files that this program knows.
///
/// torchvision and timm put the beginning of a file's SHA-256 into its name. Microsoft publishes no hashes: those of BEATs are the
/// ones that projects noted which downloaded the files from Microsoft's page, several of them where one file is in wide use. A file
/// is known by its hash, wherever it comes from.
public final class Catalogue {
    private static final String EFFICIENTNET = "BSD-3-Clause (torchvision); trained on ImageNet, whose terms are for research";
    private static final String TIMM = "Apache-2.0 (timm); trained on ImageNet, whose terms are for research";
    private static final String BEATS = "MIT (Microsoft, unilm)";
    private static final long ENCODER_BYTES = 361_499_833;
    private static final long FINETUNED_BYTES = 363_145_291;
    private static final URI BEATS_PAGE = URI.create("https://github.com/microsoft/unilm/tree/master/beats");
    private static final String ONE_DRIVE = "https://1drv.ms/u/s!AqeByhGUtINrgcp";
    private static final String MIRROR = "https://huggingface.co/lpepino/beats_ckpts/resolve/main/";

    /// All of them, those for one network together.
    public static final List<KnownWeights> ALL = all();

    private Catalogue() {
    }

    /// The file of a name.
    ///
    /// @throws UsageException if there is none
    public static KnownWeights named(String name) {
        return find(name).orElseThrow(() -> new UsageException("weights: no public file is known as '" + name + "'"
                + Spelling.nearest(name, names()).map(near -> "; did you mean " + near + "? ").orElse("; ")
                + "earshot weights list shows all"));
    }

    /// The file of a name, if there is one.
    public static Optional<KnownWeights> find(String name) {
        return ALL.stream().filter(w -> w.name().equals(name)).findFirst();
    }

    /// The file that has this SHA-256, if one is known.
    public static Optional<KnownWeights> ofDigest(String sha256) {
        return ALL.stream().filter(w -> w.is(sha256)).findFirst();
    }

    /// All names.
    public static List<String> names() {
        return ALL.stream().map(KnownWeights::name).toList();
    }

    private static List<KnownWeights> all() {
        List<KnownWeights> all = new ArrayList<>();
        all.add(new KnownWeights("efficientnet-b0", "efficientnet_b0_rwightman-7f5810bc.pth", 21_444_401, "7f5810bc",
                KnownNetwork.EFFICIENTNET_B0, EFFICIENTNET,
                URI.create("https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.efficientnet_b0.html"),
                null,
                URI.create("https://download.pytorch.org/models/efficientnet_b0_rwightman-7f5810bc.pth")));
        all.add(new KnownWeights("efficientnet-b0-timm", "efficientnet_b0_ra-3dd342df.pth", 0, "3dd342df",
                KnownNetwork.EFFICIENTNET_B0_TIMM, TIMM, URI.create("https://huggingface.co/timm/efficientnet_b0.ra_in1k"), null,
                URI.create("https://github.com/huggingface/pytorch-image-models/releases/download/v0.1-weights/"
                        + "efficientnet_b0_ra-3dd342df.pth")));
        Stream.of(
                beats("iter1", "", "b5f4cc10bcbff63a437c695f33389e6411513b3f7d5cdae8fb62b5005f4a1fcd",
                        "mY7IHhgc9q0pT7Q?e=uQuisJ"),
                beats("iter1", "cpt1", "e0e739e3670bfbb93c51adefb1d02981621397addc979d392aefd3dc53c22cab",
                        "uRfRZmco2XulmFw?e=f2INHa"),
                beats("iter1", "cpt2", "2f3a7b65ab232c4f75570d4d17e21e5ebc34b3c40fe1a074f27d199e81354960",
                        "yMlTmnRh0Wp_Qgg?e=sgzv8H"),
                beats("iter2", "", "81a23e00aa4878d7e8627ded87ea697fb347c8ceffed21223e0398ed0fa34ad8",
                        "wwEGgUyiI-jQyQw?e=1rP1RI"),
                beats("iter2", "cpt1", "3a120810c0f6dbfd50a7f48dc03ed077971a50cb2dbb7999695d5c700d03da45",
                        "4l547zKa7xPqy8w?e=rsLdPr"),
                beats("iter2", "cpt2", "08363b9b5eabeb47b0879c84145b27c603e7e50c116a633fa5b98ade119fc354",
                        "5APbt_2bdIQvX0w?e=2cd2ry"),
                beats("iter3", "", "8d1b234032a9ccff353612dc6c20982346dc2968b205b79d97303eb5e77bfb34",
                        "xJUNDxg4eU0r-vA?e=qezPJ5"),
                beats("iter3", "cpt1", "379369a41d0b3749f746cdcea8036de506cb3aedecce84de7db0a75fda2a4fe7",
                        "lb48ll1zIt82eWQ?e=XyxrX7"),
                beats("iter3", "cpt2", "08374f1cbd49143900b351bc81cd307de386a11f8e609eb3862634e992068b55",
                        "tb4S-CeJnlJGtZA?e=2FyDy3"),
                beats("iter3_plus_AS20K", "", "8008b126bb5e8ab08912c60c58847ed676d32e64a5864c922356b7c2522fb2f8",
                        "vdNz8-aYim60CIg?e=53V8pg"),
                beats("iter3_plus_AS20K", "cpt1", "2c366278dcf835e9bdefad4f7147b0edba4b940c59146fd05dc49a401fa82ff8",
                        "2YHUCT1uZx2Kysw?e=nvu1Dw"),
                beats("iter3_plus_AS20K", "cpt2", "6d28b32bfa7bcaaf84ab834186581c2a360c6669e372e808d054cf0ef4d5c2d2",
                        "092af0h7P3kXKFA?e=kUkPhN"),
                beats("iter3_plus_AS2M", "", "d43cbfad4d7b56381c061d7a24774f908d4d94c72961f6eb1d9090ff18cd8d34",
                        "ke6_lRSZEKD5j2Q?e=A3FpOf"),
                beats("iter3_plus_AS2M", "cpt1", "7f9362028ac6e5c049e8dc314d87e90e4f82a15a8e472deb56af55d7f9b34d6a",
                        "oZecQbiXeaUjN8A?e=DasbeC"),
                beats("iter3_plus_AS2M", "cpt2", "e5815275a04b6885e7b8af63d120b29bffae2cd2225cf4915e1ec6d819d3022c",
                        "j8ujXH1YUtxooEg?e=E9Ncea"),
                tokenizer("iter2", "nFGsfd_buKng5Pw?e=avWBJw"),
                tokenizer("iter3", "1DEzUBtzHapxcqw?e=JZI5Uf"),
                tokenizer("iter3_plus_AS20K", "z_SnXxs0SrwHEwA?e=14nugm"),
                tokenizer("iter3_plus_AS2M", "pJUDx2TmXiIMFyQ?e=pJsOLl")).forEach(all::add);
        return List.copyOf(all);
    }

    /// @param iteration as in Microsoft's names
    /// @param tuned     which of the two networks that were fine-tuned on AudioSet; empty for the one they began from
    /// @param share     end of the link on Microsoft's page, which leads to another page for people
    private static KnownWeights beats(String iteration, String tuned, String sha256, String share) {
        String file = "BEATs_" + iteration + (tuned.isEmpty() ? "" : "_finetuned_on_AS2M_" + tuned) + ".pt";
        return new KnownWeights(name("beats-", iteration) + (tuned.isEmpty() ? "" : "-" + tuned), file,
                tuned.isEmpty() ? ENCODER_BYTES : FINETUNED_BYTES, sha256, KnownNetwork.BEATS, BEATS,
                BEATS_PAGE, URI.create(ONE_DRIVE + share), mirror(file));
    }

    private static KnownWeights tokenizer(String iteration, String share) {
        return new KnownWeights(name("beats-tokenizer-", iteration), "Tokenizer_" + iteration + ".pt", 0, "",
                KnownNetwork.BEATS_TOKENIZER, BEATS, BEATS_PAGE, URI.create(ONE_DRIVE + share), null);
    }

    private static String name(String prefix, String iteration) {
        return prefix + iteration.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Where others keep a copy that a program can download.
    private static URI mirror(String file) {
        return switch (file) {
            case "BEATs_iter3.pt", "BEATs_iter3_finetuned_on_AS2M_cpt1.pt", "BEATs_iter3_plus_AS2M.pt" ->
                URI.create(MIRROR + file);
            case "BEATs_iter3_plus_AS2M_finetuned_on_AS2M_cpt2.pt" ->
                URI.create("https://huggingface.co/THUdyh/Ola_speech_encoders/resolve/main/" + file);
            default -> null;
        };
    }
}
