package dev.gatehouse.host.endpoint;

import dev.gatehouse.door.Reason;
import dev.gatehouse.dynamodb.Permissions;
import dev.gatehouse.dynamodb.TableException;
import dev.gatehouse.dynamodb.Tables;
import dev.gatehouse.http.HttpResponse;

/// DynamoDB behind the AWS endpoint. A stack without tables has none, and loads nothing of it.
record DynamoDb(Tables tables) implements AwsService {
  @Override
  public String signingName() {
    return "dynamodb";
  }

  @Override
  public Prepared prepare(AwsCall call) {
    return switch (tables.permissions(call.request())) {
      case Permissions.Needed(var all) ->
          new Prepared(
              all.stream()
                  .map(needed -> new Permission(needed.action(), needed.resource()))
                  .toList(),
              () -> forward(call));
      case Permissions.Unknown(var problem) -> throw AwsProtocol.JSON_1_0.notSupported(problem);
      case Permissions.Malformed(var code, var message) -> throw AwsError.of(400, code, message);
    };
  }

  private HttpResponse forward(AwsCall call) {
    try {
      return tables.forward(call.request());
    } catch (TableException e) {
      throw AwsError.of(
          500,
          "InternalServerError",
          "Internal server error",
          new Reason.Broken(String.valueOf(e.getMessage())));
    }
  }
}
