package dev.gatehouse.door;

import dev.gatehouse.http.HttpRequest;
import java.util.List;

/// The doors behind one address: an API's routes, a function URL, a pool's OAuth endpoints.
public interface Gate {
  /// In the order in which they were declared.
  List<Door> doors();

  /// Judges and serves one request, on the caller's thread.
  Passage enter(HttpRequest request);
}
