package dev.gatehouse.http;

/// Answers a request. Runs on a virtual thread of its own and may block. An exception is a bug of
/// ours: the server logs it and answers a bare 500.
@FunctionalInterface
public interface HttpHandler {
  HttpResponse handle(HttpRequest request);
}
