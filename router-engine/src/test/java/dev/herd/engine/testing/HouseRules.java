package dev.herd.engine.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
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

/// The rules that hold in every module, over the classes of one of them.
///
/// @param root the module's root package
public record HouseRules(String root, JavaClasses all) {

    /// The rules over what stands below a package, tests left out.
    public static HouseRules below(String root) {
        return new HouseRules(
                root,
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(root));
    }

    /// Reads lines of `name : words`.
    public static Map<String, String> table(String text) {
        Map<String, String> table = new LinkedHashMap<>();
        for (String line : text.strip().split("\n")) {
            String[] sides = line.split(" :", 2);
            table.put(sides[0].strip(), sides[1].strip());
        }
        return table;
    }

    /// The full names of packages; `ROOT` is the root itself.
    private String[] names(String words) {
        return Stream.of(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.equals("ROOT") ? root : root + "." + word)
                .toArray(String[]::new);
    }

    private String[] classNames(String... names) {
        return Arrays.stream(names).map(name -> root + "." + name).toArray(String[]::new);
    }

    private DescribedPredicate<JavaClass> anyOf(String... names) {
        Set<String> full = Set.of(classNames(names));
        return describe(
                "be one of " + full,
                type -> full.stream()
                        .anyMatch(name ->
                                type.getName().equals(name) || type.getName().startsWith(name + "$")));
    }

    /// One test per line: that package sees of its own module what the line names, and nothing else.
    public Stream<DynamicTest> aPackageSeesOnlyWhatItsLineNames(Map<String, String> maySee) {
        return maySee.entrySet().stream().map(line -> {
            String own = root + "." + line.getKey();
            String[] allowed = Stream.concat(Stream.of(own), Arrays.stream(names(line.getValue())))
                    .toArray(String[]::new);
            return DynamicTest.dynamicTest(
                    line.getKey(),
                    () -> classes()
                            .that(resideInAPackage(own))
                            .should(onlyDependOnClassesThat(
                                    not(resideInAPackage(root + "..")).or(resideInAnyPackage(allowed))))
                            .check(all));
        });
    }

    public void everyPackageHasALineInTheTable(Map<String, String> maySee) {
        Set<String> packages = all.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(root))
                .map(name -> name.substring(root.length() + 1))
                .collect(toSet());

        assertThat(maySee.keySet()).containsExactlyInAnyOrderElementsOf(packages);
    }

    public void packagesFormNoCircle() {
        slices().matching(root + ".(*)..").should().beFreeOfCycles().check(all);
    }

    /// One test per line: what stands on its left is used in the packages on its right alone.
    public Stream<DynamicTest> fewTouchTheWorld(Map<String, String> onlyIn) {
        return onlyIn.entrySet().stream()
                .map(line -> DynamicTest.dynamicTest(line.getKey(), () -> {
                    String[] places = Stream.of(names(line.getValue()))
                            .map(name -> name.equals(root) ? name : name + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that(not(resideInAnyPackage(places)))
                            .should()
                            .dependOnClassesThat(resideInAPackage(line.getKey()))
                            .check(all);
                }));
    }

    /// @param place the class that makes threads
    public void threadsComeFrom(String place) {
        noClasses()
                .that(not(anyOf(place)))
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
                .check(all);
    }

    public void nobodySleepsOrSynchronizes() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "Thread.sleep",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getName().equals("sleep")))
                .check(all);
        methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).check(all);
    }

    /// @param places the classes that may ask the system what time it is
    public void theSystemsClockIsReadIn(String... places) {
        noClasses()
                .that(not(anyOf(places)))
                .should()
                .callMethod(java.time.InstantSource.class, "system")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat(describe("be a Clock", type -> type.isEquivalentTo(java.time.Clock.class)))
                .check(all);
    }

    public void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Base|Data|Info)(\\$.*)?")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .orShould()
                .resideInAnyPackage("..util..", "..common..", "..misc..", "..model..", "..core..")
                .check(all);
    }

    public void stateHasOneOwner() {
        noFields()
                .that()
                .arePublic()
                .and()
                .areNotFinal()
                .should()
                .beDeclaredInClassesThat(resideInAPackage(root + ".."))
                .allowEmptyShould(true)
                .check(all);
        fields().that().areStatic().should().beFinal().check(all);
        fields().that().arePublic().should().beStatic().check(all);
        noClasses()
                .should(new ArchCondition<>("offer getInstance") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean offers = type.getMethods().stream()
                                .anyMatch(method -> method.getName().equals("getInstance"));
                        events.add(new SimpleConditionEvent(type, offers, type.getName()));
                    }
                })
                .check(all);
    }

    /// @param places the classes that may use the process's standard streams
    public void nobodyPrintsBut(String... places) {
        noClasses()
                .that(not(anyOf(places)))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .dependOnClassesThat(resideInAPackage("java.util.logging.."))
                .check(all);
    }

    /// @param borders the classes that may catch what nobody expected
    public void nobodyCatchesEverythingBut(Set<String> borders) {
        List<String> others = all.stream()
                .filter(type ->
                        borders.stream().noneMatch(border -> type.getName().startsWith(root + "." + border)))
                .flatMap(type -> type.getCodeUnits().stream())
                .flatMap(unit -> unit.getTryCatchBlocks().stream())
                .filter(block -> block.getCaughtThrowables().stream()
                        .anyMatch(caught -> caught.isEquivalentTo(Exception.class)
                                || caught.isEquivalentTo(RuntimeException.class)))
                .map(block -> block.getSourceCodeLocation().toString())
                .toList();

        assertThat(others).isEmpty();
    }

    public void everyPackageIsNullMarkedAndSaysWhatItIs() {
        Set<String> marked = all.stream()
                .filter(type -> type.getSimpleName().equals("package-info") && type.isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(toSet());

        assertThat(marked)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(JavaClass::getPackageName).collect(toSet()));
    }
}
