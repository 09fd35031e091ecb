package dev.gatehouse.http;

import java.io.IOException;
import java.io.OutputStream;

/// A response body that is still being made when its headers leave. Whoever takes it over calls
/// [#writeTo] at most once and [#close] in any case.
public non-sealed interface BodyStream extends Content, AutoCloseable {
  /// Writes all of it, each piece as soon as there is one; returns when it is complete.
  ///
  /// @param out sends on what it is given at once
  /// @throws IOException when the guest is gone, or when the rest will never come: the guest's
  ///   connection is cut then, so that nobody takes a part for the whole
  void writeTo(OutputStream out) throws IOException;

  /// Nobody will read the rest.
  @Override
  void close();
}
