package dev.gatehouse.host.endpoint;

import dev.gatehouse.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A service that is a list of operations.
final class ModelledService implements AwsService {
  private final ServiceModel model;
  private final Map<String, Operation> operations;

  ModelledService(ServiceModel model, List<Operation> operations) {
    this.model = model;
    this.operations =
        operations.stream()
            .collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));
    for (var name : this.operations.keySet()) {
      if (!model.catalogue().knows(name)) {
        throw new IllegalArgumentException(model.name() + " has no operation " + name);
      }
    }
  }

  @Override
  public String signingName() {
    return model.signingName();
  }

  ServiceModel model() {
    return model;
  }

  Set<String> operations() {
    return operations.keySet();
  }

  @Override
  public Prepared prepare(AwsCall call) {
    var asked = model.read(call.request());
    var operation = operations.get(asked.operation());
    if (operation == null) {
      throw model
          .protocol()
          .notSupported(
              "Gatehouse does not carry out %s:%s; `gatehouse status --operations` lists what it does"
                  .formatted(model.name(), asked.operation()));
    }
    return new Prepared(
        operation.needs().of(asked.input(), call),
        () -> render(operation.name(), operation.work().answer(asked.input(), call), call));
  }

  private HttpResponse render(String operation, Operation.Answer answer, AwsCall call) {
    return switch (answer) {
      case Operation.Answer.Result(var members) ->
          model.protocol().result(operation, members, model.marker(), call.requestId());
      case Operation.Answer.Raw(var response) ->
          response.with("x-amzn-RequestId", call.requestId());
    };
  }
}
