package dev.herd.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The walls of the house. The first table is ARCHITECTURE's: a package sees what its line names, and nothing else.
class ArchitectureTest {
    private static final String ROOT = "dev.herd.engine";
    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    private static final List<String> VALUES = List.of("signal", "fleet", "inference", "placement", "config", "api");
    private static final List<String> LOGIC = List.of("scheduling", "learning", "shaping", "protocol", "simulation");

    /// Who may see whom. The root may see everything.
    private static final Map<String, String> MAY_SEE = table("""
        signal          :
        fleet           :
        inference       : fleet
        placement       : fleet inference
        config          : fleet
        api             : signal fleet inference placement config
        scheduling      : fleet placement config
        learning        : fleet inference placement config
        shaping         : fleet inference config
        protocol        : inference fleet
        protocol.ollama : inference fleet protocol
        protocol.openai : inference fleet protocol
        protocol.fleet  : inference fleet placement api protocol scheduling
        simulation      : fleet placement config scheduling learning
        registry        : signal fleet config api
        dispatch        : fleet placement config scheduling learning
        trace           : fleet inference placement config api
        gateway         : fleet inference placement config api dispatch scheduling upstream shaping protocol \
        protocol.ollama protocol.openai protocol.fleet trace
        upstream        : fleet config protocol
        sensing         : signal config
        sensing.linux   : config sensing
        sensing.oshi    : signal sensing
        demo            : signal fleet inference config protocol simulation
        storage         : fleet inference placement config api protocol protocol.fleet trace
        cli             : config protocol storage
        """);

    /// Libraries and corners of the JDK that few may touch.
    private static final Map<String, String> ONLY_IN = table("""
        io.undertow..           : gateway demo
        org.xnio..              : gateway demo
        org.apache.hc..         : upstream
        java.net.http..         : cli
        java.sql..              : storage
        java.lang.foreign..     : sensing
        oshi..                  : sensing.oshi
        picocli..               : cli ROOT
        ch.qos.logback..        : ROOT
        tools.jackson..         : protocol upstream gateway storage demo cli
        """);

    private static Map<String, String> table(String text) {
        Map<String, String> table = new LinkedHashMap<>();
        for (String line : text.strip().split("\n")) {
            String[] sides = line.split(" :", 2);
            table.put(sides[0].strip(), sides[1].strip());
        }
        return table;
    }

    private static String[] names(String words) {
        return Stream.of(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.equals("ROOT") ? ROOT : ROOT + "." + word)
                .toArray(String[]::new);
    }

    private static String[] below(List<String> packages) {
        return packages.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    @TestFactory
    Stream<DynamicTest> aPackageSeesOnlyWhatItsLineNames() {
        return MAY_SEE.entrySet().stream().map(line -> {
            String own = ROOT + "." + line.getKey();
            String[] allowed = Stream.concat(Stream.of(own), Arrays.stream(names(line.getValue())))
                    .toArray(String[]::new);
            return DynamicTest.dynamicTest(
                    line.getKey(),
                    () -> classes()
                            .that(resideInAPackage(own))
                            .should(onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage(ROOT + ".."))
                                    .or(resideInAnyPackage(allowed))))
                            .check(ENGINE));
        });
    }

    @Test
    void everyPackageHasALineInTheTable() {
        Set<String> packages = ENGINE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(toSet());

        assertThat(MAY_SEE.keySet()).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ENGINE);
    }

    @TestFactory
    Stream<DynamicTest> fewTouchTheWorld() {
        return ONLY_IN.entrySet().stream()
                .map(line -> DynamicTest.dynamicTest(line.getKey(), () -> {
                    String[] places = Stream.of(names(line.getValue()))
                            .map(name -> name.equals(ROOT) ? name : name + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that(DescribedPredicate.not(resideInAnyPackage(places)))
                            .should()
                            .dependOnClassesThat(resideInAPackage(line.getKey()))
                            .check(ENGINE);
                }));
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
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".Threads")
                .should()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callMethod(Thread.class, "start")
                .orShould()
                .callMethod(Thread.class, "startVirtualThread", Runnable.class)
                .orShould()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "ofPlatform")
                .orShould()
                .dependOnClassesThat(
                        describe("be Executors", type -> type.isEquivalentTo(java.util.concurrent.Executors.class)))
                .check(ENGINE);
    }

    @Test
    void nobodySleepsOrSynchronizes() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "Thread.sleep",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getName().equals("sleep")))
                .check(ENGINE);
        methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).check(ENGINE);
    }

    @Test
    void theSystemsClockIsReadInTheEngineAlone() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".Engine")
                .should()
                .callMethod(java.time.InstantSource.class, "system")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat(describe("be a Clock", type -> type.isEquivalentTo(java.time.Clock.class)))
                .check(ENGINE);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Base|Data|Info)(\\$.*)?")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .orShould()
                .resideInAnyPackage("..util..", "..common..", "..misc..", "..model..", "..core..")
                .check(ENGINE);
    }

    @Test
    void stateHasOneOwner() {
        noFields()
                .that()
                .arePublic()
                .and()
                .areNotFinal()
                .should()
                .beDeclaredInClassesThat(resideInAPackage(ROOT + ".."))
                .allowEmptyShould(true)
                .check(ENGINE);
        fields().that().areStatic().should().beFinal().check(ENGINE);
        fields().that().arePublic().should().beStatic().check(ENGINE);
        noClasses()
                .should(new ArchCondition<>("offer getInstance") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean offers = type.getMethods().stream()
                                .anyMatch(method -> method.getName().equals("getInstance"));
                        events.add(new SimpleConditionEvent(type, offers, type.getName()));
                    }
                })
                .check(ENGINE);
    }

    @Test
    void onlyMainPrints() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .dependOnClassesThat(resideInAPackage("java.util.logging.."))
                .check(ENGINE);
    }

    @Test
    void onlyTheBordersCatchEverything() {
        // Engine and HttpGateway put things back and throw on; the other three answer or log what nobody expected.
        Set<String> borders =
                Set.of("Engine", "Threads", "gateway.HttpGateway", "gateway.Pages", "gateway.RequestPipeline");

        List<String> others = ENGINE.stream()
                .filter(type ->
                        borders.stream().noneMatch(border -> type.getName().startsWith(ROOT + "." + border)))
                .flatMap(type -> type.getCodeUnits().stream())
                .flatMap(unit -> unit.getTryCatchBlocks().stream())
                .filter(block -> block.getCaughtThrowables().stream()
                        .anyMatch(caught -> caught.isEquivalentTo(Exception.class)
                                || caught.isEquivalentTo(RuntimeException.class)))
                .map(block -> block.getSourceCodeLocation().toString())
                .toList();

        assertThat(others).isEmpty();
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItIs() {
        Set<String> marked = ENGINE.stream()
                .filter(type -> type.getSimpleName().equals("package-info") && type.isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(toSet());

        assertThat(marked)
                .containsExactlyInAnyOrderElementsOf(
                        ENGINE.stream().map(JavaClass::getPackageName).collect(toSet()));
    }
}
