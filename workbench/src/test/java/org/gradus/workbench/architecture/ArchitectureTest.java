package org.gradus.workbench.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.gradus.error.GradusException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Holds the rooms of docs/architecture.md: import arrows point one way, and libraries behave like libraries. */
class ArchitectureTest {

    /** Rooms that have no class yet. A room that gets its first class leaves this list. */
    private static final Set<String> STILL_TO_COME = Set.of();

    private static final List<Room> ROOMS = Room.ALL;
    private static final String WORKBENCH = "org.gradus.workbench..";

    private static JavaClasses gradus;

    @BeforeAll
    static void importClasses() {
        gradus = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/"))
                .importPackages("org.gradus");
    }

    @ParameterizedTest
    @FieldSource("ROOMS")
    void importsOnlyWhatIsBelow(Room room) {
        room.importsOnlyWhatIsBelow()
                .allowEmptyShould(STILL_TO_COME.contains(room.name()))
                .check(gradus);
    }

    @ParameterizedTest
    @FieldSource("ROOMS")
    void hasClassesUnlessStillToCome(Room room) {
        assertThat(gradus.stream().noneMatch(room::holds))
                .as("%s has no class (STILL_TO_COME lists exactly the rooms without one)", room)
                .isEqualTo(STILL_TO_COME.contains(room.name()));
    }

    @Test
    void everyClassIsInOneRoom() {
        assertThat(gradus)
                .allSatisfy(type -> assertThat(ROOMS.stream().filter(room -> room.holds(type)))
                        .as("the rooms of %s", type.getName())
                        .hasSize(1));
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        assertThat(gradus.stream().map(JavaClass::getPackageName).distinct())
                .allSatisfy(name -> assertThat(gradus.contain(name + ".package-info"))
                        .as("package-info.java of %s", name)
                        .isTrue());
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.gradus.(**)").should().beFreeOfCycles().check(gradus);
    }

    @Test
    void librariesStandOnTheJdkAlone() {
        classes()
                .that()
                .resideOutsideOfPackage(WORKBENCH)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("org.gradus..", "java..", "jdk.incubator.vector.."))
                .check(gradus);
    }

    @Test
    void onlyKernelAndCompileUseTheVectorApi() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.gradus.kernel..", "org.gradus.compile..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .check(gradus);
    }

    @Test
    void librariesLeaveTheConsoleAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(WORKBENCH)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .because("libraries log through System.Logger; only the workbench prints")
                .check(gradus);
    }

    @Test
    void librariesNeverEndTheJvm() {
        noClasses()
                .that()
                .resideOutsideOfPackage(WORKBENCH)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(gradus);
    }

    @Test
    void loggingGoesThroughSystemLogger() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..")
                .check(gradus);
    }

    @Test
    void chanceComesFromASeed() {
        noClasses()
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .because("the same seed gives the same bits")
                .check(gradus);
    }

    @Test
    void arrowsOfTheTablePointDown() {
        for (int i = 0; i < ROOMS.size(); i++) {
            List<String> lower = ROOMS.subList(0, i).stream().map(Room::name).toList();
            assertThat(lower)
                    .as("below %s", ROOMS.get(i))
                    .containsAll(ROOMS.get(i).mayImport());
        }
    }

    @Test
    void aWrongImportIsFound() {
        JavaClasses withTests = new ClassFileImporter().importClasses(WrongRoom.class, Room.class);
        assertThatThrownBy(() -> new Room("workbench.architecture", List.of())
                        .importsOnlyWhatIsBelow()
                        .check(withTests))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("WrongRoom")
                .hasMessageContaining("GradusException");
    }

    interface WrongRoom {
        GradusException imported();
    }
}
