package dev.herd.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import dev.herd.engine.testing.HouseRules;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The walls of the app: what it knows of the engine, and which package sees which.
class ArchitectureTest {
    private static final String ROOT = "dev.herd.app";
    private static final String ENGINE = "dev.herd.engine";
    private static final HouseRules RULES = HouseRules.below(ROOT);
    private static final JavaClasses APP = RULES.all();

    /// The engine as the app knows it.
    private static final String[] VALUES = Stream.of("signal", "fleet", "inference", "placement", "config", "api")
            .map(name -> ENGINE + "." + name)
            .toArray(String[]::new);

    /// Who starts the engine, and so may name it.
    private static final Set<String> STARTERS = Set.of("Launcher", "AppCommand", "LocalEngine");

    /// Who may see whom. The root may see everything.
    private static final Map<String, String> MAY_SEE = HouseRules.table("""
        text     :
        controls :
        home     :
        bridge   :
        tray     : text
        shell    : bridge controls home text tray
        fleet    : bridge controls shell text
        queues   : bridge controls shell text
        trends   : bridge controls shell text
        """);

    /// Libraries and corners of the JDK that few may touch.
    private static final Map<String, String> ONLY_IN = HouseRules.table("""
        java.awt..      : tray
        javax.swing..   : tray
        java.net..      : home shell
        tools.jackson.. : home
        picocli..       : ROOT
        """);

    private static DescribedPredicate<JavaClass> named(String... endings) {
        return describe(
                "be named " + String.join(", ", endings),
                type -> Stream.of(endings)
                        .anyMatch(ending -> type.getName().endsWith(ending)
                                || type.getName().contains(ending + "$")));
    }

    @TestFactory
    Stream<DynamicTest> aPackageSeesOnlyWhatItsLineNames() {
        return RULES.aPackageSeesOnlyWhatItsLineNames(MAY_SEE);
    }

    @Test
    void everyPackageHasALineInTheTable() {
        RULES.everyPackageHasALineInTheTable(MAY_SEE);
    }

    @TestFactory
    Stream<DynamicTest> fewTouchTheWorld() {
        return RULES.fewTouchTheWorld(ONLY_IN);
    }

    @Test
    void packagesFormNoCircle() {
        RULES.packagesFormNoCircle();
    }

    @Test
    void theAppSeesOfTheEngineItsValuesAlone() {
        DescribedPredicate<JavaClass> starters = describe(
                "start the engine",
                type -> STARTERS.stream()
                        .map(name -> ROOT + "." + name)
                        .anyMatch(name ->
                                type.getName().equals(name) || type.getName().startsWith(name + "$")));
        classes()
                .that(not(starters))
                .should(ArchConditions.onlyDependOnClassesThat(
                        not(resideInAnyPackage(ENGINE + "..")).or(resideInAnyPackage(VALUES))))
                .check(APP);
        classes()
                .that(starters)
                .should(ArchConditions.onlyDependOnClassesThat(not(resideInAnyPackage(ENGINE + ".."))
                        .or(resideInAnyPackage(VALUES))
                        .or(resideInAnyPackage(ENGINE))))
                .check(APP);
    }

    @Test
    void wordsFiguresAndModelsNeedNoToolkit() {
        noClasses()
                .that(resideInAnyPackage(ROOT + ".text", ROOT + ".home", ROOT + ".tray")
                        .or(named("ViewModel", ".Question")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("javafx..", "atlantafx..", "org.kordamp.."))
                .check(APP);
    }

    @Test
    void theTraysModelNeedsNoAwt() {
        noClasses()
                .that(named("TrayMenu", "TrayItem", "TrayAction", "TrayState", "TrayLane", "TrayPort", "PauseChoice"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.awt..", "javax.swing.."))
                .check(APP);
    }

    @Test
    void onlyTheBridgeHandsWorkToTheToolkit() {
        noClasses()
                .that(not(named(".EngineBridge")))
                .should()
                .callMethod(javafx.application.Platform.class, "runLater", Runnable.class)
                .check(APP);
    }

    @Test
    void controlsKnowNothingOfHerd() {
        noClasses()
                .that(resideInAnyPackage(ROOT + ".controls"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(ENGINE + ".."))
                .allowEmptyShould(true)
                .check(APP);
    }

    @Test
    void threadsComeFromOnePlace() {
        RULES.threadsComeFrom("Threads");
    }

    @Test
    void nobodySleepsOrSynchronizes() {
        RULES.nobodySleepsOrSynchronizes();
    }

    @Test
    void nobodyAsksTheSystemWhatTimeItIs() {
        RULES.theSystemsClockIsReadIn();
    }

    @Test
    void namesSayWhatThingsAre() {
        RULES.namesSayWhatThingsAre();
    }

    @Test
    void stateHasOneOwner() {
        RULES.stateHasOneOwner();
    }

    @Test
    void onlyTheLauncherPrints() {
        RULES.nobodyPrintsBut("Launcher");
    }

    @Test
    void onlyTheBordersCatchEverything() {
        // Both log what nobody expected of the engine, and say that there was something.
        RULES.nobodyCatchesEverythingBut(Set.of("bridge.EngineBridge", "bridge.EngineLife"));
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItIs() {
        RULES.everyPackageIsNullMarkedAndSaysWhatItIs();
    }

    @Test
    void theTablesNameWhatThereIs() {
        assertThat(STARTERS)
                .allSatisfy(name ->
                        assertThat(APP.contain(ROOT + "." + name)).as(name).isTrue());
    }
}
