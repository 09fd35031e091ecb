package dev.gatehouse.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The arrows of docs/ARCHITECTURE.md, held by the build.
final class ArchitectureTest {
  private static final List<String> MODULES =
      List.of(
          "http",
          "door",
          "aws",
          "cloudformation",
          "iam",
          "cognito",
          "apigateway",
          "lambda",
          "dynamodb",
          "host",
          "junit",
          "cli");
  private static final int AT_LEAST = 200;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(
              MODULES.stream().map(name -> "dev.gatehouse." + name).toArray(String[]::new));

  @Test
  void everyModuleIsSeen() {
    assertThat(CLASSES).hasSizeGreaterThan(AT_LEAST);
    for (String module : MODULES) {
      assertThat(CLASSES.that(resideInAPackage("dev.gatehouse." + module))).isNotEmpty();
    }
  }

  @Test
  void arrowsPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.gatehouse..")
        .layer("cli")
        .definedBy("dev.gatehouse.cli..")
        .layer("junit")
        .definedBy("dev.gatehouse.junit..")
        .layer("host")
        .definedBy("dev.gatehouse.host..")
        .layer("services")
        .definedBy(
            "dev.gatehouse.cloudformation..",
            "dev.gatehouse.iam..",
            "dev.gatehouse.cognito..",
            "dev.gatehouse.apigateway..",
            "dev.gatehouse.lambda..",
            "dev.gatehouse.dynamodb..")
        .layer("aws")
        .definedBy("dev.gatehouse.aws..")
        .layer("door")
        .definedBy("dev.gatehouse.door..")
        .layer("http")
        .definedBy("dev.gatehouse.http..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("junit")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("host")
        .mayOnlyBeAccessedByLayers("cli", "junit")
        .whereLayer("services")
        .mayOnlyBeAccessedByLayers("host")
        .whereLayer("aws")
        .mayOnlyBeAccessedByLayers("services", "host", "cli", "junit")
        .whereLayer("door")
        .mayOnlyBeAccessedByLayers("aws", "services", "host")
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("door", "aws", "services", "host")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudformation", "iam", "cognito", "apigateway", "lambda", "dynamodb"})
  void siblingsStayApart(String service) {
    String[] siblings =
        MODULES.subList(3, 9).stream()
            .filter(other -> !other.equals(service))
            .map(other -> "dev.gatehouse." + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("dev.gatehouse." + service + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(siblings))
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.gatehouse.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    for (var javaClass : CLASSES) {
      assertThat(javaClass.getPackage().isAnnotatedWith(NullMarked.class))
          .as("%s is @NullMarked", javaClass.getPackageName())
          .isTrue();
    }
  }

  @Test
  void onlyTheCommandLineTouchesStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.gatehouse.cli")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void timeIsInjected() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.gatehouse.cli", "dev.gatehouse.host")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void noFieldIsPublicUnlessConstant() {
    noFields().that().arePublic().should().notBeFinal().check(CLASSES);
  }
}
