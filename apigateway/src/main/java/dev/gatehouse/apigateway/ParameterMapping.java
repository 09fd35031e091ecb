package dev.gatehouse.apigateway;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// How an integration changes requests on their way in and responses on their way out
/// (http-api-parameter-mapping.html), as the template has it.
///
/// @param request from `append:header.x`, `overwrite:path`… to a value or its source
/// @param responses the same by the integration's status code, with `overwrite:statuscode` besides
public record ParameterMapping(
    Map<String, String> request, Map<String, Map<String, String>> responses) {
  /// Changes nothing.
  public static final ParameterMapping NONE = new ParameterMapping(Map.of(), Map.of());

  public ParameterMapping {
    request = ordered(request);
    var copies = new LinkedHashMap<String, Map<String, String>>();
    responses.forEach((status, changes) -> copies.put(status, ordered(changes)));
    responses = Collections.unmodifiableSequencedMap(copies);
  }

  private static SequencedMap<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
