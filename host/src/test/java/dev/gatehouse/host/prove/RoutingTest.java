package dev.gatehouse.host.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// To which door a request belongs.
final class RoutingTest {
  private static final String URL = "http://127.0.0.1:4567";
  private static final Target ITEM = route("GET /items/{id}", "");
  private static final Target LATEST = route("GET /items/latest", "");
  private static final Target REST = route("ANY /{proxy+}", "");
  private static final Target DEFAULT = route("$default", "");
  private static final Target STAGED = route("GET /items/{id}", "/dev");
  private static final Routing ROUTING = new Routing(List.of(DEFAULT, REST, ITEM, LATEST, STAGED));

  private static Target route(String key, String prefix) {
    String[] parts = key.split(" ");
    String path = parts.length == 1 ? "*" : prefix + parts[1];
    var door = new Door(Door.Kind.ROUTE, parts[0], path, key, new Lock.Open());
    return new Target(door, key, "Api", URL, "api.example", prefix, List.of(), false, false);
  }

  private static Shot shot(String path) {
    return Shot.at(URL, "GET", path);
  }

  @Test
  void knockLeadsToItsDoor() {
    assertThat(ROUTING.knock(ITEM)).map(Shot::path).contains("/items/gatehouse-proof");
    assertThat(ROUTING.knock(LATEST)).map(Shot::path).contains("/items/latest");
    assertThat(ROUTING.knock(REST)).map(Shot::path).contains("/gatehouse-proof/rest");
    assertThat(ROUTING.knock(STAGED)).map(Shot::path).contains("/dev/items/gatehouse-proof");
  }

  @Test
  void defaultBesideAGreedyRouteIsKnockedAtWhereThatDoesNotReach() {
    assertThat(ROUTING.knock(DEFAULT)).map(Shot::path).contains("/");
  }

  @Test
  void doorThatOthersHideHasNoKnock() {
    Target hidden = route("ANY /items", "");
    var routing =
        new Routing(
            List.of(
                hidden,
                route("GET /items", ""),
                route("POST /items", ""),
                route("PUT /items", ""),
                route("PATCH /items", ""),
                route("DELETE /items", "")));

    assertThat(routing.knock(hidden)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/items/latest",
        "/items/latest/",
        "//items//latest",
        "/items%2flatest",
        "/items%252flatest",
        "/%69tems/latest",
        "/items\\latest",
        "/items;a=b/latest",
        "/items/latest%3fx",
        "/x/../items/latest",
        "http://evil.example/items/latest"
      })
  void requestMayBeReadAsOneToTheDoor(String path) {
    assertThat(ROUTING.leadsTo(LATEST, shot(path))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/items/other", "/Items/latest", "/items/latest/x", "/dev/items/latest", "/"})
  void requestIsAnotherDoors(String path) {
    assertThat(ROUTING.leadsTo(LATEST, shot(path))).isFalse();
  }

  @Test
  void methodIsPartOfIt() {
    assertThat(ROUTING.leadsTo(LATEST, Shot.at(URL, "POST", "/items/latest"))).isFalse();
    assertThat(ROUTING.leadsTo(REST, Shot.at(URL, "POST", "/items/latest"))).isTrue();
  }
}
