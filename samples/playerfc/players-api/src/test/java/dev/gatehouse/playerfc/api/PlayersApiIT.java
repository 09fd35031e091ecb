package dev.gatehouse.playerfc.api;

import static dev.gatehouse.junit.GatehouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.junit.Gatehouse;
import dev.gatehouse.junit.GatehouseTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The function as Lambda runs it, behind doors that are locked as they are on AWS.
@GatehouseTest(template = "src/test/resources/players.template.yaml")
class PlayersApiIT {
  private static final String MBAPPE =
      """
      {"name": "Kylian Mbappé", "country": "France", "date_of_birth": "1998-12-20",
       "team": "Real Madrid", "position": "Forward", "club_number": 9, "national_team_number": 10}
      """;

  private final Gatehouse gatehouse;

  PlayersApiIT(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  private HttpRequest.Builder withToken(String path) {
    return gatehouse
        .request(path)
        .header("Authorization", "Bearer " + gatehouse.tokenFor("M2MClient"));
  }

  @Test
  void everyDoorIsLocked() {
    gatehouse.everyDoor().isLocked();
  }

  @Test
  void playerThatIsCreatedIsInTheTable() {
    var answer = gatehouse.send(withToken("/players").POST(BodyPublishers.ofString(MBAPPE)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(gatehouse.table("Players").items())
        .extracting(player -> player.get("name"))
        .contains("Kylian Mbappé");
  }

  @Test
  void playerOfTheTableIsFound() {
    gatehouse.table("Players").put(Map.of("id", "seeded", "name", "Zinédine Zidane"));

    var answer = gatehouse.send(withToken("/players/seeded"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("Zinédine Zidane");
  }

  @Test
  void expiredTokenOpensNothing() {
    var request = withToken("/players").build();

    gatehouse.clock().advance(Duration.ofHours(2));

    assertThat(gatehouse.send(request).statusCode()).isEqualTo(401);
    assertThat(gatehouse.lastVisit()).isDeniedFor("TokenExpired");
  }

  @Test
  void signatureOpensTheFunctionUrl() {
    var answer =
        gatehouse.send(gatehouse.signed("GET", gatehouse.url("PlayersApiUrl").resolve("/")));

    assertThat(answer.body()).contains("Welcome to the Players FC API!");
  }
}
