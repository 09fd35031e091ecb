package dev.gatehouse.cli;

import dev.gatehouse.host.DoorView;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The door that a request is meant for, as far as its owner can tell from outside: which
/// credentials to show is all that depends on it. The server alone decides.
///
/// @param lock as [DoorView#lock] names it; `none` where no door is known
record KnownDoor(String url, String kind, String lock) {
  private static final Pattern VARIABLE = Pattern.compile("\\{[^{}]*}");

  /// @param target a path of the stack's first API, or an URL at one of the stack's own addresses
  /// @throws StartupException for an address that is not the stack's: credentials stay here
  static KnownDoor find(RunningStack running, String method, String target) {
    String url = target.startsWith("/") ? firstApi(running) + target : target;
    String base = base(url);
    if (running.doors().stream().noneMatch(door -> base(door.url()).equals(base))) {
      throw new StartupException(
          target + " is neither a path nor at an address of this stack: no credentials go there");
    }
    String path = Optional.ofNullable(uri(url).getRawPath()).filter(p -> !p.isEmpty()).orElse("/");
    return running.doors().stream()
        .filter(door -> base(door.url()).equals(base))
        .filter(door -> takes(door, method, path))
        .max(Comparator.comparingInt(KnownDoor::closeness))
        .map(door -> new KnownDoor(url, door.kind(), door.lock()))
        .orElse(new KnownDoor(url, "none", "none"));
  }

  private static String firstApi(RunningStack running) {
    Map<String, String> environment = running.environment();
    return environment.entrySet().stream()
        .filter(line -> line.getKey().startsWith("GATEHOUSE_API_URL"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() ->
            new StartupException("stack " + running.stack() + " has no API: name the whole URL"));
  }

  private static boolean takes(DoorView door, String method, String path) {
    boolean anyMethod = door.method().matches("\\*|ANY|\\$default");
    return (anyMethod || door.method().equals(method))
        && (door.path().equals("*") || pattern(door.path()).matcher(path).matches());
  }

  private static Pattern pattern(String path) {
    return Pattern.compile(
        Arrays.stream(path.split("/", -1))
            .map(segment ->
                segment.equals("*") || segment.endsWith("+}")
                    ? ".*"
                    : segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment))
            .collect(Collectors.joining("/")));
  }

  /// Literal segments before variables before greedy ones, a method of its own before ANY.
  private static int closeness(DoorView door) {
    if (door.path().equals("*")) {
      return -1;
    }
    int variables = (int) VARIABLE.matcher(door.path()).results().count();
    boolean greedy = door.path().endsWith("+}") || door.path().endsWith("*");
    return (greedy ? 0 : 10_000)
        - 10 * variables
        + (door.method().equals("ANY") ? 0 : 1)
        + door.path().length() * (greedy ? 1 : 0);
  }

  private static String base(String url) {
    URI uri = uri(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static URI uri(String url) {
    try {
      // A door's path has braces, which no URL may.
      return URI.create(url.replace("{", "%7B").replace("}", "%7D"));
    } catch (IllegalArgumentException e) {
      throw new StartupException(url + " is not a URL");
    }
  }
}
