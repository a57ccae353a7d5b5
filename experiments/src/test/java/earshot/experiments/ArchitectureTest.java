package earshot.experiments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/// Keeps the house as it was planned: dependencies point downwards only, packages are shallow, and nothing is named after nothing.
class ArchitectureTest {
    private static final JavaClasses EARSHOT = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("earshot");
    private static final Set<String> MODULES = Set.of("kernels", "engine", "audio", "experiments");
    private static final Pattern EMPTY_NAME = Pattern.compile("(?i)(utils?|helpers?|common|managers?)$");

    @Test
    void theWholeHouseIsLookedAt() {
        var found = new TreeSet<String>();
        EARSHOT.forEach(type -> found.add(type.getPackageName().split("\\.")[1]));
        assertEquals(new TreeSet<>(MODULES), found);
    }

    @Test
    void kernelsStandAtTheBottom() {
        noClasses().that().resideInAPackage("earshot.kernels..").should().dependOnClassesThat()
                .resideInAnyPackage("earshot.engine..", "earshot.audio..", "earshot.experiments..").check(EARSHOT);
    }

    @Test
    void engineStandsOnKernelsOnly() {
        noClasses().that().resideInAPackage("earshot.engine..").should().dependOnClassesThat()
                .resideInAnyPackage("earshot.audio..", "earshot.experiments..").check(EARSHOT);
    }

    @Test
    void audioKnowsNothingOfTensors() {
        noClasses().that().resideInAPackage("earshot.audio..").should().dependOnClassesThat()
                .resideInAnyPackage("earshot.kernels..", "earshot.engine..", "earshot.experiments..").check(EARSHOT);
    }

    @Test
    void packagesOfTheExperimentsDoNotDependOnEachOtherInCircles() {
        slices().matching("earshot.experiments.(*)..").should().beFreeOfCycles().check(EARSHOT);
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminalAndEndsTheProgram() {
        noClasses().that().resideOutsideOfPackage("earshot.experiments.cli").should().accessField(System.class, "out").orShould()
                .accessField(System.class, "err").orShould().callMethod(System.class, "exit", int.class).check(EARSHOT);
    }

    /// Vectors of floats have one width in all the program, that of the kernels. A second one, half as wide, was quick where it was used, in the front end, but made
    /// the compiler's profile of FloatVector ambiguous: register tiles compiled afterwards kept their sums as objects, and training right
    /// after the features had been computed ran at half its speed.
    @Test
    void vectorsOfFloatsAreForKernels() {
        noClasses().that().resideOutsideOfPackages("earshot.kernels..", "earshot.experiments.bench").should()
                .dependOnClassesThat().belongToAnyOf(FloatVector.class).check(EARSHOT);
    }

    @Test
    void packagesAreShallowAndNamesSayWhat() {
        classes().should(
                new ArchCondition<JavaClass>("stand at most one package below their module, under a name that says something") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        trouble(type.getPackageName(), type.getSimpleName())
                                .forEach(what -> events.add(SimpleConditionEvent.violated(type, type.getName() + what)));
                    }
                }).check(EARSHOT);
    }

    private static List<String> trouble(String packageName, String name) {
        String[] parts = packageName.split("\\.");
        boolean empty = EMPTY_NAME.matcher(name).find()
                || List.of(parts).stream().anyMatch(part -> EMPTY_NAME.matcher(part).matches());
        return empty ? List.of(" is named after nothing") : parts.length > 3 ? List.of(" is too deep") : List.of();
    }

    /// The rule above can fail.
    @Test
    void namesAreJudged() {
        assertEquals(List.of(" is too deep"), trouble("earshot.kernels.conv.simd", "SimdConv"));
        for (String wrong : List.of("MathUtils", "FileHelper", "PoolManager", "Common")) {
            assertEquals(List.of(" is named after nothing"), trouble("earshot.kernels.conv", wrong), wrong);
        }
        assertEquals(List.of(" is named after nothing"), trouble("earshot.audio.util", "Fft"));
        assertEquals(List.of(), trouble("earshot.kernels.conv", "SimdConv"));
    }
}
