package dev.gatehouse.http;

import static java.util.Objects.requireNonNull;

/// One header line. The name keeps the case it was sent with; compare it ignoring case.
public record HttpHeader(String name, String value) {
  public HttpHeader {
    requireNonNull(name, "name");
    requireNonNull(value, "value");
  }

  public boolean named(String other) {
    return name.equalsIgnoreCase(other);
  }
}
