package earshot.kernels;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/// What the tests of all contracts call, directly or through other test code, read from the bytecode.
final class ContractCalls {

    private ContractCalls() {
    }

    /// Full names of everything called or referred to.
    static Set<String> reached() {
        JavaClasses tests = new ClassFileImporter().withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("earshot.kernels");
        Map<String, JavaCodeUnit> code = new HashMap<>();
        Queue<JavaCodeUnit> next = new ArrayDeque<>();
        for (JavaClass type : tests) {
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                code.put(unit.getFullName(), unit);
                if (type.getSimpleName().endsWith("Contract") && isTest(unit)) {
                    next.add(unit);
                }
            }
        }
        Set<String> reached = new HashSet<>();
        while (!next.isEmpty()) {
            for (JavaAccess<?> access : next.remove().getAccessesFromSelf()) {
                // A class that is used runs its initialiser, where constants hold what they call.
                String owner = access.getTargetOwner().getName();
                for (String name : Set.of(access.getTarget().getFullName(), owner + ".<clinit>()")) {
                    if (reached.add(name) && code.containsKey(name)) {
                        next.add(code.get(name));
                    }
                }
            }
        }
        return reached;
    }

    private static boolean isTest(JavaCodeUnit unit) {
        return unit.isAnnotatedWith(Property.class) || unit.isAnnotatedWith(Example.class) || unit.isAnnotatedWith(Test.class)
                || unit.isAnnotatedWith(ParameterizedTest.class);
    }
}
