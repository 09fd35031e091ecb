package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The running stack's AWS endpoint, asked as its administrator, with nothing that another client
/// could not ask too.
final class ManagementApi {
  private final RunningStack stack;
  private final Http http;

  ManagementApi(RunningStack stack, Http http) {
    this.stack = stack;
    this.http = http;
  }

  /// @param path with its query string, encoded
  /// @return empty when there is no such thing
  /// @throws StartupException when the endpoint refuses for another reason
  Optional<String> find(String service, String path) {
    HttpResponse<String> answer = http.send(signed(endpoint() + path, service));
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(answer.body());
      case 404 -> Optional.empty();
      default ->
          throw new StartupException(
              "the AWS endpoint answers %d to %s: %s"
                  .formatted(answer.statusCode(), path, Lines.printable(answer.body())));
    };
  }

  JsonNode get(String service, String path) {
    return Json.STRICT.readTree(
        find(service, path)
            .orElseThrow(() -> new StartupException("the AWS endpoint has no " + path)));
  }

  /// What a function answers to a signed GET at its URL.
  HttpResponse<String> visit(String functionUrl) {
    return http.send(signed(functionUrl, "lambda"));
  }

  private java.net.http.HttpRequest signed(String url, String service) {
    return SignedRequest.of("GET", url, null, List.of(), service, stack.environment()).toRequest();
  }

  private String endpoint() {
    return "http://localhost:" + stack.port();
  }
}
