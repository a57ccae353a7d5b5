package earshot.kernels.norm;

import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

/// What every [NormKernels] must do with groups and layers.
@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
public abstract class GroupNormContract extends Contract {

    @Property(tries = 200)
    void forwardAgreesWithTheReference(@ForAll GroupNormGeometry g, @ForAll Values v,
            @ForAll @IntRange(min = 0, max = 1000) int offset) {
        checkForward(GroupNormOperands.draw(g, v, offset));
    }

    @Property(tries = 200)
    void backwardAgreesWithTheReference(@ForAll GroupNormGeometry g, @ForAll Values v,
            @ForAll @IntRange(min = 0, max = 1000) int offset) {
        checkBackward(GroupNormOperands.draw(g, v, offset));
    }

    @Property(tries = 20)
    void givesTheSameBitsWithAnyNumberOfThreads(@ForAll GroupNormGeometry g, @ForAll Values v) {
        checkBits(GroupNormOperands.draw(g, v, 0));
    }

    @Test
    void largeLayersAndGroupsAgreeAndGiveTheSameBits() {
        for (GroupNormGeometry g : new GroupNormGeometry[]{GroupNormGeometry.layer(307, 769, 1e-5),
                new GroupNormGeometry(3, 1031, 5, 7, 1e-5)}) {
            GroupNormOperands o = GroupNormOperands.draw(g, new Values(Values.Kind.NORMAL, 1), 1000);
            checkForward(o);
            checkBackward(o);
            checkBits(o);
        }
    }

    private void checkForward(GroupNormOperands o) {
        for (GroupNormOperands each : new GroupNormOperands[]{o, o.withoutAffine()}) {
            agrees(Tolerance.NORM, o.g().count(), each.forward(false), each.forwardMagnitude());
            agrees(Tolerance.NORM, o.g().count(), each.forward(true), each.forwardMagnitude());
        }
    }

    private void checkBackward(GroupNormOperands o) {
        int terms = Math.max(o.g().count(), o.g().items() * o.g().positions());
        for (GroupNormOperands each : new GroupNormOperands[]{o, o.withoutAffine()}) {
            agrees(Tolerance.NORM, terms, each.backward(false), each.backwardMagnitude());
            agrees(Tolerance.NORM, terms, each.backward(true), each.backwardMagnitude());
        }
    }

    private void checkBits(GroupNormOperands o) {
        sameBits(o.forward(false));
        sameBits(o.backward(false));
    }
}
