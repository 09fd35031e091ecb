package dev.gatehouse.junit;

import dev.gatehouse.host.DoorView;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;

/// One way in that the template opens: a route of an API, or a function URL.
public final class Door {
  /// What a path variable is called with.
  private static final String ANYTHING = "anything";

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private final Gatehouse gatehouse;
  private final DoorView view;

  Door(Gatehouse gatehouse, DoorView view) {
    this.gatehouse = gatehouse;
    this.view = view;
  }

  /// `GET /players/{id}` for a route, `$default` for a default route, the logical id for a function
  /// URL.
  public String name() {
    if (isFunctionUrl()) {
      return view.resource();
    }
    return view.method().equals("$default") ? view.method() : view.method() + " " + view.path();
  }

  /// The logical id of the resource that opens it.
  public String resource() {
    return view.resource();
  }

  /// `none`, `jwt`, `iam` or `lambda`.
  public String lock() {
    return view.lock();
  }

  /// What the lock asks for, in a few words.
  public String detail() {
    return view.detail();
  }

  /// One of these a token needs; empty for a lock that asks for none.
  public List<String> scopes() {
    return view.scopes();
  }

  /// Where to knock; a path's variables are filled with something.
  public URI url() {
    String url = view.url().replaceAll("\\{[^{}]*}", ANYTHING);
    if (!url.endsWith("*")) {
      return URI.create(url);
    }
    String rest = url.substring(0, url.length() - 1);
    return URI.create(isFunctionUrl() ? rest : rest + ANYTHING);
  }

  /// A request for this door, without any credentials.
  public HttpRequest.Builder request() {
    return HttpRequest.newBuilder(url()).method(method(), HttpRequest.BodyPublishers.noBody());
  }

  private String method() {
    if (METHODS.contains(view.method()) || view.method().matches("HEAD|OPTIONS")) {
      return view.method();
    }
    // Of a door for any method, one that no other door takes for itself.
    return METHODS.stream()
        .filter(method ->
            gatehouse.doors().stream()
                .noneMatch(other ->
                    other.view.url().equals(view.url()) && other.view.method().equals(method)))
        .findFirst()
        .orElse("HEAD");
  }

  Visit knock(HttpRequest.Builder request) {
    return gatehouse.visitOf(gatehouse.send(request));
  }

  boolean isSameAs(Door other) {
    return view.equals(other.view);
  }

  boolean isFunctionUrl() {
    return view.kind().equals("function-url");
  }

  /// Whether this visit came through here: routes are told apart by their keys, and what stands
  /// before a route's path is its stage.
  boolean isOf(Visit visit) {
    if (isFunctionUrl() || view.method().equals("$default")) {
      return visit.door().equals(view.method().equals("$default") ? "$default" : "* /*");
    }
    int space = visit.door().indexOf(' ');
    return space > 0
        && visit.door().substring(0, space).equals(view.method())
        && view.path().endsWith(visit.door().substring(space + 1));
  }

  /// With its place and its lock, for messages.
  @Override
  public String toString() {
    return "%s (%s, lock: %s, %s)".formatted(name(), resource(), lock(), detail());
  }
}
