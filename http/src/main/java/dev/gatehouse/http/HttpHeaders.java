package dev.gatehouse.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Header lines in order of arrival, repeated names kept apart. Names compare ignoring case.
public record HttpHeaders(List<HttpHeader> lines) implements Iterable<HttpHeader> {
  public static final HttpHeaders NONE = new HttpHeaders(List.of());

  public HttpHeaders {
    lines = List.copyOf(lines);
  }

  /// Alternating names and values.
  public static HttpHeaders of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a header name without a value");
    }
    var lines = new ArrayList<HttpHeader>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      lines.add(new HttpHeader(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new HttpHeaders(lines);
  }

  /// The value of the first line of this name.
  public Optional<String> first(String name) {
    for (HttpHeader line : lines) {
      if (line.named(name)) {
        return Optional.of(line.value());
      }
    }
    return Optional.empty();
  }

  /// Every value of this name, in order of arrival.
  public List<String> all(String name) {
    var values = new ArrayList<String>(1);
    for (HttpHeader line : lines) {
      if (line.named(name)) {
        values.add(line.value());
      }
    }
    return Collections.unmodifiableList(values);
  }

  public boolean contains(String name) {
    return first(name).isPresent();
  }

  /// A copy with one more line at its end.
  public HttpHeaders plus(String name, String value) {
    var more = new ArrayList<>(lines);
    more.add(new HttpHeader(name, value));
    return new HttpHeaders(more);
  }

  @Override
  public Iterator<HttpHeader> iterator() {
    return lines.iterator();
  }

  /// The names only: values carry tokens and signatures.
  @Override
  public String toString() {
    return "HttpHeaders" + lines.stream().map(HttpHeader::name).toList();
  }
}
