package org.gradus.workbench.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A package of Gradus with the rooms below it; what a room may import is transitive downwards.
 *
 * @param name the package without {@code org.gradus.}, empty for {@code org.gradus} itself
 * @param below the rooms that it stands on
 */
record Room(String name, List<String> below) {

    /** The table of docs/architecture.md, from the ground up. */
    static final List<Room> ALL = List.of(
            room("error"),
            room("array", "error"),
            room("kernel", "error"),
            room("program", "array"),
            room("evaluate", "program", "kernel"),
            room("compile", "evaluate"),
            room("trace", "program", "evaluate"),
            room("tensor", "trace"),
            room("tree", "tensor"),
            room("transform", "tree"),
            room("categories", "transform", "compile"),
            room("rewrite", "error"),
            room("io", "tree"),
            room("", "transform", "io", "compile"),
            room("nn", ""),
            room("plainjava", ""),
            room("linear", ""),
            room("optim", "linear"),
            room("solve", "optim"),
            room("reproductions", "solve", "nn", "categories", "rewrite"),
            room("workbench", "reproductions", "plainjava"));

    private static final Map<String, Room> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Room::name, Function.identity()));

    private static Room room(String name, String... below) {
        return new Room(name, List.of(below));
    }

    /** The package as ArchUnit writes it: with its sub-packages, but {@code org.gradus} alone. */
    String pattern() {
        return name.isEmpty() ? "org.gradus" : "org.gradus." + name + "..";
    }

    boolean holds(JavaClass type) {
        return resideInAPackage(pattern()).test(type);
    }

    SortedSet<String> mayImport() {
        SortedSet<String> names = new TreeSet<>(below);
        below.forEach(room -> names.addAll(BY_NAME.get(room).mayImport()));
        return names;
    }

    ArchRule importsOnlyWhatIsBelow() {
        SortedSet<String> names = mayImport();
        String[] allowed = Stream.concat(names.stream().map(BY_NAME::get), Stream.of(this))
                .map(Room::pattern)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> outside = DescribedPredicate.not(resideInAPackage("org.gradus.."));
        return classes()
                .that()
                .resideInAPackage(pattern())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed)
                        .or(outside)
                        .as("are outside Gradus, in its own package or in %s", names));
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "org.gradus" : "org.gradus." + name;
    }
}
