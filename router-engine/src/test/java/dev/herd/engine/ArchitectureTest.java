package dev.herd.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.herd.engine.testing.HouseRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The walls of the house. The first table is ARCHITECTURE's: a package sees what its line names, and nothing
/// else.
class ArchitectureTest {
    private static final String ROOT = "dev.herd.engine";
    private static final HouseRules RULES = HouseRules.below(ROOT);
    private static final JavaClasses ENGINE = RULES.all();
    private static final List<String> VALUES = List.of("signal", "fleet", "inference", "placement", "config", "api");
    private static final List<String> LOGIC =
            List.of("scheduling", "learning", "presence", "shaping", "protocol", "simulation");

    /// Who may see whom. The root may see everything.
    private static final Map<String, String> MAY_SEE = HouseRules.table("""
        signal          :
        fleet           :
        inference       : fleet
        placement       : fleet inference
        config          : fleet
        api             : signal fleet inference placement config
        scheduling      : fleet placement config learning
        learning        : fleet inference placement config
        presence        : signal fleet config api
        shaping         : fleet inference placement config
        protocol        : inference fleet
        protocol.ollama : inference fleet protocol
        protocol.openai : inference fleet protocol
        protocol.fleet  : inference fleet placement api protocol scheduling
        simulation      : fleet inference placement config scheduling learning
        registry        : signal fleet config api
        pulling         : fleet api protocol
        dispatch        : fleet placement config scheduling learning
        trace           : fleet inference placement config api
        gateway         : fleet inference placement config api dispatch scheduling upstream shaping protocol \
        protocol.ollama protocol.openai protocol.fleet trace pulling
        upstream        : fleet config protocol pulling
        sensing         : signal config
        sensing.linux   : signal config sensing
        sensing.oshi    : signal sensing
        sensing.macos   : signal sensing
        sensing.windows : signal sensing
        demo            : signal fleet inference config protocol simulation
        storage         : fleet inference placement config api learning presence protocol protocol.fleet trace
        cli             : signal fleet placement config protocol simulation storage
        """);

    /// Libraries and corners of the JDK that few may touch.
    private static final Map<String, String> ONLY_IN = HouseRules.table("""
        io.undertow..           : gateway demo
        org.xnio..              : gateway demo
        org.apache.hc..         : upstream
        java.net.http..         : cli
        java.sql..              : storage
        java.lang.foreign..     : sensing
        oshi..                  : sensing.oshi
        picocli..               : cli ROOT
        ch.qos.logback..        : ROOT
        tools.jackson..         : protocol upstream gateway storage demo cli sensing.linux
        """);

    private static String[] below(List<String> packages) {
        return packages.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    @TestFactory
    Stream<DynamicTest> aPackageSeesOnlyWhatItsLineNames() {
        return RULES.aPackageSeesOnlyWhatItsLineNames(MAY_SEE);
    }

    @Test
    void everyPackageHasALineInTheTable() {
        RULES.everyPackageHasALineInTheTable(MAY_SEE);
    }

    @Test
    void packagesFormNoCircle() {
        RULES.packagesFormNoCircle();
    }

    @TestFactory
    Stream<DynamicTest> fewTouchTheWorld() {
        return RULES.fewTouchTheWorld(ONLY_IN);
    }

    @Test
    void theEngineRunsWithoutADisplay() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("javafx..", "java.awt..", "javax.swing.."))
                .check(ENGINE);
    }

    @Test
    void valuesAreRecordsEnumsInterfacesAndFinalClassesOfFinalFields() {
        classes()
                .that(resideInAnyPackage(below(VALUES)))
                .and(DescribedPredicate.not(
                        describe("package-info", type -> type.getSimpleName().equals("package-info"))))
                .should(beValues())
                .check(ENGINE);
    }

    private static ArchCondition<JavaClass> beValues() {
        return new ArchCondition<>("be records, enums, interfaces or final classes of final fields") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean value = type.isRecord()
                        || type.isEnum()
                        || type.isInterface()
                        || type.isAssignableTo(Enum.class)
                        || type.isAssignableTo(Throwable.class)
                        || (type.getModifiers().contains(JavaModifier.FINAL)
                                && type.getFields().stream()
                                        .map(JavaField::getModifiers)
                                        .allMatch(modifiers -> modifiers.contains(JavaModifier.FINAL)))
                        || type.isAnonymousClass();
                events.add(new SimpleConditionEvent(type, value, type.getName()));
            }
        };
    }

    @Test
    void decisionsTakeTimeChanceAndFilesFromNobody() {
        noClasses()
                .that(resideInAnyPackage(below(LOGIC)))
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.nio.file..", "java.net..", "java.sql..", "java.util.concurrent..", "org.slf4j.."))
                .orShould()
                .dependOnClassesThat(describe(
                        "touch files or chance",
                        type -> type.getName().startsWith("java.io.File")
                                || type.getName().equals("java.util.Random")))
                .check(ENGINE);
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
    void theSystemsClockIsReadWhereAProcessBegins() {
        RULES.theSystemsClockIsReadIn("Engine", "DoctorCommand");
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
    void onlyMainPrints() {
        RULES.nobodyPrintsBut("Main");
    }

    @Test
    void onlyTheBordersCatchEverything() {
        // Engine and HttpGateway put things back and throw on; the others answer, log or tell what nobody expected.
        Set<String> borders = Set.of(
                "Engine",
                "Threads",
                "gateway.HttpGateway",
                "gateway.Pages",
                "gateway.RequestPipeline",
                "sensing.SensorRounds",
                "upstream.UpstreamMonitor");

        RULES.nobodyCatchesEverythingBut(borders);
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItIs() {
        RULES.everyPackageIsNullMarkedAndSaysWhatItIs();
    }
}
