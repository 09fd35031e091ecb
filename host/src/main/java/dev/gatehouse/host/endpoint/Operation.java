package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.http.HttpResponse;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// One operation of a service.
///
/// @param name as in the service's model
/// @param needs what its caller must be allowed, from what the caller wrote
/// @param work does it, for a caller who is allowed
record Operation(String name, Needs needs, Work work) {
  /// Throws an [AwsError] when the input does not even say what it is about.
  @FunctionalInterface
  interface Needs {
    List<Permission> of(Input input, AwsCall call);
  }

  @FunctionalInterface
  interface Work {
    Answer answer(Input input, AwsCall call);
  }

  /// Most operations only turn one structure into another.
  @FunctionalInterface
  interface Reader {
    ObjectNode answer(Input input);
  }

  sealed interface Answer {
    /// Rendered as the service's protocol says, with status 200.
    record Result(ObjectNode members) implements Answer {}

    /// Sent as it is; the request's id is added.
    record Raw(HttpResponse response) implements Answer {}
  }

  Operation {
    requireNonNull(name, "name");
    requireNonNull(needs, "needs");
    requireNonNull(work, "work");
  }

  static Operation reading(String name, Function<Input, List<Permission>> needs, Reader reader) {
    return new Operation(
        name,
        (input, call) -> needs.apply(input),
        (input, call) -> new Answer.Result(reader.answer(input)));
  }
}
