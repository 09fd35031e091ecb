package dev.gatehouse.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// Classes run by JUnit's launcher inside a test. Their names keep them from being run themselves.
final class GatehouseExtensionTest {
  private static final String TEMPLATE = "src/test/resources/doors.template.yaml";

  /// What the classes below were given.
  private static final List<Gatehouse> GIVEN = new ArrayList<>();

  private static TestExecutionSummary run(Class<?>... classes) {
    GIVEN.clear();
    var builder = LauncherDiscoveryRequestBuilder.request();
    for (Class<?> each : classes) {
      builder.selectors(selectClass(each));
    }
    LauncherDiscoveryRequest request = builder.build();
    var listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  private static String failures(TestExecutionSummary summary) {
    var text = new StringWriter();
    summary.printFailuresTo(new PrintWriter(text));
    return text.toString();
  }

  @GatehouseTest(template = TEMPLATE)
  static final class Given {
    @Test
    void one(Gatehouse gatehouse) {
      GIVEN.add(gatehouse);
      gatehouse.clock().advance(Duration.ofDays(1));
    }

    @Test
    void another(Gatehouse gatehouse) {
      GIVEN.add(gatehouse);
      assertThat(Duration.between(Clock.systemUTC().instant(), gatehouse.clock().instant()))
          .isLessThan(Duration.ofHours(1));
    }

    @Nested
    final class Inner {
      @Test
      void third(Gatehouse gatehouse) {
        GIVEN.add(gatehouse);
      }
    }
  }

  @Test
  void classHasOneStackWithItsNestedClassesAndTheClockIsSetRightBetweenTests() {
    var summary = run(Given.class);

    assertThat(failures(summary)).doesNotContain("Failure");
    assertThat(summary.getTestsSucceededCount()).isEqualTo(3);
    assertThat(GIVEN).hasSize(3);
    assertThat(GIVEN.stream().distinct()).hasSize(1);
  }

  @Test
  void stackIsClosedAndNothingIsLeftOfItAfterTheClass() {
    run(Given.class);

    var gatehouse = GIVEN.getFirst();
    assertThat(gatehouse.doors()).isNotEmpty();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> gatehouse.send(gatehouse.request("/open")))
        .isInstanceOf(Exception.class);
    assertThat(gatehouse.state()).doesNotExist();
  }

  static final class Built {
    @RegisterExtension static final GatehouseExtension STACK = Gatehouse.of(TEMPLATE).extension();

    @Test
    void test(Gatehouse gatehouse) {
      GIVEN.add(gatehouse);
    }
  }

  @Test
  void otherClassHasAnotherStackWithPortsOfItsOwn() {
    var summary = run(Given.class, Built.class);

    assertThat(summary.getTestsFailedCount()).isZero();
    assertThat(GIVEN.stream().distinct()).hasSize(2);
    assertThat(GIVEN.getFirst().url()).isNotEqualTo(GIVEN.getLast().url());
  }

  @GatehouseTest(template = "src/test/resources/faulty.template.yaml")
  static final class Faulty {
    @Test
    void test(Gatehouse gatehouse) {
      GIVEN.add(gatehouse);
    }
  }

  @Test
  void faultsOfTheTemplateFailTheClassAllAtOnce() {
    var summary = run(Faulty.class);

    assertThat(summary.getTestsStartedCount()).isZero();
    assertThat(failures(summary))
        .contains("AWS::ECS::Cluster")
        .contains("AWS::SQS::Queue")
        .contains("Cluster")
        .contains("Queue");
  }

  @GatehouseTest(template = "src/test/resources/nowhere.yaml")
  static final class Missing {
    @Test
    void test(Gatehouse gatehouse) {
      GIVEN.add(gatehouse);
    }
  }

  @Test
  void templateThatIsNotThereFailsTheClassWithItsPath() {
    assertThat(failures(run(Missing.class)))
        .contains("no stack was started")
        .contains(Path.of("src/test/resources/nowhere.yaml").toAbsolutePath().toString());
  }

  @GatehouseTest(template = TEMPLATE, parameters = "no equals sign")
  static final class Misspelt {
    @Test
    void test(Gatehouse gatehouse) {
      GIVEN.add(gatehouse);
    }
  }

  @Test
  void parameterWithoutAValueFailsTheClass() {
    assertThat(failures(run(Misspelt.class))).contains("NAME=VALUE, not no equals sign");
  }

  @Test
  void stackStartsWithoutJUnitToo() {
    try (var gatehouse = Gatehouse.of(TEMPLATE).start()) {
      assertThat(Files.isDirectory(gatehouse.state())).isTrue();
      gatehouse.everyDoor().isLockedExcept("GET /open");
    }
  }
}
