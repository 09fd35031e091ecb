package dev.gatehouse.host;

import dev.gatehouse.door.Door;
import dev.gatehouse.door.Gate;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.host.console.Console;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.lambda.FunctionUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/// The base port: whoever is asked for by host name as on AWS, a pool's issuer by its path, else
/// the AWS endpoint.
///
/// @param byHost gates by the host name that AWS would give them, in lower case
/// @param byIssuerPath gates of issuers by the pool's id, the first path segment
record BaseGate(Map<String, Gate> byHost, Map<String, Gate> byIssuerPath, Gate awsEndpoint)
    implements Gate {
  private static final Pattern NAMED =
      Pattern.compile(".*\\.(?<kind>execute-api|lambda-url|auth)\\..*");

  BaseGate {
    byHost = Map.copyOf(byHost);
    byIssuerPath = Map.copyOf(byIssuerPath);
  }

  /// Those that have no port of their own: the issuers' and the AWS endpoint's.
  @Override
  public List<Door> doors() {
    var doors = new ArrayList<Door>();
    byIssuerPath.values().forEach(gate -> doors.addAll(gate.doors()));
    doors.addAll(awsEndpoint.doors());
    return doors;
  }

  @Override
  public Passage enter(HttpRequest request) {
    String host = request.hostName();
    Gate named = byHost.get(host);
    if (named != null) {
      return named.enter(request);
    }
    var pattern = NAMED.matcher(host);
    if (pattern.matches()) {
      return unknown(host, pattern.group("kind"));
    }
    Gate issuer = byIssuerPath.get(firstSegment(request.rawPath()));
    return issuer != null ? issuer.enter(request) : awsEndpoint.enter(request);
  }

  /// Nobody else's host name, and the console's path.
  boolean isForConsole(HttpRequest request) {
    String host = request.hostName();
    return Console.isFor(request) && !byHost.containsKey(host) && !NAMED.matcher(host).matches();
  }

  private static String firstSegment(String path) {
    int end = path.indexOf('/', 1);
    return path.substring(1, end < 0 ? path.length() : end);
  }

  /// What AWS answers for a function URL that does not exist is known; the other names would not
  /// even resolve, so they get the plainest refusal.
  private static Passage unknown(String host, String kind) {
    UUID requestId = UUID.randomUUID();
    return kind.equals("lambda-url")
        ? FunctionUrl.noSuchUrl(host, requestId)
        : new Passage(
            HttpResponse.json(404, "{\"message\":\"Not Found\"}"),
            requestId.toString(),
            host,
            new Verdict.Denied(new Reason.NoSuchDoor(host)),
            List.of());
  }
}
