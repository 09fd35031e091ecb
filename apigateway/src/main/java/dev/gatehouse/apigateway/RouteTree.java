package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.RouteKey.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Route keys by the segments of their paths, so that a request's way hardly grows with their
/// number. It narrows down only: whether a key takes a request, [RouteKey#match] says.
final class RouteTree {
  private final Map<String, RouteTree> literals = new HashMap<>();
  private @Nullable RouteTree variable;

  /// Those whose path ends here, and those that take any path from here on.
  private final List<Integer> ending = new ArrayList<>();

  private final List<Integer> greedy = new ArrayList<>();

  private RouteTree() {}

  static RouteTree of(List<RouteKey> keys) {
    var root = new RouteTree();
    for (int place = 0; place < keys.size(); place++) {
      root.add(keys.get(place), place);
    }
    return root;
  }

  private void add(RouteKey key, int place) {
    if (key.method().equals(RouteKey.DEFAULT)) {
      ending.add(place);
      greedy.add(place);
      return;
    }
    RouteTree node = this;
    for (Segment segment : key.segments()) {
      switch (segment) {
        case Segment.Literal(var text) ->
            node = node.literals.computeIfAbsent(text, _ -> new RouteTree());
        case Segment.Variable _ -> {
          if (node.variable == null) {
            node.variable = new RouteTree();
          }
          node = node.variable;
        }
        case Segment.Greedy _ -> {
          node.greedy.add(place);
          return;
        }
      }
    }
    node.ending.add(place);
  }

  /// Places in the list of [#of], in order. Every key that takes such a path, with whatever method,
  /// is among them.
  List<Integer> candidates(List<String> path) {
    var found = new ArrayList<Integer>();
    collect(path, 0, found);
    Collections.sort(found);
    return found;
  }

  private void collect(List<String> path, int depth, List<Integer> found) {
    if (depth == path.size()) {
      found.addAll(ending);
      return;
    }
    found.addAll(greedy);
    RouteTree literal = literals.get(path.get(depth));
    if (literal != null) {
      literal.collect(path, depth + 1, found);
    }
    if (variable != null) {
      variable.collect(path, depth + 1, found);
    }
  }
}
