package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.prove.DoorProof;
import dev.gatehouse.host.prove.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private static Path template(String resource) throws IOException {
    Path template = folder.resolve(resource);
    try (var in = ProofConformanceTest.class.getResourceAsStream(resource)) {
      Files.write(template, requireNonNull(in, resource).readAllBytes());
    }
    return template;
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

  @Test
  void requestsThatAreAnotherDoorsAreNoIntrusions() throws Exception {
    Proof proof = prove(template("proof.template.yaml"), new ArrayList<>());

    assertThat(proof.intrusions()).isZero();
    assertThat(door(proof, "GET /secret/page").elsewhere()).isPositive();
    assertThat(door(proof, "GET /live/judged").opened()).isEqualTo("not tried");
    assertThat(door(proof, "GET /live/judged").notTried())
        .contains("its own credential: what the authorizer's function accepts is not known here");
  }

  @Test
  void foreignIssuersTokensAreNotTried() throws Exception {
    Path template = folder.resolve("foreign.template.yaml");
    Files.writeString(
        template,
        Files.readString(template("proof.template.yaml"))
            .replace("Issuer: !GetAtt Pool.ProviderURL", "Issuer: 'https://localhost:1/pool'"));

    DoorProof door = door(prove(template, new ArrayList<>()), "GET /items/{id}");

    assertThat(door.gotIn()).isEmpty();
    assertThat(door.attempts()).isGreaterThan(100);
    assertThat(door.opened()).isEqualTo("not tried");
    assertThat(door.notTried())
        .anyMatch(what -> what.endsWith("only https://localhost:1/pool can sign them"));
  }

  /// The function lets in whoever names any user at all.
  @Test
  void whatACarelessAuthorizerLetsInIsTold() throws Exception {
    Path template = folder.resolve("careless.template.yaml");
    Files.writeString(
        template,
        Files.readString(template("proof.template.yaml"))
            .replace("(event.headers['x-token'] || 'good') === 'good'", "true"));

    Proof proof = prove(template, new ArrayList<>());

    assertThat(proof.held()).isFalse();
    assertThat(door(proof, "GET /live/judged").gotIn())
        .anySatisfy(intrusion -> {
          assertThat(intrusion.attack()).isEqualTo("garbage credential `admin`");
          assertThat(intrusion.request())
              .matches(
                  "curl -i --path-as-is -X 'GET' -H 'X-Token: admin'"
                      + " 'http://127.0.0.1:[0-9]+/live/judged'");
          assertThat(intrusion.through()).isEqualTo("GET /judged");
        })
        .noneMatch(intrusion -> intrusion.attack().equals("no credential"));
    assertThat(proof.lines())
        .contains("    GOT IN: garbage credential `admin`, through GET /judged");
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
