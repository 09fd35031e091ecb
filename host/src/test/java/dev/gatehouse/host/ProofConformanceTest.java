package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.prove.DoorProof;
import dev.gatehouse.host.prove.Proof;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stacks of every lock, and the attempts on their doors.
final class ProofConformanceTest {
  @TempDir private static Path folder;

  private static HostConfig config(Path template) {
    return new HostConfig(template, null, 0, true, null, folder);
  }

  private static Proof prove(Path template, List<String> told) {
    try (Host host = Host.start(config(template), line -> {})) {
      return host.prove(told::add);
    }
  }

  private static DoorProof door(Proof proof, String name) {
    return proof.doors().stream()
        .filter(door -> (door.method() + " " + door.path()).equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Nested
  final class Hello {
    private static final List<String> TOLD = new ArrayList<>();
    private static Proof proof;

    @BeforeAll
    static void prove() {
      proof = ProofConformanceTest.prove(Path.of("..", "samples", "hello", "template.json"), TOLD);
    }

    @Test
    void nothingGetsIn() {
      assertThat(proof.held()).isTrue();
      assertThat(proof.lines().getFirst())
          .matches("Proof of \\w+: [0-9]{3,} attempts on 2 locked doors, nothing got in");
    }

    @Test
    void everyDoorOfTheStackIsThere() {
      assertThat(proof.doors())
          .extracting(door -> door.method() + " " + door.path() + " " + door.lock())
          .containsExactlyInAnyOrder("* /* iam", "GET /open none", "GET /locked jwt");
    }

    @Test
    void lockedDoorsOpenForTheirOwnCredentials() {
      for (String name : List.of("* /*", "GET /locked")) {
        assertThat(door(proof, name).opened()).isEqualTo("yes");
        assertThat(door(proof, name).attempts()).isGreaterThan(200);
      }
    }

    @Test
    void openDoorIsCountedApart() {
      assertThat(door(proof, "GET /open").open()).isTrue();
      assertThat(door(proof, "GET /open").attempts()).isZero();
      assertThat(proof.lines()).contains("    open: anyone gets in, by design");
    }

    @Test
    void ownerIsToldWhichDoorIsAttacked() {
      assertThat(TOLD).containsExactlyInAnyOrder("attacking * /*", "attacking GET /locked");
    }

    @Test
    void machinesReadTheSame() {
      var json = Json.STRICT.valueToTree(proof);

      assertThat(json.path("doors")).hasSize(3);
      assertThat(json.path("doors").get(0).path("gotIn").isArray()).isTrue();
      assertThat(json.path("doors").get(0).path("opened").asString("")).isNotEmpty();
    }
  }

  @Nested
  final class Doors {
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static Proof proof;

    @BeforeAll
    static void prove() throws IOException {
      Path template = folder.resolve("doors.template.yaml");
      try (var in = ProofConformanceTest.class.getResourceAsStream("doors.template.yaml");
          var backend =
              HttpServer.start(
                  HttpServerConfig.loopback(0),
                  request -> {
                    CALLS.incrementAndGet();
                    return HttpResponse.of(200);
                  })) {
        Files.writeString(
            template,
            new String(requireNonNull(in).readAllBytes(), UTF_8)
                .replace("BACKEND", "http://127.0.0.1:" + backend.port()));
        proof = ProofConformanceTest.prove(template, new ArrayList<>());
      }
    }

    @Test
    void whatACarelessAuthorizerLetsInIsTold() {
      DoorProof door = door(proof, "GET /careless");

      assertThat(proof.held()).isFalse();
      assertThat(door.gotIn())
          .anySatisfy(intrusion -> {
            assertThat(intrusion.attack()).isEqualTo("garbage credential `admin`");
            assertThat(intrusion.request())
                .matches(
                    "curl -i --path-as-is -X 'GET' -H 'X-Token: admin'"
                        + " 'http://127.0.0.1:[0-9]+/careless'");
            assertThat(intrusion.through()).isEqualTo("GET /careless");
          })
          .noneMatch(intrusion -> intrusion.attack().equals("no credential"));
      assertThat(door.opened()).isEqualTo("not tried");
      assertThat(proof.lines())
          .contains("    GOT IN: garbage credential `admin`, through GET /careless");
    }

    @Test
    void whoPassesTheOpenDoorBesideItIsNoIntruder() {
      DoorProof door = door(proof, "GET /failing");

      assertThat(door.gotIn()).isEmpty();
      assertThat(door.elsewhere()).isPositive();
    }

    @Test
    void lockThatFailsItselfIsTold() {
      assertThat(door(proof, "GET /failing").failed()).isPositive();
      assertThat(proof.lines())
          .anyMatch(line -> line.endsWith("turned away because the lock itself failed"));
    }

    @Test
    void foreignIssuersTokensAreNotTried() {
      DoorProof door = door(proof, "GET /foreign/{id}");

      assertThat(door.gotIn()).isEmpty();
      assertThat(door.attempts()).isGreaterThan(100);
      assertThat(door.opened()).isEqualTo("not tried");
      assertThat(door.notTried())
          .anyMatch(what -> what.endsWith("only https://localhost:1/pool can sign them"));
    }

    @Test
    void tokenIsTriedWhereTheLockLooksForIt() {
      DoorProof door = door(proof, "PUT /asked");

      assertThat(door.gotIn()).isEmpty();
      assertThat(door.opened()).isEqualTo("yes");
    }

    @Test
    void customDomainsDoorIsAttackedBelowItsMappingKey() {
      DoorProof door = door(proof, "$default /v1/orders/*");

      assertThat(door.lock()).isEqualTo("iam");
      assertThat(door.gotIn()).isEmpty();
    }

    @Test
    void whatAThrottleTurnsAwayIsNoProof() {
      assertThat(door(proof, "$default /v1/orders/*").throttled()).isGreaterThan(50);
      assertThat(proof.lines())
          .anyMatch(
              line -> line.endsWith("throttled before the lock saw them: they prove nothing"));
    }

    @Test
    void othersBackendsAreNeverCalled() {
      assertThat(CALLS).hasValue(0);
      assertThat(door(proof, "$default /v1/orders/*").notTried())
          .contains("its own credential: what stands behind the door is not of this stack");
    }
  }

  @Test
  void stackThatIsKeptIsNotAttacked() {
    var config =
        new HostConfig(
            Path.of("..", "samples", "hello", "template.json"),
            folder.resolve("state"),
            0,
            false,
            null,
            folder);
    try (Host host = Host.start(config, line -> {})) {
      assertThatThrownBy(() -> host.prove(line -> {})).isInstanceOf(IllegalStateException.class);
    }
  }
}
