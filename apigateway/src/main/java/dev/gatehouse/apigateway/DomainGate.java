package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.DomainConfig.Mapping;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Gate;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Serves a custom domain name: the mapping with the longest key that the path begins with leads to
/// a stage (http-api-mappings.html).
public final class DomainGate implements Gate {
  private final DomainConfig config;
  private final Map<String, HttpApi> apis;
  private final List<Mapping> longestFirst;
  private final Clock clock;
  private final RandomGenerator random;

  /// @param apis by their ids
  public DomainGate(
      DomainConfig config, Map<String, HttpApi> apis, Clock clock, RandomGenerator random) {
    this.config = config;
    this.apis = Map.copyOf(apis);
    this.longestFirst =
        config.mappings().stream()
            .sorted(
                Comparator.comparingInt((Mapping mapping) -> mapping.segments().size()).reversed())
            .toList();
    this.clock = clock;
    this.random = random;
  }

  @Override
  public List<Door> doors() {
    return config.mappings().stream()
        .flatMap(mapping ->
            api(mapping)
                .doorsOf(mapping.stage(), mapping.key().isEmpty() ? "" : "/" + mapping.key())
                .stream())
        .toList();
  }

  @Override
  public Passage enter(HttpRequest request) {
    Optional<RequestPath> path = RequestPath.parse(request.rawPath());
    if (path.isEmpty()) {
      return lost(request, GatewayResponses.notFound(), RouteTable.UNREADABLE);
    }
    Optional<Mapping> mapping = mapping(path.get().segments());
    if (!everyReading(path.get(), mapping)) {
      return lost(
          request,
          GatewayResponses.notFound(),
          new Reason.BadRequest("path leads to different mappings, depending on who reads it"));
    }
    return mapping
        .map(found -> api(found).enter(request, entrance(found)))
        .orElseGet(() ->
            lost(
                request,
                GatewayResponses.forbidden(),
                new Reason.BadRequest(
                    "no mapping of "
                        + config.name()
                        + " takes this path; its mapping keys are "
                        + config.mappings().stream().map(Mapping::key).toList())));
  }

  private Optional<Mapping> mapping(List<String> path) {
    return longestFirst.stream()
        .filter(mapping -> {
          List<String> key = mapping.segments();
          return path.size() >= key.size() && path.subList(0, key.size()).equals(key);
        })
        .findFirst();
  }

  private boolean everyReading(RequestPath path, Optional<Mapping> mapping) {
    return mapping(path.decodedFirst()).equals(mapping)
        && path.laxer().stream().allMatch(reading -> mapping(reading).equals(mapping));
  }

  private Entrance entrance(Mapping mapping) {
    return new Entrance(
        config.name(),
        Optional.of(
            new Entrance.Mapped(mapping.stage(), mapping.key(), mapping.segments().size())));
  }

  private HttpApi api(Mapping mapping) {
    HttpApi api = apis.get(mapping.apiId());
    if (api == null) {
      throw new IllegalStateException("checked before: no API " + mapping.apiId());
    }
    return api;
  }

  private Passage lost(HttpRequest request, HttpResponse response, Reason reason) {
    Arrival arrival = Arrival.now(clock, random);
    return new Passage(
        response.with("apigw-requestid", arrival.requestId()),
        arrival.requestId(),
        request.method() + " " + config.name() + request.rawPath(),
        new Verdict.Denied(reason),
        List.of());
  }
}
