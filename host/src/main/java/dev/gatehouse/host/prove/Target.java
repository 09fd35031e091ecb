package dev.gatehouse.host.prove;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import java.util.List;

/// A door and what an owner knows of it.
///
/// @param name as visits name it: a route key, without a stage or a mapping key
/// @param address the gate's, as visits name it
/// @param url the address's, without a path
/// @param awsHost what AWS would call the address
/// @param prefix what stands before the route's own path: a stage, a mapping key; empty for neither
/// @param identitySources where its lock looks for a credential
/// @param outward whether what stands behind it is not of this stack
/// @param everyone whether the policy of what stands behind it has a grant for anyone, who then
///   needs no permissions
public record Target(
    Door door,
    String name,
    String address,
    String url,
    String awsHost,
    String prefix,
    List<String> identitySources,
    boolean outward,
    boolean everyone) {
  private static final String FILLED = "gatehouse-proof";

  public Target {
    requireNonNull(door, "door");
    requireNonNull(name, "name");
    requireNonNull(address, "address");
    requireNonNull(url, "url");
    requireNonNull(awsHost, "awsHost");
    requireNonNull(prefix, "prefix");
    identitySources = List.copyOf(identitySources);
  }

  boolean open() {
    return door.lock() instanceof Lock.Open;
  }

  boolean route() {
    return door.kind() == Door.Kind.ROUTE;
  }

  /// The path within the stage or below the mapping key; `*` for all of them.
  String pattern() {
    if (!route() || door.method().equals("$default")) {
      return "*";
    }
    return name.substring(name.indexOf(' ') + 1);
  }

  /// A path that leads to it, unless another door is more specific.
  String path() {
    String pattern = pattern();
    if (!route()) {
      return "/";
    }
    if (pattern.equals("*")) {
      return prefix + "/" + FILLED + "/of/default";
    }
    String filled =
        pattern.replaceAll("\\{[^}]*\\+}", FILLED + "/rest").replaceAll("\\{[^}]*}", FILLED);
    return filled.equals("/") && !prefix.isEmpty() ? prefix : prefix + filled;
  }

  /// Nothing about what it knows.
  @Override
  public String toString() {
    return door.name() + " at " + address;
  }
}
