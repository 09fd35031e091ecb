package dev.gatehouse.http;

import java.io.IOException;

/// Answers a request whose body it reads itself. Runs on a virtual thread of its own and may block.
@FunctionalInterface
public interface StreamHandler {
  /// @param request without its body
  /// @param body good until this returns; what is left unread ends the connection
  /// @return an answer that is whole
  /// @throws IOException from the body: there is nobody left to answer
  HttpResponse handle(HttpRequest request, IncomingBody body) throws IOException;
}
