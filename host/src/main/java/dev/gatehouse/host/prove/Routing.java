package dev.gatehouse.host.prove;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// To which door a request belongs by AWS's rules (http-api-develop-routes.html). Written apart
/// from the gates' own routing, which it is there to doubt.
final class Routing {
  private static final int DECODINGS = 4;

  private final List<Target> targets;

  Routing(List<Target> targets) {
    this.targets = List.copyOf(targets);
  }

  /// A method and a path that lead to this door, where there are any.
  Optional<Shot> knock(Target target) {
    for (String method : methods(target)) {
      for (String path : List.of(target.path(), target.prefix() + "/")) {
        if (door(target.address(), method, segments(path)).filter(target::equals).isPresent()) {
          return Optional.of(Shot.at(target.url(), method, path));
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> methods(Target target) {
    String method = target.door().method();
    return List.of("*", "ANY", "$default").contains(method)
        ? List.of("GET", "POST", "PUT", "PATCH", "DELETE")
        : List.of(method);
  }

  /// Whether somebody may read the request as one to this door.
  boolean leadsTo(Target target, Shot shot) {
    return readings(shot.path()).stream()
        .anyMatch(
            path -> door(target.address(), shot.method(), path).filter(target::equals).isPresent());
  }

  private Optional<Target> door(String address, String method, List<String> path) {
    List<Target> here =
        targets.stream().filter(target -> target.address().equals(address)).toList();
    int longest =
        here.stream()
            .map(target -> segments(target.prefix()))
            .filter(prefix -> begins(path, prefix))
            .mapToInt(List::size)
            .max()
            .orElse(-1);
    return here.stream()
        .filter(target -> {
          List<String> prefix = segments(target.prefix());
          return prefix.size() == longest
              && begins(path, prefix)
              && takes(target, method, path.subList(longest, path.size()));
        })
        .min(
            Comparator.comparing(Routing::specificity)
                .thenComparing(target -> target.door().method().equals("ANY")));
  }

  private static boolean begins(List<String> path, List<String> prefix) {
    return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
  }

  private static boolean takes(Target target, String method, List<String> path) {
    String wanted = target.door().method();
    if (!target.route() || wanted.equals("$default")) {
      return true;
    }
    if (!wanted.equals("ANY") && !wanted.equals(method)) {
      return false;
    }
    List<String> pattern = segments(target.pattern());
    for (int i = 0; i < pattern.size(); i++) {
      String piece = pattern.get(i);
      if (piece.endsWith("+}")) {
        return path.size() > i;
      }
      if (path.size() <= i || !(piece.startsWith("{") || piece.equals(path.get(i)))) {
        return false;
      }
    }
    return path.size() == pattern.size();
  }

  /// Sorts as AWS prefers: full matches, then greedy ones, then the default route; literals before
  /// variables.
  private static String specificity(Target target) {
    if (target.pattern().equals("*")) {
      return "2";
    }
    var order = new StringBuilder(target.pattern().endsWith("+}") ? "1" : "0");
    for (String piece : segments(target.pattern())) {
      order.append(piece.endsWith("+}") ? '2' : piece.startsWith("{") ? '1' : '0');
    }
    return order.toString();
  }

  /// The path as it may be read by whoever decodes once or more, takes `\` for `/`, cuts at `?` or
  /// `#`, passes over parameters and empty segments, and follows dots.
  private static Set<List<String>> readings(String target) {
    var readings = new LinkedHashSet<List<String>>();
    String path = target.startsWith("/") ? target : target.replaceFirst("^[a-zA-Z]+://[^/]*", "");
    for (int i = 0; i <= DECODINGS; i++) {
      readings.add(segments(path));
      readings.add(forgiving(path));
      readings.add(climbed(forgiving(path)));
      path = decoded(path);
    }
    return readings;
  }

  private static List<String> forgiving(String path) {
    String cut = path.replace('\\', '/').split("[?#]", 2)[0];
    return segments(cut).stream()
        .map(segment -> segment.split(";", 2)[0])
        .filter(segment -> !segment.isEmpty())
        .toList();
  }

  /// With `.` and `..` followed.
  private static List<String> climbed(List<String> path) {
    var climbed = new ArrayList<String>();
    for (String segment : path) {
      if (segment.equals("..") && !climbed.isEmpty()) {
        climbed.removeLast();
      } else if (!segment.equals(".") && !segment.equals("..")) {
        climbed.add(segment);
      }
    }
    return climbed;
  }

  /// Without one slash at the end.
  static List<String> segments(String path) {
    if (path.isEmpty() || path.equals("/")) {
      return List.of();
    }
    var segments = new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
    if (segments.getLast().isEmpty()) {
      segments.removeLast();
    }
    return segments;
  }

  private static String decoded(String path) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      int high = c == '%' && i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(path.charAt(i + 2), 16);
      if (low < 0) {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      } else {
        bytes.write((high << 4) | low);
        i += 2;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
