package earshot.audio.file;

import com.jcraft.jorbis.Info;
import java.lang.reflect.Field;
import java.util.List;

/// Couples the channels of streams whose setup header jorbis misreads. It takes the numbers of coupled channels for as many bits as the
/// logarithm of the channels, rounded down, where the format rounds up: 5.1 sound, with 6 channels, looks damaged to it. So it is given a header that
/// couples nothing, and afterwards, where it keeps them, the pairs.
final class VorbisCoupling {

    private VorbisCoupling() {
    }

    /// Whether jorbis misreads the header of so many channels.
    static boolean misread(int channels, List<VorbisSetup.Coupling> couplings) {
        return Integer.bitCount(channels) != 1 && couplings.stream().anyMatch(c -> c.magnitudes().length > 0);
    }

    /// The header without its pairs.
    static byte[] without(byte[] packet, List<VorbisSetup.Coupling> couplings) {
        byte[] shorter = new byte[packet.length];
        LittleEndianBits bits = new LittleEndianBits(packet, 0);
        long at = 0;
        for (VorbisSetup.Coupling coupling : couplings) {
            at = copy(bits, coupling.from(), shorter, at) + 1; // the bit that stays 0: no pairs
            bits.skip(coupling.to() - coupling.from());
        }
        copy(bits, 8L * packet.length, shorter, at);
        return shorter;
    }

    private static long copy(LittleEndianBits bits, long end, byte[] to, long from) {
        long at = from;
        for (; bits.position() < end; at++) {
            to[(int) (at >>> 3)] |= (byte) (bits.read(1) << (at & 7));
        }
        return at;
    }

    /// Gives jorbis the pairs.
    ///
    /// @throws IllegalStateException if it is not the jorbis that this was written for
    static void couple(Info info, List<VorbisSetup.Coupling> couplings) {
        try {
            Object[] mappings = (Object[]) field(Info.class, "map_param").get(info);
            for (int i = 0; i < mappings.length && i < couplings.size(); i++) {
                int[] magnitudes = couplings.get(i).magnitudes();
                Class<?> mapping = mappings[i].getClass();
                field(mapping, "coupling_steps").setInt(mappings[i], magnitudes.length);
                System.arraycopy(magnitudes, 0, field(mapping, "coupling_mag").get(mappings[i]), 0, magnitudes.length);
                System.arraycopy(couplings.get(i).angles(), 0, field(mapping, "coupling_ang").get(mappings[i]), 0,
                        magnitudes.length);
            }
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("jorbis is not 0.0.17.4: " + changed, changed);
        }
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
