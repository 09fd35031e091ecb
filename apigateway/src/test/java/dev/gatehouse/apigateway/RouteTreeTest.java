package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteTreeTest {
  /// Of up to three of these pieces.
  private static List<List<String>> sequences(List<String> pieces) {
    var all = new ArrayList<List<String>>(List.of(List.of()));
    List<List<String>> last = List.copyOf(all);
    for (int length = 1; length <= 3; length++) {
      last =
          last.stream()
              .flatMap(shorter ->
                  pieces.stream()
                      .map(piece -> Stream.concat(shorter.stream(), Stream.of(piece)).toList()))
              .toList();
      all.addAll(last);
    }
    return all;
  }

  private static List<RouteKey> keys() {
    var keys = new ArrayList<String>();
    keys.add("$default");
    for (List<String> path : sequences(List.of("a", "b", "{v}"))) {
      String text = "";
      for (int i = 0; i < path.size(); i++) {
        text += "/" + path.get(i).replace("v", "v" + i);
      }
      keys.add("GET " + (text.isEmpty() ? "/" : text));
      keys.add("ANY " + text + "/{rest+}");
    }
    return keys.stream().map(RouteKey::parse).sorted(RouteKey.BY_PRIORITY).toList();
  }

  @Test
  void whoTakesARequestIsTheSameAsWithoutTheTree() {
    List<RouteKey> keys = keys();
    var tree = RouteTree.of(keys);

    for (List<String> path : sequences(List.of("a", "b", "c"))) {
      List<RouteKey> candidates = tree.candidates(path).stream().map(keys::get).toList();
      assertThat(taking(candidates, path)).isNotEmpty().isEqualTo(taking(keys, path));
    }
  }

  @Test
  void otherPathsAreNotLookedAt() {
    var keys =
        List.of(RouteKey.parse("GET /a/b"), RouteKey.parse("GET /a/{v}"), RouteKey.parse("GET /c"));

    assertThat(RouteTree.of(keys).candidates(List.of("c"))).containsExactly(2);
    assertThat(RouteTree.of(keys).candidates(List.of("a", "c"))).containsExactly(1);
    assertThat(RouteTree.of(keys).candidates(List.of("d"))).isEmpty();
  }

  private static List<RouteKey> taking(List<RouteKey> keys, List<String> path) {
    return keys.stream().filter(key -> key.match("GET", path).isPresent()).toList();
  }
}
